/* SPDX-License-Identifier: GPL-2.0 */
/* Headings of a page: anchors to link to, and the table of contents. */
#ifndef EXITREPORT_HTML_OUTLINE_H
#define EXITREPORT_HTML_OUTLINE_H

#include <stdio.h>

#include <cmark-gfm.h>

/**
 * struct html_heading - one of them
 * @level: 1 is the page's
 * @text: without markup
 * @id: of the anchor
 */
struct html_heading {
	int level;
	char *text;
	char *id;
};

/**
 * struct html_outline - all headings so far; zeroed at first
 * @headings: in their order
 * @nr: how many
 */
struct html_outline {
	struct html_heading *headings;
	size_t nr;
};

/**
 * html_outline_add - give a heading its anchor, which is the one it has on GitHub
 * @heading: is replaced
 */
void html_outline_add(struct html_outline *o, struct cmark_node *heading);

/* The text of the last heading so far, "" without one. */
const char *html_outline_last(const struct html_outline *o);

/* html_outline_print - headings of level 2, and those of level 3 folded below them */
void html_outline_print(const struct html_outline *o, FILE *f);

void html_outline_free(struct html_outline *o);

#endif
