# SPDX-License-Identifier: GPL-2.0
#
# What each way of counting adds to one exit: a bar for each, as long as it is.
#
#   axis	what the bars are
#   nr_rows	bars
#   top		longest bar
#
# data: place, added, colour, way, text
load 'analysis/output/layout.gp'
ROW = narrow ? 46 : 30
LEFT = narrow ? 14 : 240
RIGHT = narrow ? 176 : 190
TOP = TITLE - 8
HEIGHT = ROW * nr_rows
H = int(TOP + HEIGHT + 54 + AXIS_MORE)
load 'analysis/output/common.gp'

set lmargin at screen px(LEFT)
set rmargin at screen px(W - RIGHT)
set tmargin at screen py(TOP)
set bmargin at screen py(TOP + HEIGHT)
set xrange [0 : top]
set yrange [nr_rows - 0.5 : -0.5]
set xtics textcolor rgb COLOUR_QUIET
unset ytics
set grid xtics back lt 1 lc rgb COLOUR_GRID
set label 2 axis_wrapped at screen px(W - 14), screen py(H - 12 - AXIS_MORE) right font small tc rgb COLOUR_QUIET

set style fill solid 1 noborder
set offsets 0, 0, 0, 0
# On a phone a way stands above its bar.
BAR = narrow ? 0.18 : 0.33
bar(row) = row + (narrow ? 0.2 : 0)
plot data using 2:(bar(column(1))):(0):2:(bar(column(1)) - BAR):(bar(column(1)) + BAR):3 \
		with boxxyerror lc rgb variable notitle, \
	'' using 2:(bar(column(1))):5 with labels left offset 0.6,0 tc rgb COLOUR_TEXT notitle, \
	'' using (narrow ? NaN : 0):1:4 with labels right offset -0.8,0 tc rgb COLOUR_TEXT notitle, \
	'' using (narrow ? 0 : NaN):(column(1) - 0.2):4 with labels left tc rgb COLOUR_TEXT notitle
unset output
