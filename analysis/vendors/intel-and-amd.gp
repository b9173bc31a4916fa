# SPDX-License-Identifier: GPL-2.0
#
# By what turning nested paging off multiplies the exits of each workload, on a
# VMX and on an SVM platform, on a logarithmic axis, with the numbers beside.
#
#   nr_rows		workloads
#   lowest, highest	factor; 1 is between them
#   vmx_name, svm_name	the platforms
#
# data: row, workload, factor VMX, as text, factor SVM, as text
ROW = 25
LEFT = 190
RIGHT = 230
W = 1000
TOP = 70
H = TOP + 44 + ROW * nr_rows
load 'analysis/output/common.gp'

low = log10(lowest / 1.6)
high = log10(highest * 1.6 < 10 ? 10 : highest * 1.6)
# The axis goes on below the numbers: a label can only stand inside of it.
end = low + (high - low) * (W - LEFT - 14.0) / (W - LEFT - RIGHT)
from_right(pixels) = 10 ** (end - (end - high) * pixels / RIGHT)
AT_VMX = from_right(110)
AT_SVM = from_right(0)

set lmargin at screen px(LEFT)
set rmargin at screen px(W - 14)
set tmargin at screen py(TOP)
set bmargin at screen py(TOP + ROW * nr_rows)
set logscale x
set xrange [10**low : 10**end]
set yrange [nr_rows - 0.5 : -0.5]
set xtics () textcolor rgb COLOUR_QUIET
# Ticks of a round number in each decade, more of them if there are few decades.
STEPS = high - low < 2.5 ? '1 2 5' : '1'
do for [e = int(floor(low)) : int(floor(high))] {
	do for [step in STEPS] {
		v = step * 10.0**e
		if (v >= 10**low && v <= 10**high) {
			set xtics add (v < 1 ? sprintf('×%g', v) : v < 1000 ? sprintf('×%d', v) : \
				sprintf('×%d,000', v / 1000) v)
		}
	}
}
set ytics textcolor rgb COLOUR_TEXT
set grid xtics lt 1 lc rgb COLOUR_GRID
set arrow 1 from 1, graph 0 to 1, graph 1 nohead lw 1.5 lc rgb COLOUR_QUIET back
set label 2 'exits with shadow paging / exits with nested paging, logarithmic' \
	at screen px(W - 14), screen py(H - 10) right font small tc rgb COLOUR_QUIET
set label 3 vmx_name at AT_VMX, screen py(50) right tc rgb COLOUR_TEXT
set label 4 svm_name at AT_SVM, screen py(50) right tc rgb COLOUR_AMD
set key at screen px(LEFT - 6), screen py(48) left horizontal maxrows 1 Left reverse \
	width 1 samplen 1.5

plot data using 3:1:(column(5) - column(3)):(0):ytic(2) \
		with vectors nohead lw 2 lc rgb COLOUR_LINK notitle, \
	'' using 3:1 with points pt 6 ps 1.4 lw 2.2 lc rgb COLOUR_TEXT \
		title vmx_name.' (VMX: ept=0 / ept=1)', \
	'' using 5:1 with points pt 9 ps 1.2 lc rgb COLOUR_AMD \
		title svm_name.' (SVM: npt=0 / npt=1)', \
	'' using (AT_VMX):1:4 with labels right tc rgb COLOUR_TEXT notitle, \
	'' using (AT_SVM):1:6 with labels right tc rgb COLOUR_AMD notitle
unset output
