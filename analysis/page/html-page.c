// SPDX-License-Identifier: GPL-2.0
#include "html-page.h"

#include <stdlib.h>

#include <cmark-gfm.h>
#include <cmark-gfm-core-extensions.h>

#include "output/resource.h"
#include "html-figure.h"
#include "html-node.h"
#include "html-outline.h"
#include "html-table.h"
#include "record/infile.h"
#include "output/markup.h"
#include "record/memory.h"

/**
 * struct page - what the tree is turned into
 * @folder: that paths in the report begin in
 * @outline: of the headings so far
 * @nr_figures: so far
 */
struct page {
	const char *folder;
	struct html_outline outline;
	size_t nr_figures;
};

static struct cmark_node *parse(const char *markdown, size_t size)
{
	cmark_parser *parser;
	struct cmark_node *root;

	cmark_gfm_core_extensions_ensure_registered();
	parser = cmark_parser_new(CMARK_OPT_VALIDATE_UTF8);
	cmark_parser_attach_syntax_extension(parser, cmark_find_syntax_extension("table"));
	cmark_parser_feed(parser, markdown, size);
	root = cmark_parser_finish(parser);
	cmark_parser_free(parser);
	return root;
}

/* An image that is no figure would have to be loaded. */
static void link_image(struct cmark_node *image)
{
	struct cmark_node *link = cmark_node_new(CMARK_NODE_LINK);

	cmark_node_set_url(link, cmark_node_get_url(image));
	html_move(image, link);
	html_replace(image, link);
}

/* Called when all that is in the node is done. */
static int convert(struct page *p, struct cmark_node *node)
{
	cmark_node_type type = cmark_node_get_type(node);

	if (type == CMARK_NODE_HEADING)
		html_outline_add(&p->outline, node);
	else if (html_is_table(node))
		html_table(node, html_outline_last(&p->outline));
	else if (type == CMARK_NODE_IMAGE && !html_is_figure(cmark_node_parent(node)))
		link_image(node);
	else if (html_is_figure(node))
		return html_figure(node, p->folder, ++p->nr_figures);
	return 0;
}

static int convert_all(struct page *p, struct cmark_node *root)
{
	cmark_iter *iter = cmark_iter_new(root);
	cmark_event_type event;
	struct cmark_node *node;
	int err = 0;

	while (!err && (event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
		node = cmark_iter_get_node(iter);
		if (event == CMARK_EVENT_EXIT)
			err = convert(p, node);
		else if (cmark_node_get_type(node) == CMARK_NODE_HTML_BLOCK ||
			 cmark_node_get_type(node) == CMARK_NODE_HTML_INLINE)
			html_disarm(node);
	}
	cmark_iter_free(iter);
	return err;
}

/* The policy is a second lock: nothing is loaded and no script runs, whatever a record says. */
static void print_head(FILE *f, const struct page *p, const char *style)
{
	fputs("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n"
	      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
	      "style-src 'unsafe-inline'\"/>\n"
	      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n"
	      "<meta name=\"color-scheme\" content=\"light dark\"/>\n<title>", f);
	markup_put(f, p->outline.nr ? p->outline.headings[0].text : "Report");
	fprintf(f, "</title>\n<style>\n%s</style>\n</head>\n", style);
}

static void print_page(FILE *f, const struct page *p, struct cmark_node *root, const char *style)
{
	char *body = cmark_render_html(root, CMARK_OPT_DEFAULT, NULL);

	print_head(f, p, style);
	fputs("<body>\n<nav id=\"page.contents\" aria-label=\"Contents\">\n<details open=\"\">"
	      "<summary>Contents</summary>\n", f);
	html_outline_print(&p->outline, f);
	fprintf(f, "</details>\n</nav>\n<main>\n%s</main>\n"
		"<a class=\"up\" href=\"#page.contents\">Contents</a>\n</body>\n</html>\n", body);
	free(body);
}

int html_page(FILE *f, const char *markdown, size_t size, const char *folder)
{
	char *style = resource_read("analysis/page/page.css");
	struct page p = { .folder = folder };
	struct cmark_node *root;
	int err = -1;

	if (!style)
		return err;
	root = parse(markdown, size);
	err = convert_all(&p, root);
	if (!err)
		print_page(f, &p, root, style);
	cmark_node_free(root);
	html_outline_free(&p.outline);
	free(style);
	return err;
}
