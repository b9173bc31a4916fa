# SPDX-License-Identifier: GPL-2.0
#
# How wide a chart is, and its heading in lines that fit.  A script that loads this first is
# drawn twice, as NAME.svg and as NAME.narrow.svg: names stand above their bars in the latter, and
# columns below each other, so that all of it can be read on a phone.
#
#   narrow	1: for a phone; 0: for all else
#
# Sets W, TITLE, the height of the heading in pixels, and axis_wrapped.
W = narrow ? 400 : 1000
ROOM = narrow ? 42 : 108
wrapped_of = heading
wrapped = ''
title_line = ''
title_lines = 1
do for [w in heading] {
	if (strlen(title_line) + 1 + strlen(w) > ROOM) {
		wrapped = wrapped.title_line."\n"
		title_line = w
		title_lines = title_lines + 1
	} else {
		title_line = strlen(title_line) ? title_line.' '.w : w
	}
}
wrapped = wrapped.title_line
TITLE = 26 + 22 * title_lines

# What is below the chart, likewise in small letters: axis, if the script has one.
AXIS_ROOM = narrow ? 62 : 180
axis_wrapped = ''
axis_line = ''
axis_lines = 1
if (exists('axis')) {
	do for [w in axis] {
		if (strlen(axis_line) + 1 + strlen(w) > AXIS_ROOM) {
			axis_wrapped = axis_wrapped.axis_line."\n"
			axis_line = w
			axis_lines = axis_lines + 1
		} else {
			axis_line = strlen(axis_line) ? axis_line.' '.w : w
		}
	}
}
axis_wrapped = axis_wrapped.axis_line
# Its lines below the first, pixels.
AXIS_MORE = 15 * (axis_lines - 1)

# The text between the tabs n - 1 and n.
part(s, n) = n == 1 ? (strstrt(s, "\t") ? s[1 : strstrt(s, "\t") - 1] : s) : \
	part(s[strstrt(s, "\t") + 1 : *], n - 1)
# The longest of n such texts, characters.
longest_part(s, n) = n < 1 ? 0 : \
	(strlen(part(s, n)) > longest_part(s, n - 1) ? strlen(part(s, n)) : longest_part(s, n - 1))
