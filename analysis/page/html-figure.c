// SPDX-License-Identifier: GPL-2.0
#include "html-figure.h"

#include <stdlib.h>
#include <string.h>

#include "html-node.h"
#include "output/markup.h"
#include "record/memory.h"
#include "svg-inline.h"

#define SUFFIX	".svg"

/* A path, not an address of the net's. */
static bool is_path(const char *url)
{
	return url[strcspn(url, ":/")] != ':' && strncmp(url, "//", 2);
}

static bool is_svg(const char *url)
{
	size_t len = strlen(url);

	return len > strlen(SUFFIX) && !strcmp(url + len - strlen(SUFFIX), SUFFIX);
}

bool html_is_figure(struct cmark_node *paragraph)
{
	struct cmark_node *image = cmark_node_first_child(paragraph);

	return cmark_node_get_type(paragraph) == CMARK_NODE_PARAGRAPH && image &&
	       !cmark_node_next(image) && cmark_node_get_type(image) == CMARK_NODE_IMAGE &&
	       is_path(cmark_node_get_url(image)) && is_svg(cmark_node_get_url(image));
}

int html_figure(struct cmark_node *paragraph, const char *folder, size_t number)
{
	struct cmark_node *image = cmark_node_first_child(paragraph), *figure;
	const char *url = cmark_node_get_url(image);
	char *path = *url == '/' ? memory_printf("%s", url) : memory_printf("%s/%s", folder, url);
	/* No heading's anchor has a dot. */
	char *prefix = memory_printf("chart.%zu.", number), *alt = html_text(image);
	char *svg = svg_inline(path, prefix, alt), *label = markup_escaped(alt);

	if (svg) {
		figure = html_block(memory_printf("<figure><div class=\"scroll\" role=\"region\" "
						  "tabindex=\"0\" aria-label=\"Chart: %s\">\n%s"
						  "</div><figcaption>", label, svg),
				    "</figcaption></figure>");
		html_move(image, figure);
		html_replace(paragraph, figure);
	}
	free(path);
	free(prefix);
	free(alt);
	free(label);
	free(svg);
	return svg ? 0 : -1;
}
