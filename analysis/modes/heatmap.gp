# SPDX-License-Identifier: GPL-2.0
#
# How many exits there are with shadow paging for one with nested paging, by
# workload and reason, as colours on a scale of powers of two.
#
#   nr_columns	reasons
#   nr_lines	workloads
#   longest_name	of a workload, characters
#   tdp_name, shadow_name	ept=1, ept=0
#   ramp	colours from many times less to many times more, separated by blanks
#
# data, block 0: column, line, kind (0 nothing, 1 ratio, 2 appears,
#	3 disappears), log2 of the ratio, text, colours of the cell and of the text
#       block 1: column, reason; block 2: line, workload
CELL_W = 62
CELL_H = 26
LEFT = 7 * longest_name + 20
LEFT = LEFT < 150 ? 150 : LEFT
TOP = 168
RIGHT = 90
BOTTOM = 90
W = LEFT + CELL_W * nr_columns + RIGHT
# Room for the heading and the legend.
W = W < 900 ? 900 : W
H = TOP + CELL_H * nr_lines + BOTTOM
load 'analysis/output/common.gp'

kind_is(k, value) = column(3) == k ? value : NaN

set lmargin at screen px(LEFT)
set rmargin at screen px(LEFT + CELL_W * nr_columns)
set tmargin at screen py(TOP)
set bmargin at screen py(TOP + CELL_H * nr_lines)
set xrange [-0.5 : nr_columns - 0.5]
set x2range [-0.5 : nr_columns - 0.5]
set x2tics rotate by 45 left textcolor rgb COLOUR_TEXT
set yrange [nr_lines - 0.5 : -0.5]
unset xtics
unset key
set ytics textcolor rgb COLOUR_TEXT
# The ramp, with what its ends and its middle mean.
STEP = 13
do for [i = 1 : words(ramp)] {
	set object i + 10 rectangle \
		from screen px(LEFT + STEP * (i - 1)), screen py(H - 44) \
		to screen px(LEFT + STEP * i), screen py(H - 32) \
		fillstyle solid 1 noborder fillcolor rgb word(ramp, i)
}
do for [i = 0 : 4] {
	set label i + 10 word('÷256 ÷16 ×1 ×16 ×256', i + 1) \
		at screen px(LEFT + STEP * (0.5 + 4 * i)), screen py(H - 20) center font small \
		tc rgb COLOUR_QUIET
}
set label 2 'exits: '.shadow_name.' ÷ '.tdp_name \
	at screen px(LEFT), screen py(H - 54) left font small tc rgb COLOUR_QUIET

# What the marks mean.
MARKS = LEFT + 270
set object 1 rectangle from screen px(MARKS), screen py(H - 62) \
	to screen px(MARKS + 20), screen py(H - 46) \
	fillstyle solid 1 border rgb COLOUR_SHADOW fillcolor rgb COLOUR_APPEARS
set label 3 '▲ n: appears; n exits with '.shadow_name.', none with '.tdp_name \
	at screen px(MARKS + 28), screen py(H - 54) left font small tc rgb COLOUR_TEXT
set object 2 rectangle from screen px(MARKS), screen py(H - 36) \
	to screen px(MARKS + 20), screen py(H - 20) \
	fillstyle solid 1 border rgb COLOUR_TDP fillcolor rgb COLOUR_DISAPPEARS
set label 4 '▼ n: disappears; n exits with '.tdp_name.', none with '.shadow_name \
	at screen px(MARKS + 28), screen py(H - 28) left font small tc rgb COLOUR_TEXT

plot data index 0 using 1:2:(0.48):(0.46) \
		with boxxyerror fillstyle solid 1 noborder fillcolor rgb COLOUR_EMPTY, \
	'' index 0 using (kind_is(1, column(1))):2:(0.48):(0.46):6 \
		with boxxyerror fillstyle solid 1 noborder fillcolor rgb variable, \
	'' index 0 using (kind_is(2, column(1))):2:(0.47):(0.44) \
		with boxxyerror fillstyle solid 1 border rgb COLOUR_SHADOW fillcolor rgb COLOUR_APPEARS, \
	'' index 0 using (kind_is(3, column(1))):2:(0.47):(0.44) \
		with boxxyerror fillstyle solid 1 border rgb COLOUR_TDP fillcolor rgb COLOUR_DISAPPEARS, \
	'' index 0 using (kind_is(1, column(1))):2:5:7 \
		with labels font small textcolor rgb variable, \
	'' index 0 using (kind_is(2, column(1))):2:(sprintf('▲ %s', stringcolumn(5))) \
		with labels font small textcolor rgb COLOUR_TEXT, \
	'' index 0 using (kind_is(3, column(1))):2:(sprintf('▼ %s', stringcolumn(5))) \
		with labels font small textcolor rgb COLOUR_TEXT, \
	'' index 1 using 1:(0):x2tic(2) axes x2y1 with points pt -1, \
	'' index 2 using (0):1:ytic(2) with points pt -1
unset output
