# SPDX-License-Identifier: GPL-2.0
#
# What all charts have in common.  Loaded by the other scripts, after they have
# set W and H, the size in pixels.  exitreport sets:
#
#   format	svg or png
#   file	to write
#   chart	its name, for the SVG's title: letters, digits and _
#   data	the data file, columns separated by tabs
#   heading	the title
#
#   COLOUR_...	the colours, see palette.h; there are no others
reset
set encoding utf8
# The names of workloads and reasons have underscores.
text_font = 'DejaVu Sans'
if (format eq 'svg') {
	set terminal svg size W,H fixed background COLOUR_SURFACE font text_font.',12' noenhanced name chart
} else {
	set terminal pngcairo size W,H background COLOUR_SURFACE font text_font.',9' noenhanced
}
set output file
set datafile separator '\t'

# From pixels to the screen's coordinates; y counts from the top.
px(x) = x / (1.0 * W)
py(y) = 1 - y / (1.0 * H)

bold = format eq 'svg' ? text_font.':Bold,15' : text_font.':Bold,11'
small = format eq 'svg' ? text_font.',11' : text_font.',8'
set border 0
set tics scale 0
set key textcolor rgb COLOUR_TEXT
# In lines, if the script made them (layout.gp).
set label 1 (exists('wrapped_of') && wrapped_of eq heading ? wrapped : heading) at screen px(14), screen py(20) left font bold tc rgb COLOUR_TEXT
