# SPDX-License-Identifier: GPL-2.0
#
# Stacked bars, two for each workload: one a paging mode, the shadow's on a
# band.
#
#   axis	what is shown
#   legend	names of the parts, separated by tabs
#   colours	of the parts, numbers separated by blanks
#   percent	1: the axis is in percent, 0: in cycles
#   longest	bar
#   nr_pairs	workloads
#   longest_name	of a workload, characters
#   pitch	rows from one workload to the next
#
# data: 0, place, length, shadow?, note, mode, workload: a bar as a whole; the
#	workload is with its first bar only
#       1, place, from, to, colour: a part of one
load 'analysis/output/layout.gp'
ROW = 17
# The names, and a column for the modes; or the modes alone, and the names above the bars.
LEFT = 7 * longest_name + 72
LEFT = narrow ? 52 : LEFT < 210 ? 210 : LEFT
RIGHT = narrow ? 150 : 140
TOP = TITLE
NR_LEGEND = words(colours)
LEGEND_COLUMNS = !narrow ? 3 : longest_part(legend, NR_LEGEND) < 24 ? 2 : 1
# Rows from one workload to the next as they are drawn, and where a row of the data comes to be.
PITCH = narrow ? pitch + 1 : pitch
number_of(p) = floor(p / pitch + 0.001)
row(p) = number_of(p) * PITCH + p - number_of(p) * pitch + (narrow ? 1 : 0)
LEGEND_ROW = 20
LEGEND = LEGEND_ROW * ((NR_LEGEND + 1 + LEGEND_COLUMNS - 1) / LEGEND_COLUMNS)
HEIGHT = ROW * (PITCH * nr_pairs + 0.4)
H = int(TOP + LEGEND + HEIGHT + 52 + AXIS_MORE)
load 'analysis/output/common.gp'

set lmargin at screen px(LEFT)
set rmargin at screen px(W - RIGHT)
set tmargin at screen py(TOP + LEGEND)
set bmargin at screen py(TOP + LEGEND + HEIGHT)
set xrange [0 : longest * 1.02]
set yrange [PITCH * nr_pairs - 0.6 : -1]
# Tics of our own: %s has no way to show a decimal only if there is one.  A
# tic's text is a format again, hence the many %.
magnitude = 10 ** floor(log10(longest / 4))
digit = longest / 4 / magnitude
step = magnitude * (digit < 2 ? 1 : digit < 5 ? 2 : 5) * (narrow ? 2 : 1)
whole(s) = strstrt(s, '.0 ') ? s[1 : strstrt(s, '.0 ') - 1].s[strstrt(s, '.0 ') + 2 : *] : s
tic_text(v) = percent ? sprintf('%g %%%%', v) : whole(gprintf('%.1s %c', v))
set xtics () textcolor rgb COLOUR_QUIET
do for [i = 0 : int(longest * 1.02 / step)] {
	set xtics add (tic_text(i * step) i * step)
}
unset ytics
set grid xtics back lt 1 lc rgb COLOUR_GRID
set label 2 axis_wrapped at screen px(narrow ? W - 14 : W - RIGHT), screen py(H - 12 - AXIS_MORE) right font small tc rgb COLOUR_QUIET

# A legend of our own: the key's columns are of one width.
legend_x(i) = 24 + (W - 30) / LEGEND_COLUMNS * (i % LEGEND_COLUMNS)
legend_y(i) = TOP + LEGEND_ROW * (i / LEGEND_COLUMNS)
do for [i = 0 : NR_LEGEND] {
	entry = i < NR_LEGEND ? part(legend, i + 1) : 'on a band: shadow paging'
	colour = i < NR_LEGEND ? sprintf('#%06x', int(word(colours, i + 1))) : COLOUR_BAND
	set object i + 1 rectangle from screen px(legend_x(i)), screen py(legend_y(i) - 5) \
		to screen px(legend_x(i) + 14), screen py(legend_y(i) + 6) \
		fillstyle solid 1 noborder fillcolor rgb colour
	set label i + 10 entry at screen px(legend_x(i) + 20), screen py(legend_y(i)) left \
		tc rgb COLOUR_TEXT
}

set style fill solid 1 noborder
set offsets 0, 0, 0, 0
BAR = 0.40
is(kind_wanted) = column(1) == kind_wanted ? 1 : NaN

# Without a key, what is on a band is the shadow's; its label has its colour.
mode_is(shadow) = column(4) == shadow ? is(0) : NaN

plot data using (longest * 0.51 * mode_is(1)):(row(column(2))):(longest * 0.51):(0.5) \
		with boxxyerror lc rgb COLOUR_BAND notitle, \
	'' using (is(1) * column(3)):(row(column(2))):3:4:(row(column(2)) - BAR):(row(column(2)) + BAR):5 \
		with boxxyerror lc rgb variable notitle, \
	'' using (is(0) * column(3)):(row(column(2))):5 with labels left offset 0.6,0 font small \
		tc rgb COLOUR_TEXT notitle, \
	'' using (mode_is(0) * 0):(row(column(2))):6 with labels right offset -0.8,0 \
		tc rgb COLOUR_TDP notitle, \
	'' using (mode_is(1) * 0):(row(column(2))):6 with labels right offset -0.8,0 \
		tc rgb COLOUR_SHADOW_TEXT notitle, \
	'' using (narrow ? NaN : is(0) * 0):(row(column(2)) + (column(4) == 1 ? 0 : 0.5)):7 \
		with labels right offset -8,0 tc rgb COLOUR_TEXT notitle, \
	'' using (narrow ? is(0) * 0 : NaN):(row(column(2)) - (column(4) == 1 ? 2 : 1)):7 \
		with labels left offset -5.4,0 tc rgb COLOUR_TEXT notitle
unset output
