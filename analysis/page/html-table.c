// SPDX-License-Identifier: GPL-2.0
#include "html-table.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmark-gfm-core-extensions.h>

#include "html-node.h"
#include "output/markup.h"
#include "record/memory.h"

/* The library does not declare the type's number. */
bool html_is_table(struct cmark_node *node)
{
	return !strcmp(cmark_node_get_type_string(node), "table");
}

/* Bytes of a name that stays in one line, for it would else be broken at a hyphen. */
#define NAME_LENGTH	32

static bool is_name(struct cmark_node *cell, bool heading)
{
	char *text = html_text(cell);
	bool name = strlen(text) <= NAME_LENGTH && (heading || !strchr(text, ' '));

	free(text);
	return name;
}

static struct cmark_node *make_cell(struct cmark_node *cell, bool in_head, bool first, bool number)
{
	bool heading = first && !number;
	const char *class = number ? " class=\"n\"" :
			    !in_head && is_name(cell, heading) ? " class=\"name\"" : "";
	struct cmark_node *block;

	if (in_head)
		block = html_block(memory_printf("<th scope=\"col\"%s>", class), "</th>");
	else if (heading)
		block = html_block(memory_printf("<th scope=\"row\"%s>", class), "</th>");
	else
		block = html_block(memory_printf("<td%s>", class), "</td>");
	html_move(cell, block);
	return block;
}

static struct cmark_node *make_row(struct cmark_node *row, const uint8_t *alignments)
{
	bool in_head = cmark_gfm_extensions_get_table_row_is_header(row);
	struct cmark_node *block = html_block(memory_printf(in_head ? "<thead><tr>" : "<tr>"),
				       in_head ? "</tr></thead>" : "</tr>"), *cell;
	size_t column = 0;

	for (cell = cmark_node_first_child(row); cell; cell = cmark_node_next(cell)) {
		cmark_node_append_child(block, make_cell(cell, in_head, !column,
							 alignments[column] == 'r'));
		column++;
	}
	return block;
}

void html_table(struct cmark_node *table, const char *label)
{
	const uint8_t *alignments = cmark_gfm_extensions_get_table_alignments(table);
	char *escaped = markup_escaped(label);
	struct cmark_node *block, *row;

	block = html_block(memory_printf("<div class=\"scroll\" role=\"region\" tabindex=\"0\" "
					 "aria-label=\"Table: %s\"><table>", escaped),
			   "</table></div>");
	for (row = cmark_node_first_child(table); row; row = cmark_node_next(row))
		cmark_node_append_child(block, make_row(row, alignments));
	free(escaped);
	html_replace(table, block);
}
