// SPDX-License-Identifier: GPL-2.0
#include "svg-inline.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <libxml/parser.h>
#include <libxml/tree.h>

#include "record/memory.h"
#include "record/message.h"
#include "svg-shrink.h"

#define ADVICE	"draw the charts again: 'exitreport charts RUN', of a run that says what " \
		"measuring costs 'exitreport overhead RUN'"
#define URL	"url(#"

/* Of the viewBox; 0 without one. */
static double width_of(xmlNode *root)
{
	char *box = (char *)xmlGetProp(root, BAD_CAST "viewBox");
	double width = 0;

	if (box && sscanf(box, "%*f %*f %lf", &width) != 1)
		width = 0;
	xmlFree(box);
	return width;
}

/* To be freed with xmlFreeDoc(). */
static xmlDoc *read_svg(const char *path)
{
	xmlDoc *doc = NULL;
	xmlNode *root;

	if (access(path, R_OK)) {
		message("read %s: %s; " ADVICE, path, strerror(errno));
		return NULL;
	}
	doc = xmlReadFile(path, NULL, XML_PARSE_NONET | XML_PARSE_NOBLANKS | XML_PARSE_NOERROR |
			  XML_PARSE_NOWARNING);
	root = doc ? xmlDocGetRootElement(doc) : NULL;
	if (!root || strcmp((const char *)root->name, "svg") || width_of(root) <= 0) {
		message("%s: not an SVG with a viewBox; " ADVICE, path);
		xmlFreeDoc(doc);
		return NULL;
	}
	return doc;
}

static void set(xmlNode *node, const char *name, char *value)
{
	xmlSetProp(node, BAD_CAST name, BAD_CAST value);
	free(value);
}

/* Whatever points to an id of the file, or is one. */
static void add_prefix(xmlNode *node, xmlAttr *attribute, const char *prefix)
{
	const char *name = (const char *)attribute->name, *at;
	char *value = (char *)xmlNodeGetContent((xmlNode *)attribute);

	at = strstr(value, URL);
	if (!strcmp(name, "id")) {
		set(node, name, memory_printf("%s%s", prefix, value));
	} else if (!strcmp(name, "href") && *value == '#') {
		/* HTML knows no namespaces, and SVG has done without xlink: since version 2. */
		attribute->ns = NULL;
		set(node, "href", memory_printf("#%s%s", prefix, value + 1));
	} else if (at) {
		set(node, name, memory_printf("%.*s" URL "%s%s", (int)(at - value), value, prefix,
					      at + strlen(URL)));
	}
	xmlFree(value);
}

static void prefix_ids(xmlNode *node, const char *prefix)
{
	xmlAttr *attribute;
	xmlNode *child;

	for (attribute = node->properties; attribute; attribute = attribute->next)
		add_prefix(node, attribute, prefix);
	for (child = xmlFirstElementChild(node); child; child = xmlNextElementSibling(child))
		prefix_ids(child, prefix);
}

static xmlNode *find_child(xmlNode *node, const char *name)
{
	xmlNode *child = xmlFirstElementChild(node);

	while (child && strcmp((const char *)child->name, name))
		child = xmlNextElementSibling(child);
	return child;
}

/* The file's title is a name for programs; its <desc> is for people. */
static void name_image(xmlNode *root, const char *prefix, const char *title)
{
	xmlNode *desc = find_child(root, "desc"), *node;
	char *id = memory_printf("%stitle", prefix);
	xmlChar *text = desc ? xmlNodeGetContent(desc) : NULL;

	svg_drop(find_child(root, "title"));
	svg_drop(desc);
	node = xmlNewDocNode(root->doc, root->ns, BAD_CAST "title", NULL);
	xmlNodeAddContent(node, text && *text ? text : BAD_CAST title);
	xmlSetProp(node, BAD_CAST "id", BAD_CAST id);
	if (root->children)
		xmlAddPrevSibling(root->children, node);
	else
		xmlAddChild(root, node);
	xmlSetProp(root, BAD_CAST "role", BAD_CAST "img");
	set(root, "aria-labelledby", id);
	xmlFree(text);
}

/* How large it is, is the style's to say, which is told how large it was drawn. */
static void free_size(xmlNode *root)
{
	xmlUnsetProp(root, BAD_CAST "width");
	xmlUnsetProp(root, BAD_CAST "height");
	set(root, "style", memory_printf("--width: %gpx", width_of(root)));
}

static char *print(xmlDoc *doc, xmlNode *root)
{
	xmlBuffer *buffer = xmlBufferCreate();
	xmlNs *namespaces = root->nsDef;
	char *text;

	/* HTML has no use for what declares them; the nodes still point to them. */
	root->nsDef = NULL;
	xmlNodeDump(buffer, doc, root, 0, 0);
	root->nsDef = namespaces;
	text = memory_printf("%s", (const char *)xmlBufferContent(buffer));
	xmlBufferFree(buffer);
	return text;
}

char *svg_inline(const char *path, const char *prefix, const char *title)
{
	xmlDoc *doc = read_svg(path);
	xmlNode *root;
	char *text;

	if (!doc)
		return NULL;
	root = xmlDocGetRootElement(doc);
	svg_shrink(root);
	prefix_ids(root, prefix);
	name_image(root, prefix, title);
	free_size(root);
	text = print(doc, root);
	xmlFreeDoc(doc);
	return text;
}
