# SPDX-License-Identifier: GPL-2.0
#
# Exits by reason and paging mode of one workload, on a logarithmic axis that
# has a place for zero, with the numbers beside.
#
#   rows	reasons
#   top		largest count
#   tdp_name, shadow_name	ept=1, ept=0
#
# data: row, reason, count tdp, count shadow, the two as text, change
ROW = 25
LEFT = 190
RIGHT = 290
W = 1000
H = 108 + ROW * rows
load scripts.'/charts/common.gp'

ZERO = 0.4
place(v) = v > 0 ? v : ZERO
first = log10(ZERO / 1.7)
last = log10(top * 2.2 < 20 ? 20 : top * 2.2)
# The axis goes on below the numbers: a label can only stand inside of it.
all = first + (last - first) * (W - LEFT - 14.0) / (W - LEFT - RIGHT)
column(pixels) = 10 ** (all - (all - last) * pixels / RIGHT)

set lmargin at screen px(LEFT)
set rmargin at screen px(W - 14)
set tmargin at screen py(62)
set bmargin at screen py(62 + ROW * rows)
set logscale x
set xrange [10**first : 10**all]
set yrange [rows - 0.5 : -0.5]
set xtics add ('0' ZERO) textcolor rgb COLOUR_QUIET
do for [e = 0 : int(floor(last))] {
	set xtics add (e < 3 ? sprintf('%d', 10**e) : e < 6 ? sprintf('%d k', 10**(e - 3)) : \
		e < 9 ? sprintf('%d M', 10**(e - 6)) : sprintf('%d G', 10**(e - 9)) 10**e)
}
set ytics offset -0.5,0 textcolor rgb COLOUR_TEXT
set grid xtics lt 1 lc rgb COLOUR_GRID
set label 2 'exits in the window, logarithmic' at screen px(LEFT), screen py(H - 12) \
	left font small tc rgb COLOUR_QUIET
set label 3 tdp_name at column(190), graph 1 right offset 0,0.9 tc rgb COLOUR_TDP
set label 4 shadow_name at column(85), graph 1 right offset 0,0.9 tc rgb COLOUR_SHADOW
set label 5 'change' at column(0), graph 1 right offset 0,0.9 tc rgb COLOUR_QUIET
set key at screen px(LEFT - 8), screen py(42) left vertical samplen 1 horizontal maxrows 1 Left reverse

plot data using (place(column(3))):1:(place(column(4)) - place(column(3))):(0):ytic(2) \
		with vectors nohead lw 2 lc rgb 0xbbbbbb notitle
