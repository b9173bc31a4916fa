/* SPDX-License-Identifier: GPL-2.0 */
/* Nodes of a report's Markdown that become HTML of our own. */
#ifndef EXITREPORT_HTML_NODE_H
#define EXITREPORT_HTML_NODE_H

#include <cmark-gfm.h>

/**
 * html_block - a block with our own markup
 * @enter: before what is in it; freed
 * @leave: behind it
 *
 * Return: the block, to be put into a tree.
 */
struct cmark_node *html_block(char *enter, const char *leave);

/* html_move - move all that is in a node to the end of another */
void html_move(struct cmark_node *from, struct cmark_node *to);

/**
 * html_replace - put another node in a node's place
 * @node: is freed with @with: the text in what was moved out of it is still its own
 * @with: in no tree yet
 */
void html_replace(struct cmark_node *node, struct cmark_node *with);

/* What a reader sees of a node, without markup; to be freed. */
char *html_text(struct cmark_node *node);

/* html_disarm - turn a node of raw HTML into text that shows it */
void html_disarm(struct cmark_node *node);

#endif
