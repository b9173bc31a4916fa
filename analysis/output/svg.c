// SPDX-License-Identifier: GPL-2.0
#include "svg.h"

#include <err.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <libxml/parser.h>
#include <libxml/tree.h>

#include "markup.h"
#include "palette.h"
#include "util/memory.h"
#include "util/outfile.h"
#include "util/strfile.h"

/* What the root says, and elements need not. */
#define FONT		"DejaVu Sans"
#define FONTS		"DejaVu Sans, Verdana, sans-serif"
#define FONT_SIZE	12
#define STROKE_WIDTH	1

/**
 * struct look - what an element has from those around it, or says itself
 * @fill: RGB, or NONE
 * @stroke: RGB, or NONE
 * @colour: RGB, that "currentColor" is
 * @width: of strokes
 * @dashes: of strokes; NULL for none
 */
struct look {
	long fill;
	long stroke;
	long colour;
	double width;
	char *dashes;
	char *transform;
	char *anchor;
	double size;
	bool bold;
};

#define NONE	(-1L)

/**
 * struct drawing - an SVG being written anew
 * @body: what is drawn
 * @marks: points that are used, by their ids; NULL-terminated
 * @group: attributes of the group that is open; NULL if none is
 * @failed: there was something that this can't read
 */
struct drawing {
	FILE *body;
	char **marks;
	size_t nr_marks;
	char *group;
	bool failed;
};

static char *attribute(const xmlNode *node, const char *name)
{
	return (char *)xmlGetProp(node, (const xmlChar *)name);
}

static bool is_named(const xmlNode *node, const char *name)
{
	return !strcmp((const char *)node->name, name);
}

/* A colour as gnuplot names it; what it does not name is its own default, black. */
static long parse_colour(const char *text, long current)
{
	unsigned int r, g, b;

	if (!strcmp(text, "none"))
		return NONE;
	if (!strcmp(text, "currentColor"))
		return current;
	if (sscanf(text, "rgb(%u,%u,%u)", &r, &g, &b) == 3 ||
	    sscanf(text, "#%2x%2x%2x", &r, &g, &b) == 3)
		return (r & 0xff) << 16 | (g & 0xff) << 8 | (b & 0xff);
	return palette[COLOUR_TEXT].light;
}

static void read_colour(const xmlNode *node, const char *name, long current, long *colour)
{
	char *text = attribute(node, name);

	if (text)
		*colour = parse_colour(text, current);
	free(text);
}

static void read_number(const xmlNode *node, const char *name, double *number)
{
	char *text = attribute(node, name);

	if (text)
		*number = strtod(text, NULL);
	free(text);
}

static void read_text(const xmlNode *node, const char *name, char **to)
{
	char *text = attribute(node, name);

	if (text)
		*to = text;
}

/* The look of a node inside of another; its strings are its own until end_look(). */
static struct look read_look(const xmlNode *node, const struct look *outer)
{
	struct look look = *outer;
	char *font;

	look.dashes = NULL;
	look.transform = NULL;
	look.anchor = NULL;
	read_colour(node, "color", outer->colour, &look.colour);
	read_colour(node, "fill", look.colour, &look.fill);
	read_colour(node, "stroke", look.colour, &look.stroke);
	read_number(node, "stroke-width", &look.width);
	read_number(node, "font-size", &look.size);
	read_text(node, "stroke-dasharray", &look.dashes);
	read_text(node, "transform", &look.transform);
	read_text(node, "text-anchor", &look.anchor);
	font = attribute(node, "font-family");
	if (font)
		look.bold = strstr(font, ":Bold");
	free(font);
	return look;
}

static void end_look(struct look *look)
{
	free(look->dashes);
	free(look->transform);
	free(look->anchor);
}

/* Tenths of a pixel are enough; as short as can be. */
static void put_tenths(FILE *f, long tenths)
{
	const long size = labs(tenths);

	if (tenths % 10)
		fprintf(f, "%s%ld.%ld", tenths < 0 ? "-" : "", size / 10, size % 10);
	else
		fprintf(f, "%ld", tenths / 10);
}

static long to_tenths(double pixels)
{
	return lround(pixels * 10);
}

static void put_colour(FILE *f, const char *name, long colour)
{
	if (colour == NONE)
		fprintf(f, " %s=\"none\"", name);
	else
		fprintf(f, " %s=\"#%06lx\"", name, colour);
}

/* Elements of one look stand in one group. @attributes: to be freed */
static void in_group(struct drawing *d, char *attributes)
{
	if (d->group && !strcmp(d->group, attributes)) {
		free(attributes);
		return;
	}
	if (d->group)
		fputs("</g>\n", d->body);
	free(d->group);
	d->group = attributes;
	fprintf(d->body, "<g%s>\n", attributes);
}

static void in_stroke_group(struct drawing *d, const struct look *look)
{
	struct strfile s;

	strfile_open(&s);
	put_colour(s.file, "fill", look->fill);
	if (look->stroke != NONE) {
		put_colour(s.file, "stroke", look->stroke);
		if (look->width != STROKE_WIDTH)
			fprintf(s.file, " stroke-width=\"%g\"", look->width);
		if (look->dashes)
			fprintf(s.file, " stroke-dasharray=\"%s\"", look->dashes);
	}
	in_group(d, strfile_close(&s));
}

/* Lines from point to point, each relative to the last. */
struct line {
	FILE *f;
	long x, y;
	long start_x, start_y;
	size_t segments;
	char last;
};

static void line_move(struct line *l, double x, double y)
{
	l->x = to_tenths(x);
	l->y = to_tenths(y);
	l->start_x = l->x;
	l->start_y = l->y;
	fputc('M', l->f);
	put_tenths(l->f, l->x);
	fputc(' ', l->f);
	put_tenths(l->f, l->y);
	l->last = 'M';
}

static void line_command(struct line *l, char command)
{
	if (l->last == command)
		fputc(' ', l->f);
	else
		fputc(command, l->f);
	l->last = command;
}

static void line_to(struct line *l, double x, double y)
{
	const long dx = to_tenths(x) - l->x, dy = to_tenths(y) - l->y;

	if (!dx && !dy)
		return;
	l->segments++;
	line_command(l, !dy ? 'h' : !dx ? 'v' : 'l');
	if (dx)
		put_tenths(l->f, dx);
	if (dx && dy)
		fputc(' ', l->f);
	if (dy)
		put_tenths(l->f, dy);
	l->x += dx;
	l->y += dy;
}

static void line_close(struct line *l)
{
	fputc('z', l->f);
	l->x = l->start_x;
	l->y = l->start_y;
	l->last = 'z';
}

/* A path of gnuplot's knows M, L and Z; Return: how many lines, or -1. */
static long put_path(FILE *f, const char *d)
{
	struct line line = { .f = f };
	char command = '\0', *end;
	double x, y;

	while (*d) {
		if (strchr(" \t\n,", *d)) {
			d++;
			continue;
		}
		if (strchr("MLZz", *d)) {
			command = *d++;
			if (command == 'Z' || command == 'z')
				line_close(&line);
			continue;
		}
		x = strtod(d, &end);
		if (end == d || !command)
			return -1;
		d = end + strspn(end, " ,");
		y = strtod(d, &end);
		if (end == d)
			return -1;
		d = end;
		if (command == 'M')
			line_move(&line, x, y);
		else
			line_to(&line, x, y);
	}
	return line.segments;
}

static long put_points(FILE *f, const char *points)
{
	struct line line = { .f = f };
	bool first = true;
	char *end;
	double x, y;

	for (;; first = false) {
		x = strtod(points, &end);
		if (end == points)
			break;
		points = end + strspn(end, " ,");
		y = strtod(points, &end);
		if (end == points)
			return -1;
		points = end;
		if (first)
			line_move(&line, x, y);
		else
			line_to(&line, x, y);
	}
	line_close(&line);
	return line.segments;
}

static void put_lines(struct drawing *d, const xmlNode *node, const struct look *look,
		      const char *name, long (*put)(FILE *f, const char *text))
{
	char *text = attribute(node, name), *path;
	struct strfile s;
	long nr;

	strfile_open(&s);
	nr = text ? put(s.file, text) : -1;
	path = strfile_close(&s);
	if (nr < 0)
		d->failed = true;
	/* gnuplot draws lines of no length where a tic is to be none. */
	if (nr > 0) {
		in_stroke_group(d, look);
		fprintf(d->body, "<path d=\"%s\"/>\n", path);
	}
	free(path);
	free(text);
}

static void put_rectangle(struct drawing *d, const xmlNode *node, const struct look *look)
{
	double x = 0, y = 0, width = 0, height = 0;

	read_number(node, "x", &x);
	read_number(node, "y", &y);
	read_number(node, "width", &width);
	read_number(node, "height", &height);
	in_stroke_group(d, look);
	fprintf(d->body, "<rect x=\"%g\" y=\"%g\" width=\"%g\" height=\"%g\"/>\n", x, y, width,
		height);
}

static const xmlNode *find_definition(const xmlNode *node, const char *id)
{
	const xmlNode *found = NULL;
	char *own;

	for (; node && !found; node = node->next) {
		if (node->type != XML_ELEMENT_NODE)
			continue;
		own = attribute(node, "id");
		if (own && !strcmp(own, id))
			found = node;
		else
			found = find_definition(node->children, id);
		free(own);
	}
	return found;
}

/* What a definition is drawn with comes from where it is used; but for its fill, if it has one. */
static bool is_filled(const xmlNode *root, const char *id)
{
	const xmlNode *node = find_definition(root, id);
	char *fill = node ? attribute(node, "fill") : NULL;
	bool filled = fill && strcmp(fill, "none");

	free(fill);
	return filled;
}

static void add_mark(struct drawing *d, const char *id)
{
	size_t i;

	for (i = 0; i < d->nr_marks; i++)
		if (!strcmp(d->marks[i], id))
			return;
	d->marks = memory_grow(d->marks, d->nr_marks, sizeof(*d->marks));
	d->marks[d->nr_marks++] = memory_printf("%s", id);
}

/* Points have a place and a size in their transform; a dot, which has no size, x and y alone. */
static bool read_place(const xmlNode *node, const struct look *look, double *x, double *y,
		       double *scale)
{
	if (look->transform)
		return sscanf(look->transform, "translate(%lf,%lf) scale(%lf)", x, y, scale) == 3;
	*x = NAN;
	*y = NAN;
	*scale = 1;
	read_number(node, "x", x);
	read_number(node, "y", y);
	return isfinite(*x) && isfinite(*y);
}

static void put_mark(struct drawing *d, const xmlNode *node, const struct look *look)
{
	char *href = attribute(node, "href");
	struct look mark = *look;
	double x, y, scale;

	if (!href || *href != '#' || !read_place(node, look, &x, &y, &scale)) {
		d->failed = true;
		free(href);
		return;
	}
	add_mark(d, href + 1);
	mark.stroke = look->colour;
	mark.fill = is_filled((const xmlNode *)node->doc->children, href + 1) ? look->colour : NONE;
	mark.width = STROKE_WIDTH;
	mark.dashes = NULL;
	in_stroke_group(d, &mark);
	fprintf(d->body, "<use href=\"%s\" transform=\"translate(", href);
	put_tenths(d->body, to_tenths(x));
	fputc(' ', d->body);
	put_tenths(d->body, to_tenths(y));
	fputc(')', d->body);
	if (look->transform)
		fprintf(d->body, " scale(%.3g)", scale);
	fputs("\"/>\n", d->body);
	free(href);
}

/* @look: of the group that the text is in, which has its place */
static void put_text(struct drawing *d, const xmlNode *node, const struct look *look)
{
	char *text = (char *)xmlNodeGetContent(node);
	double x = 0, y = 0, angle = 0;
	struct strfile s;

	if (!look->transform ||
	    sscanf(look->transform, "translate(%lf,%lf) rotate(%lf)", &x, &y, &angle) < 2)
		d->failed = true;
	strfile_open(&s);
	put_colour(s.file, "fill", look->fill);
	if (look->size != FONT_SIZE)
		fprintf(s.file, " font-size=\"%g\"", look->size);
	if (look->bold)
		fputs(" font-weight=\"bold\"", s.file);
	if (look->anchor)
		fprintf(s.file, " text-anchor=\"%s\"", look->anchor);
	in_group(d, strfile_close(&s));
	fputs("<text ", d->body);
	fputs(angle != 0 ? "transform=\"translate(" : "x=\"", d->body);
	put_tenths(d->body, to_tenths(x));
	fputs(angle != 0 ? " " : "\" y=\"", d->body);
	put_tenths(d->body, to_tenths(y));
	if (angle != 0)
		fprintf(d->body, ") rotate(%g)", angle);
	fprintf(d->body, "\"%s>", strstr(text, "  ") ? " xml:space=\"preserve\"" : "");
	markup_put(d->body, text);
	fputs("</text>\n", d->body);
	free(text);
}

static void put_children(struct drawing *d, const xmlNode *node, const struct look *look);

static void put_node(struct drawing *d, const xmlNode *node, const struct look *outer)
{
	struct look look = read_look(node, outer);

	if (is_named(node, "g"))
		put_children(d, node, &look);
	else if (is_named(node, "path"))
		put_lines(d, node, &look, "d", put_path);
	else if (is_named(node, "polygon"))
		put_lines(d, node, &look, "points", put_points);
	else if (is_named(node, "rect"))
		put_rectangle(d, node, &look);
	else if (is_named(node, "use"))
		put_mark(d, node, &look);
	else if (is_named(node, "text"))
		put_text(d, node, outer);
	else if (!is_named(node, "title") && !is_named(node, "desc") && !is_named(node, "defs"))
		d->failed = true;
	end_look(&look);
}

static void put_children(struct drawing *d, const xmlNode *node, const struct look *look)
{
	const xmlNode *child;

	for (child = node->children; child; child = child->next)
		if (child->type == XML_ELEMENT_NODE)
			put_node(d, child, look);
}

/* A definition as gnuplot has it, without its colours. */
static void put_definition(struct drawing *d, FILE *f, const xmlNode *node)
{
	static const char *const colours[] = { "stroke", "fill", "color" };
	const xmlAttr *a;
	char *value;
	size_t i;

	fprintf(f, "<%s", (const char *)node->name);
	for (a = node->properties; a; a = a->next) {
		for (i = 0; i < sizeof(colours) / sizeof(colours[0]); i++)
			if (!strcmp((const char *)a->name, colours[i]))
				break;
		if (i < sizeof(colours) / sizeof(colours[0]))
			continue;
		value = attribute(node, (const char *)a->name);
		if (!strcmp((const char *)a->name, "href"))
			add_mark(d, value + 1);
		fprintf(f, " %s=\"", (const char *)a->name);
		markup_put(f, value);
		fputc('"', f);
		free(value);
	}
	fputs("/>\n", f);
}

/* Those that are used; one that uses another adds it to them. */
static void put_definitions(struct drawing *d, FILE *f, const xmlNode *root)
{
	const xmlNode *node;
	size_t i;

	if (!d->nr_marks)
		return;
	fputs("<defs>\n", f);
	for (i = 0; i < d->nr_marks; i++) {
		node = find_definition(root, d->marks[i]);
		if (node)
			put_definition(d, f, node);
		else
			d->failed = true;
	}
	fputs("</defs>\n", f);
}

static int write_svg(const char *to, const xmlNode *root, const char *description, char *body,
		     struct drawing *d)
{
	char *box = attribute(root, "viewBox");
	double width = 0, height = 0;
	struct outfile out;
	int err = outfile_open(&out, to);

	if (err)
		goto end;
	read_number(root, "width", &width);
	read_number(root, "height", &height);
	fprintf(out.file, "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%g\" height=\"%g\" "
		"viewBox=\"%s\" font-family=\"" FONTS "\" font-size=\"%d\" "
		"stroke-linejoin=\"round\">\n<desc>",
		width, height, box ? box : "", FONT_SIZE);
	markup_put(out.file, description);
	fputs("</desc>\n<style>\n", out.file);
	palette_style(out.file, body, "");
	fputs("</style>\n", out.file);
	put_definitions(d, out.file, root);
	fputs(body, out.file);
	fputs("</svg>\n", out.file);
	if (d->failed) {
		outfile_discard(&out);
		err = -1;
	} else {
		err = outfile_close(&out);
	}
end:
	free(box);
	return err;
}

static int rewrite(const char *to, const xmlNode *root, const char *description)
{
	const struct look look = {
		.fill = NONE, .stroke = NONE, .colour = palette[COLOUR_TEXT].light,
		.width = STROKE_WIDTH, .size = FONT_SIZE,
	};
	struct drawing d = { .failed = false };
	struct strfile body;
	int err;

	strfile_open(&body);
	d.body = body.file;
	put_children(&d, root, &look);
	if (d.group)
		fputs("</g>\n", d.body);
	strfile_close(&body);
	err = write_svg(to, root, description, body.text, &d);
	if (d.failed)
		warnx("%s: not an SVG as gnuplot 5 or 6 writes it; install gnuplot 5 or 6", to);
	while (d.nr_marks)
		free(d.marks[--d.nr_marks]);
	free(d.marks);
	free(d.group);
	free(body.text);
	return err;
}

int svg_polish(const char *from, const char *to, const char *description)
{
	const int options = XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING;
	xmlDoc *doc = xmlReadFile(from, NULL, options);
	const xmlNode *root = doc ? xmlDocGetRootElement(doc) : NULL;
	int err = -1;

	if (root && is_named(root, "svg"))
		err = rewrite(to, root, description);
	else
		warnx("%s: not an SVG as gnuplot 5 or 6 writes it; see its message above", to);
	xmlFreeDoc(doc);
	unlink(from);
	return err;
}
