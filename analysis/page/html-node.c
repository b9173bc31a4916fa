// SPDX-License-Identifier: GPL-2.0
#include "html-node.h"

#include <stdlib.h>

#include "record/strfile.h"

struct cmark_node *html_block(char *enter, const char *leave)
{
	struct cmark_node *block = cmark_node_new(CMARK_NODE_CUSTOM_BLOCK);

	cmark_node_set_on_enter(block, enter);
	cmark_node_set_on_exit(block, leave);
	free(enter);
	return block;
}

void html_move(struct cmark_node *from, struct cmark_node *to)
{
	struct cmark_node *child;

	while ((child = cmark_node_first_child(from)))
		cmark_node_append_child(to, child);
}

static void free_replaced(cmark_mem *mem, void *node)
{
	(void)mem;
	cmark_node_free(node);
}

void html_replace(struct cmark_node *node, struct cmark_node *with)
{
	cmark_node_replace(node, with);
	cmark_node_set_user_data(with, node);
	cmark_node_set_user_data_free_func(with, free_replaced);
}

char *html_text(struct cmark_node *node)
{
	cmark_iter *iter = cmark_iter_new(node);
	cmark_event_type event;
	const char *literal;
	struct strfile s;

	strfile_open(&s);
	while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
		literal = cmark_node_get_literal(cmark_iter_get_node(iter));
		if (event == CMARK_EVENT_ENTER && literal)
			fputs(literal, s.file);
	}
	cmark_iter_free(iter);
	return strfile_close(&s);
}

void html_disarm(struct cmark_node *node)
{
	struct cmark_node *text = cmark_node_new(CMARK_NODE_TEXT), *paragraph;

	cmark_node_set_literal(text, cmark_node_get_literal(node));
	if (cmark_node_get_type(node) == CMARK_NODE_HTML_INLINE) {
		html_replace(node, text);
		return;
	}
	paragraph = cmark_node_new(CMARK_NODE_PARAGRAPH);
	cmark_node_append_child(paragraph, text);
	html_replace(node, paragraph);
}
