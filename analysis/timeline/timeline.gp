# SPDX-License-Identifier: GPL-2.0
#
# Exits by reason over time, stacked: nested paging above, shadow paging below, on the same
# axes.
#
#   legend	names of the parts, the lowest first, separated by tabs
#   colours	of the parts, numbers separated by blanks
#   begin, end	of the time axis, ms
#   highest	exits per ms
#   tdp_title, shadow_title	the modes
#   tdp_marks, shadow_marks	when phases begin and the last one ends, ms, separated by blanks
#   tdp_phases, shadow_phases	their names, likewise
#   plateau	what is to be written beside the plateau of shadow paging, two lines separated by
#		a tab; empty for none
#   plateau_end, plateau_rate	where it ends, ms, and how high it is, exits per ms
#
# data: an index per mode: ms, for each part its upper edge in exits per ms
load 'analysis/output/layout.gp'
LEFT = narrow ? 44 : 66
RIGHT = narrow ? 14 : 20
TOP = TITLE
PANEL = 190
GAP = narrow ? 56 : 46
NR_PARTS = words(colours)
LEGEND_COLUMNS = narrow ? 2 : 4
LEGEND_ROW = 20
LEGEND = LEGEND_ROW * ((NR_PARTS + LEGEND_COLUMNS - 1) / LEGEND_COLUMNS) + 26
H = TOP + LEGEND + PANEL + GAP + PANEL + (narrow ? 64 : 52)
load 'analysis/output/common.gp'

legend_x(i) = 24 + (W - 30) / LEGEND_COLUMNS * (i % LEGEND_COLUMNS)
legend_y(i) = TOP + LEGEND_ROW * (i / LEGEND_COLUMNS)
do for [i = 0 : NR_PARTS - 1] {
	set object i + 1 rectangle from screen px(legend_x(i)), screen py(legend_y(i) - 5) \
		to screen px(legend_x(i) + 14), screen py(legend_y(i) + 6) \
		fillstyle solid 1 noborder \
		fillcolor rgb sprintf('#%06x', int(word(colours, i + 1)))
	set label i + 10 part(legend, i + 1) \
		at screen px(legend_x(i) + 20), screen py(legend_y(i)) left tc rgb COLOUR_TEXT
}
set label 2 'ms since the creation of the vCPU' \
	at screen px(W - RIGHT), screen py(H - 12) right font small tc rgb COLOUR_QUIET
set label 3 'vertical: exits per ms; both halves have the same scales' \
	at screen px(narrow ? 14 : 24), screen py(narrow ? H - 28 : H - 12) left font small tc rgb COLOUR_QUIET

set lmargin at screen px(LEFT)
set rmargin at screen px(W - RIGHT)
set xrange [begin : end]
set yrange [0 : highest * 1.15]
set xtics textcolor rgb COLOUR_QUIET
set ytics textcolor rgb COLOUR_QUIET
set grid ytics back lt 1 lc rgb COLOUR_GRID
set style fill solid 1 noborder
unset key

colour(i) = sprintf('#%06x', int(word(colours, i)))
# A name stands where its phase is, if it fits there.
name_at(i, marks) = (word(marks, i) + word(marks, i + 1)) / 2
fits(i, marks, name) = (word(marks, i + 1) - word(marks, i)) / (end - begin) * \
	(W - LEFT - RIGHT) > 7.5 * strlen(name)

set multiplot
do for [mode = 0 : 1] {
	top = TOP + LEGEND + mode * (PANEL + GAP)
	marks = mode ? shadow_marks : tdp_marks
	phases = mode ? shadow_phases : tdp_phases
	set tmargin at screen py(top)
	set bmargin at screen py(top + PANEL)
	set label 4 (mode ? shadow_title : tdp_title) at screen px(LEFT), screen py(top - 12) \
		left font bold tc rgb (mode ? COLOUR_SHADOW_TEXT : COLOUR_TDP)
	do for [i = 1 : words(marks)] {
		x = real(word(marks, i))
		set arrow i from x, graph 0 to x, graph 1 nohead dt 2 lc rgb COLOUR_QUIET front
	}
	do for [i = 1 : words(phases)] {
		set label i + 30 (fits(i, marks, word(phases, i)) ? word(phases, i) : '') \
			at name_at(i, marks), graph 0.95 center font small \
			tc rgb COLOUR_QUIET front
	}
	if (mode && strlen(plateau)) {
		set label 60 part(plateau, 1) at plateau_end, first plateau_rate * 0.93 \
			offset character 1, 0 left font small tc rgb COLOUR_TEXT front
		set label 61 part(plateau, 2) at plateau_end, first plateau_rate * 0.93 \
			offset character 1, -1.2 left font small tc rgb COLOUR_TEXT front
	}
	plot for [i = 0 : NR_PARTS - 1] data index mode \
		using 1:(column(NR_PARTS - i + 1)) with filledcurves x1 \
		lc rgb colour(NR_PARTS - i)
	# What belongs to the chart as a whole is drawn once.
	unset label
	unset object
	unset arrow
}
unset multiplot
unset output
