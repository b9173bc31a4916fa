# SPDX-License-Identifier: GPL-2.0
#
# Exits of some jobs on a VMX and on an SVM platform, each with nested paging on and off, by KPTI;
# on a logarithmic axis, with the numbers beside.
#
#   nr_rows		jobs and headings
#   highest		exits
#   vmx_name, svm_name	the platforms
#
# data: 0, row, heading
#       1, row, job, VMX: exits with nested paging, with shadow paging, both as text, SVM: likewise
load 'analysis/output/layout.gp'
# On a phone a job stands above its lines.
ROW = narrow ? 58 : 38
LEFT = narrow ? 14 : 170
RIGHT = narrow ? 150 : 190
TOP = TITLE + 26
H = TOP + (narrow ? 62 : 46) + ROW * nr_rows
load 'analysis/output/common.gp'

# The two stand above each other in a row.
UP = narrow ? -0.02 : -0.19
DOWN = narrow ? 0.24 : 0.19

high = log10(highest * 1.4)
set lmargin at screen px(LEFT)
set rmargin at screen px(W - RIGHT)
set tmargin at screen py(TOP)
set bmargin at screen py(TOP + ROW * nr_rows)
set logscale x
set xrange [0.8 : 10**high]
set yrange [nr_rows - 0.5 : -0.5]
set xtics () textcolor rgb COLOUR_QUIET
do for [e = 0 : int(floor(high))] {
	set xtics add (e < 3 ? sprintf('%d', 10**e) : e < 6 ? sprintf('%d k', 10**(e - 3)) : \
		sprintf('%d M', 10**(e - 6)) 10**e)
}
unset ytics
set grid xtics lt 1 lc rgb COLOUR_GRID
set label 2 'exits, logarithmic; fewer is better' at screen px(W - RIGHT), screen py(H - 12) right \
	font small tc rgb COLOUR_QUIET
set label 3 'hollow: EPT or NPT on; filled: off' at screen px(narrow ? 14 : 24), screen py(narrow ? H - 28 : H - 12) left \
	font small tc rgb COLOUR_QUIET
set label 4 vmx_name.' (Intel)' at screen px(LEFT), screen py(TITLE + 2) left offset 1.2,0 \
	point pt 7 ps 1.2 lc rgb COLOUR_TEXT tc rgb COLOUR_TEXT
set label 5 svm_name.' (AMD)' at screen px(LEFT + (narrow ? 170 : 200)), screen py(TITLE + 2) left offset 1.2,0 \
	point pt 9 ps 1.3 lc rgb COLOUR_AMD tc rgb COLOUR_AMD
unset key

is(kind_wanted) = column(1) == kind_wanted ? 1 : NaN

plot data using (is(1) * column(4)):(column(2) + UP):(column(5) - column(4)):(0) \
		with vectors nohead lw 2 lc rgb COLOUR_LINK notitle, \
	'' using (is(1) * column(7)):(column(2) + DOWN):(column(8) - column(7)):(0) \
		with vectors nohead lw 2 lc rgb COLOUR_LINK notitle, \
	'' using (is(1) * column(4)):(column(2) + UP) with points pt 6 ps 1 lw 1.8 lc rgb COLOUR_TEXT \
		notitle, \
	'' using (is(1) * column(5)):(column(2) + UP) with points pt 7 ps 1.1 lc rgb COLOUR_TEXT notitle, \
	'' using (is(1) * column(7)):(column(2) + DOWN) with points pt 8 ps 1.1 lw 1.8 \
		lc rgb COLOUR_AMD notitle, \
	'' using (is(1) * column(8)):(column(2) + DOWN) with points pt 9 ps 1.2 lc rgb COLOUR_AMD notitle, \
	'' using (is(1) * 10**high):(column(2) + UP):6 with labels left offset 0.8,0 font small \
		tc rgb COLOUR_TEXT notitle, \
	'' using (is(1) * 10**high):(column(2) + DOWN):9 with labels left offset 0.8,0 font small \
		tc rgb COLOUR_AMD notitle, \
	'' using (narrow ? NaN : is(1) * 0.8):2:3 with labels right offset -0.8,0 \
		tc rgb COLOUR_TEXT notitle, \
	'' using (narrow ? NaN : is(0) * 0.8):(column(2) + 0.1):3 with labels right offset -0.8,0 \
		font bold tc rgb COLOUR_TEXT notitle, \
	'' using (narrow ? is(1) * 0.8 : NaN):(column(2) - 0.28):3 with labels left \
		tc rgb COLOUR_TEXT notitle, \
	'' using (narrow ? is(0) * 0.8 : NaN):(column(2) + 0.1):3 with labels left font bold \
		tc rgb COLOUR_TEXT notitle
unset output
