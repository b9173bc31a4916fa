/* SPDX-License-Identifier: GPL-2.0 */
/* An SVG file as an element of an HTML page. */
#ifndef EXITREPORT_SVG_INLINE_H
#define EXITREPORT_SVG_INLINE_H

/**
 * svg_inline - read an SVG and make it fit to stand in a page
 * @path: of the file
 * @prefix: to all ids, for others on the page have the same; no blanks or quotes in it
 * @title: what it shows, unless it has a <desc>
 *
 * The element is an image to screen readers, with a <title>.  It has no size; the
 * width that it was drawn for is its CSS variable --width.  What draws nothing is
 * left out.
 *
 * Return: the element, to be freed; NULL with a message if the file can't be
 * read or is no SVG with a viewBox.
 */
char *svg_inline(const char *path, const char *prefix, const char *title);

#endif
