/* SPDX-License-Identifier: GPL-2.0 */
/* Charts of a page. */
#ifndef EXITREPORT_HTML_FIGURE_H
#define EXITREPORT_HTML_FIGURE_H

#include <stdbool.h>
#include <stddef.h>

#include <cmark-gfm.h>

/* A paragraph that is nothing but an SVG of this machine's. */
bool html_is_figure(struct cmark_node *paragraph);

/**
 * html_figure - replace such a paragraph by the SVG itself, with a caption
 * @folder: that the SVG's path begins in
 * @number: of the figure on the page, makes its ids
 *
 * Return: 0, or -1 with a message.
 */
int html_figure(struct cmark_node *paragraph, const char *folder, size_t number);

#endif
