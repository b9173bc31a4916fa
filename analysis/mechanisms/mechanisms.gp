# SPDX-License-Identifier: GPL-2.0
#
# Busy cycles an operation at each point, a panel for each workload, each on a logarithmic
# axis of its own; beside the points of shadow paging how many times more it is.
#
#   nr_panels		workloads
#   title_0 ...		their names
#   low_0, high_0 ...	cycles
#   points_0 ...	how many points
#   tdp_name, shadow_name	ept=1, ept=0
#
# data: a block for each panel: number, point, cycles tdp, cycles shadow, factor
ACROSS = 3
PANEL_W = 330
PANEL_H = 200
TOP = 64
W = 1010
H = TOP + PANEL_H * ((nr_panels + ACROSS - 1) / ACROSS) + 10
load 'analysis/output/common.gp'

set logscale y
set xtics textcolor rgb COLOUR_QUIET font small
set grid ytics lt 1 lc rgb COLOUR_GRID
unset key
# A key as wide as the chart, not as the first panel.
set label 3 tdp_name.' (nested paging)' at screen px(24), screen py(44) left offset 1.2,0 \
	point pt 6 ps 1.2 lw 2 lc rgb COLOUR_TDP tc rgb COLOUR_TEXT
set label 4 shadow_name.' (shadow paging)' at screen px(204), screen py(44) left offset 1.2,0 \
	point pt 9 ps 1 lc rgb COLOUR_SHADOW tc rgb COLOUR_TEXT
set label 5 'factor: shadow / nested' at screen px(W - 14), screen py(44) right font small \
	tc rgb COLOUR_SHADOW_TEXT

set multiplot
do for [i = 0 : nr_panels - 1] {
	x = 14 + PANEL_W * (i % ACROSS)
	y = TOP + PANEL_H * (i / ACROSS)
	low = value(sprintf('low_%d', i))
	high = value(sprintf('high_%d', i))
	# Room for the factors above the highest point.
	span = log10(high / low) < 0.5 ? 0.5 : log10(high / low)
	bottom = low / 10**(0.15 * span)
	above = low * 10**(span * 1.3)
	set lmargin at screen px(x + 44)
	set rmargin at screen px(x + PANEL_W - 14)
	set tmargin at screen py(y + 30)
	set bmargin at screen py(y + PANEL_H - 26)
	set xrange [-0.4 : value(sprintf('points_%d', i)) - 0.4]
	set yrange [bottom : above]
	set ytics () textcolor rgb COLOUR_QUIET font small
	# Ticks of a round number in each decade, more of them if there are few decades.
	STEPS = span < 1.5 ? '1 2 5' : '1'
	do for [e = int(floor(log10(bottom))) : int(floor(log10(above)))] {
		do for [step in STEPS] {
			v = step * 10.0**e
			if (v >= bottom && v <= above) {
				set ytics add (v < 1000 ? sprintf('%g', v) : \
					v < 1e6 ? sprintf('%g k', v / 1e3) : \
					v < 1e9 ? sprintf('%g M', v / 1e6) : \
					sprintf('%g G', v / 1e9) v)
			}
		}
	}
	set label 2 value(sprintf('title_%d', i)) at screen px(x + 44), screen py(y + 16) left \
		tc rgb COLOUR_TEXT
	plot data index i using 1:3:xtic(2) with linespoints pt 6 ps 1.2 lw 2 lc rgb COLOUR_TDP, \
		'' index i using 1:4 with linespoints pt 9 ps 1 lw 2 lc rgb COLOUR_SHADOW, \
		'' index i using 1:4:5 with labels offset 0,0.9 font small \
			tc rgb COLOUR_SHADOW_TEXT
	do for [k in '1 3 4 5'] {
		unset label int(k)
	}
}
unset multiplot
unset logscale
unset output
