# SPDX-License-Identifier: GPL-2.0
#
# How long exits took: for each reason a panel, in it the exits of both modes by powers of
# two of kernel cycles. Both axes are logarithmic, and the same in all panels.
#
#   titles		of the panels, separated by tabs
#   nr_panels		how many
#   first, last		bucket: 2^(bucket - 1) cycles and up
#   most		exits in one bucket
#   tdp_name, shadow_name	the modes
#
# data: panel, bucket, exits with nested paging, exits with shadow paging
COLUMNS = nr_panels < 3 ? nr_panels : 3
ROWS = int((nr_panels + COLUMNS - 1) / COLUMNS)
PANEL_H = 210
TOP = 78
BOTTOM = 40
LEFT = 58
GAP_X = 26
GAP_Y = 56
W = 1000
H = TOP + ROWS * PANEL_H + (ROWS - 1) * GAP_Y + BOTTOM
load 'analysis/output/common.gp'

PANEL_W = (W - LEFT - 14.0 - (COLUMNS - 1) * (GAP_X + 22)) / COLUMNS
set multiplot
set label 2 'exits by the cycles that KVM spent on one; a step is twice as many cycles, both axes logarithmic' \
	at screen px(14), screen py(42) left font small tc rgb COLOUR_QUIET
set label 3 '■ '.tdp_name at screen px(W - 150), screen py(20) left tc rgb COLOUR_TDP
set label 4 '■ '.shadow_name at screen px(W - 80), screen py(20) left tc rgb COLOUR_SHADOW_TEXT
unset key

short(n) = n < 1024 ? sprintf('%d', n) : n < 1048576 ? sprintf('%dk', n / 1024) : \
	n < 1073741824 ? sprintf('%dM', n / 1048576) : sprintf('%dG', n / 1073741824)
set style fill solid 1.0 noborder
set boxwidth 0.4
set logscale y
set yrange [0.6 : most * 1.6]
set xrange [first - 0.8 : last + 0.8]
set grid ytics lt 1 lc rgb COLOUR_GRID
set ytics textcolor rgb COLOUR_QUIET font small
set format y '%.0f'
set xtics textcolor rgb COLOUR_QUIET font small
set xtics ()
STEP = last - first > 12 ? 4 : 2
do for [b = int(first) : int(last) : STEP] {
	set xtics add (short(b < 2 ? 0 : 2**(b - 1)) b - 0.5)
}

do for [i = 0 : int(nr_panels) - 1] {
	x = LEFT + (i % COLUMNS) * (PANEL_W + GAP_X + 22)
	y = TOP + (i / COLUMNS) * (PANEL_H + GAP_Y)
	set lmargin at screen px(x)
	set rmargin at screen px(x + PANEL_W)
	set tmargin at screen py(y + 16)
	set bmargin at screen py(y + PANEL_H)
	# word() splits at blanks, and the titles have some.
	rest = titles
	do for [k = 1 : i] {
		rest = substr(rest, strstrt(rest, "\t") + 1, strlen(rest))
	}
	title = strstrt(rest, "\t") ? substr(rest, 1, strstrt(rest, "\t") - 1) : rest
	set label 5 title at screen px(x), screen py(y + 4) left tc rgb COLOUR_TEXT
	plot data using ($1 == i ? $2 - 0.2 : NaN):3 with boxes lc rgb COLOUR_TDP, \
		'' using ($1 == i ? $2 + 0.2 : NaN):4 with boxes lc rgb COLOUR_SHADOW
	# Once is enough.
	do for [l = 1 : 4] {
		unset label l
	}
}
unset multiplot
unset output
