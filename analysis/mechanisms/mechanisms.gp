# SPDX-License-Identifier: GPL-2.0
#
# CPU time per operation at each size, a panel for each workload, each on a logarithmic axis of
# its own; whiskers from the least to the most of the seeds.
#
#   nr_panels		workloads
#   title_0 ...		their names, with the factor
#   axis_0 ...		what their sizes are
#   low_0, high_0 ...	cycles
#   points_0 ...	how many sizes
#   tdp_name, shadow_name, other_name	of the lines; the last is empty if there is none
#
# data: a block for each panel: number, size, and three times median, least, most: nested, shadow,
# shadow with or without KPTI
load 'analysis/output/layout.gp'
ACROSS = narrow ? 1 : 4
PANEL_W = narrow ? 380 : 246
PANEL_H = narrow ? 190 : 216
TOP = TITLE + (narrow ? 52 : 36)
H = TOP + PANEL_H * ((nr_panels + ACROSS - 1) / ACROSS) + 10
load 'analysis/output/common.gp'

set logscale y
set xtics textcolor rgb COLOUR_QUIET font small offset 0,0.3
set grid ytics lt 1 lc rgb COLOUR_GRID
unset key
set label 6 'busy cycles per operation, logarithmic; fewer is better'.(narrow ? "\n" : '; '). \
	'whiskers: least and most of the seeds' at screen px(14), screen py(TITLE - 6) left font small tc rgb COLOUR_QUIET
# A key as wide as the chart, not as the first panel.
set label 3 tdp_name at screen px(24), screen py(TOP - 20) left offset 1.2,0 \
	point pt 6 ps 1.2 lw 2 lc rgb COLOUR_TDP tc rgb COLOUR_TEXT
set label 4 shadow_name at screen px(134), screen py(TOP - 20) left offset 1.2,0 \
	point pt 9 ps 1 lc rgb COLOUR_SHADOW tc rgb COLOUR_TEXT
if (strlen(other_name)) {
	set label 5 other_name at screen px(244), screen py(TOP - 20) left offset 1.2,0 \
		point pt 8 ps 1 lw 2 lc rgb COLOUR_SHADOW tc rgb COLOUR_TEXT
}

set multiplot
do for [i = 0 : nr_panels - 1] {
	x = 14 + PANEL_W * (i % ACROSS)
	y = TOP + PANEL_H * (i / ACROSS)
	low = value(sprintf('low_%d', i))
	high = value(sprintf('high_%d', i))
	span = log10(high / low) < 0.5 ? 0.5 : log10(high / low)
	bottom = low / 10**(0.15 * span)
	above = low * 10**(span * 1.15)
	set lmargin at screen px(x + 42)
	set rmargin at screen px(x + PANEL_W - 10)
	set tmargin at screen py(y + 30)
	set bmargin at screen py(y + PANEL_H - 44)
	set xrange [-0.4 : value(sprintf('points_%d', i)) - 0.6]
	set yrange [bottom : above]
	set xlabel value(sprintf('axis_%d', i)) font small tc rgb COLOUR_QUIET offset 0,0.6
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
	set label 2 value(sprintf('title_%d', i)) at screen px(x + 42), screen py(y + 16) left \
		tc rgb COLOUR_TEXT
	plot data index i using 1:3:4:5 with yerrorbars pt 6 ps 1.2 lw 2 lc rgb COLOUR_TDP, \
		'' index i using 1:3:xtic(2) with lines lw 2 lc rgb COLOUR_TDP, \
		'' index i using 1:6:7:8 with yerrorbars pt 9 ps 1 lw 2 lc rgb COLOUR_SHADOW, \
		'' index i using 1:6 with lines lw 2 lc rgb COLOUR_SHADOW, \
		'' index i using 1:9:10:11 with yerrorbars pt 8 ps 1 lw 2 lc rgb COLOUR_SHADOW, \
		'' index i using 1:9 with lines dt 2 lw 2 lc rgb COLOUR_SHADOW
	do for [k in '1 3 4 5 6'] {
		unset label int(k)
	}
}
unset multiplot
unset logscale
unset xlabel
unset output
