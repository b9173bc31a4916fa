/* SPDX-License-Identifier: GPL-2.0 */
/* Tables of a page. */
#ifndef EXITREPORT_HTML_TABLE_H
#define EXITREPORT_HTML_TABLE_H

#include <stdbool.h>

#include <cmark-gfm.h>

/* A node that the parser's extension "table" made of one. */
bool html_is_table(struct cmark_node *node);

/**
 * html_table - replace a table by one that scrolls by itself
 * @table: is replaced
 * @label: for screen readers
 *
 * Cells of columns that are aligned right have the class "n"; the first cell of a
 * row is its heading if it is text.
 */
void html_table(struct cmark_node *table, const char *label);

#endif
