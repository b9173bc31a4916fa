// SPDX-License-Identifier: GPL-2.0
#include "html-outline.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "html-node.h"
#include "output/markup.h"
#include "record/memory.h"

static bool is_taken(const struct html_outline *o, const char *id)
{
	size_t i;

	for (i = 0; i < o->nr; i++)
		if (o->headings[i].id && !strcmp(o->headings[i].id, id))
			return true;
	return false;
}

/* In lower case, with - for blanks and without what is not a word's. */
static char *make_slug(const char *text)
{
	char *slug = memory_printf("%s", text), *to = slug;

	for (; *text; text++) {
		if (isalnum((unsigned char)*text) || *text == '-' || *text == '_')
			*to++ = tolower((unsigned char)*text);
		else if (*text == ' ')
			*to++ = '-';
	}
	*to = '\0';
	return slug;
}

static char *make_id(const struct html_outline *o, const char *text)
{
	char *slug = make_slug(text), *id = memory_printf("%s", slug);
	size_t i;

	for (i = 1; !*id || is_taken(o, id); i++) {
		free(id);
		id = memory_printf("%s-%zu", slug, i);
	}
	free(slug);
	return id;
}

void html_outline_add(struct html_outline *o, struct cmark_node *heading)
{
	struct html_heading *h;
	struct cmark_node *block;
	char *leave;

	o->headings = memory_grow(o->headings, o->nr, sizeof(*o->headings));
	h = &o->headings[o->nr];
	h->level = cmark_node_get_heading_level(heading);
	h->text = html_text(heading);
	h->id = make_id(o, h->text);
	o->nr++;

	leave = memory_printf("<a class=\"anchor\" href=\"#%s\" "
			      "aria-label=\"Link to this section\">#</a></h%d>", h->id, h->level);
	block = html_block(memory_printf("<h%d id=\"%s\">", h->level, h->id), leave);
	free(leave);
	html_move(heading, block);
	html_replace(heading, block);
}

const char *html_outline_last(const struct html_outline *o)
{
	return o->nr ? o->headings[o->nr - 1].text : "";
}

static void print_link(const struct html_heading *h, FILE *f)
{
	fprintf(f, "<a href=\"#%s\">", h->id);
	markup_put(f, h->text);
	fputs("</a>", f);
}

/* The headings of level 3 from @first on. */
static void print_parts(const struct html_outline *o, size_t first, FILE *f)
{
	size_t end, nr = 0, i;

	for (end = first; end < o->nr && o->headings[end].level > 2; end++)
		nr += o->headings[end].level == 3;
	if (!nr)
		return;
	fprintf(f, "\n<details><summary>%zu part%s</summary>\n<ul>\n", nr, nr == 1 ? "" : "s");
	for (i = first; i < end; i++) {
		if (o->headings[i].level != 3)
			continue;
		fputs("<li>", f);
		print_link(&o->headings[i], f);
		fputs("</li>\n", f);
	}
	fputs("</ul></details>", f);
}

void html_outline_print(const struct html_outline *o, FILE *f)
{
	size_t i;

	fputs("<ul>\n", f);
	for (i = 0; i < o->nr; i++) {
		if (o->headings[i].level != 2)
			continue;
		fputs("<li>", f);
		print_link(&o->headings[i], f);
		print_parts(o, i + 1, f);
		fputs("</li>\n", f);
	}
	fputs("</ul>\n", f);
}

void html_outline_free(struct html_outline *o)
{
	size_t i;

	for (i = 0; i < o->nr; i++) {
		free(o->headings[i].text);
		free(o->headings[i].id);
	}
	free(o->headings);
}
