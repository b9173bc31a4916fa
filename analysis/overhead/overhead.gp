# SPDX-License-Identifier: GPL-2.0
#
# What each way of observing adds to an exit: a group of bars for each exit and
# paging mode, on a logarithmic axis that has a place for zero.
#
#   unit	of the axis
#   nr_rows	bars, with the gaps between the groups
#   top		longest bar
#
# data: 0, place, added, colour, text: a bar
#       1, place, exit, mode, text: a group
ROW = 17
LEFT = 265
RIGHT = 330
TOP = 48
W = 1000
HEIGHT = ROW * (nr_rows + 1)
H = int(TOP + HEIGHT + 58)
load 'analysis/output/common.gp'

ZERO = 0.5
place(v) = v > ZERO ? v : ZERO
high = top * 1.3 < 100 ? 100 : top * 1.3

set lmargin at screen px(LEFT)
set rmargin at screen px(W - RIGHT)
set tmargin at screen py(TOP)
set bmargin at screen py(TOP + HEIGHT)
set logscale x
set xrange [ZERO : high]
set yrange [nr_rows : -1]
set xtics ('0' ZERO) textcolor rgb COLOUR_QUIET
do for [e = 0 : int(floor(log10(high)))] {
	set xtics add (sprintf('%d %s', 10**(e % 3), word('- k M G T', e / 3 + 1)) 10**e)
}
do for [e = 0 : 2] {
	set xtics add (sprintf('%d', 10**e) 10**e)
}
unset ytics
set grid xtics back lt 1 lc rgb COLOUR_GRID
set label 2 unit.' added to one exit, median, logarithmic' \
	at screen px(W - RIGHT), screen py(H - 12) right font small tc rgb COLOUR_QUIET
set label 3 '×: as many times as the meter adds' \
	at screen px(24), screen py(H - 12) left font small tc rgb COLOUR_QUIET

set style fill solid 1 noborder
set offsets 0, 0, 0, 0
BAR = 0.40
is(kind_wanted) = column(1) == kind_wanted ? 1 : NaN
# The modes have the colours that their names have in the other charts.
number(colour) = int('0x'.colour[2 : *])
mode_colour(s) = number(s[strlen(s) : *] eq '0' ? COLOUR_SHADOW_TEXT : COLOUR_TDP)

plot data using (is(0) * place(column(3))):2:(ZERO):(place(column(3))):(column(2) - BAR):(column(2) + BAR):4 \
		with boxxyerror lc rgb variable notitle, \
	'' using (is(0) * place(column(3))):2:5 with labels left offset 0.6,0 font small \
		tc rgb COLOUR_TEXT notitle, \
	'' using (is(1) * ZERO):(column(2) - 1.1):3 with labels right offset -0.8,0 \
		tc rgb COLOUR_TEXT notitle, \
	'' using (is(1) * ZERO):2:4:(mode_colour(strcol(4))) with labels right offset -0.8,0 \
		tc rgb variable notitle, \
	'' using (is(1) * ZERO):(column(2) + 1.1):5 with labels right offset -0.8,0 font small \
		tc rgb COLOUR_QUIET notitle
unset output
