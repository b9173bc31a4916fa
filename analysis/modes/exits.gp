# SPDX-License-Identifier: GPL-2.0
#
# Exits by reason and paging mode of one workload, on a logarithmic axis that
# has a place for zero, with the numbers beside.
#
#   nr_rows	reasons
#   top		largest count
#   tdp_name, shadow_name	ept=1, ept=0
#
# data: row, reason, count tdp, count shadow, the two as text, change
load 'analysis/output/layout.gp'
# On a phone a reason and its numbers stand above its line.
ROW = narrow ? 42 : 25
LEFT = narrow ? 14 : 190
RIGHT = narrow ? 14 : 290
TOP = TITLE + (narrow ? 40 : 14)
H = TOP + ROW * nr_rows + (narrow ? 48 : 38)
load 'analysis/output/common.gp'

ZERO = 0.4
place(v) = v > 0 ? v : ZERO
low = log10(ZERO / 1.7)
high = log10(top * 2.2 < 20 ? 20 : top * 2.2)
# The axis goes on below the numbers: a label can only stand inside of it.
end = low + (high - low) * (W - LEFT - 14.0) / (W - LEFT - RIGHT)
from_right(pixels) = narrow ? 10 ** (high - (high - low) * pixels / (W - LEFT - RIGHT)) : \
	10 ** (end - (end - high) * pixels / RIGHT)
AT_TDP = from_right(narrow ? 140 : 190)
AT_SHADOW = from_right(narrow ? 75 : 95)
AT_CHANGE = from_right(0)
above(row) = row - (narrow ? 0.24 : 0)
on_line(row) = row + (narrow ? 0.16 : 0)

set lmargin at screen px(LEFT)
set rmargin at screen px(W - 14)
set tmargin at screen py(TOP)
set bmargin at screen py(TOP + ROW * nr_rows)
set logscale x
set xrange [10**low : 10**end]
set yrange [nr_rows - 0.5 : -0.5]
set xtics ('0' ZERO) textcolor rgb COLOUR_QUIET
do for [e = 0 : int(floor(high))] {
	set xtics add (sprintf('%d %s', 10**(e % 3), word('- k M G T', e / 3 + 1)) 10**e)
}
do for [e = 0 : 2] {
	set xtics add (sprintf('%d', 10**e) 10**e)
}
unset ytics
set grid xtics lt 1 lc rgb COLOUR_GRID
set label 2 'exits, logarithmic; fewer is better' at screen px(W - 14), screen py(H - 10) \
	right font small tc rgb COLOUR_QUIET
set label 3 tdp_name at AT_TDP, screen py(TOP - 12) right tc rgb COLOUR_TDP
set label 4 shadow_name at AT_SHADOW, screen py(TOP - 12) right tc rgb COLOUR_SHADOW_TEXT
set label 5 'change' at AT_CHANGE, screen py(TOP - 12) right tc rgb COLOUR_QUIET
set key at screen px(narrow ? 0 : LEFT - 6), screen py(TITLE) left horizontal maxrows 1 Left reverse \
	width 1 samplen 1.5

plot data using (narrow ? NaN : 10**low):1:2 with labels right offset -0.8,0 \
		tc rgb COLOUR_TEXT notitle, \
	'' using (10**low):(narrow ? above(column(1)) : NaN):2 with labels left \
		tc rgb COLOUR_TEXT notitle, \
	'' using (place(column(3))):(on_line(column(1))):(place(column(4)) - place(column(3))):(0) \
		with vectors nohead lw 2 lc rgb COLOUR_LINK notitle, \
	'' using (place(column(3))):(on_line(column(1))) with points pt 6 ps 1.4 lw 2.2 lc rgb COLOUR_TDP \
		title tdp_name.' (nested paging)', \
	'' using (place(column(4))):(on_line(column(1))) with points pt 9 ps 1.2 lc rgb COLOUR_SHADOW \
		title shadow_name.' (shadow paging)', \
	'' using (AT_TDP):(above(column(1))):5 with labels right tc rgb COLOUR_TDP notitle, \
	'' using (AT_SHADOW):(above(column(1))):6 with labels right tc rgb COLOUR_SHADOW_TEXT notitle, \
	'' using (AT_CHANGE):(above(column(1))):7 with labels right tc rgb COLOUR_TEXT notitle
unset output
