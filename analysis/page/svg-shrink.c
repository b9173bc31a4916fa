// SPDX-License-Identifier: GPL-2.0
#include "svg-shrink.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "record/memory.h"

/* Are inherited, and do nothing to an element without text or a line. */
static const char *const inherited[] = {
	"font-family", "font-size", "stroke-width", "stroke-linecap", "stroke-linejoin",
};

#define NR_INHERITED (sizeof(inherited) / sizeof(inherited[0]))

static bool is(const xmlNode *node, const char *name)
{
	return node->type == XML_ELEMENT_NODE && !strcmp((const char *)node->name, name);
}

void svg_drop(xmlNode *node)
{
	if (!node)
		return;
	xmlUnlinkNode(node);
	xmlFreeNode(node);
}

/* Something in the tree names it: #id, or url(#id). */
static bool is_referred_to(xmlNode *node, const char *id)
{
	char *plain = memory_printf("#%s", id), *url = memory_printf("url(#%s)", id), *value;
	xmlAttr *attribute;
	xmlNode *child;
	bool found = false;

	for (attribute = node->properties; attribute && !found; attribute = attribute->next) {
		value = (char *)xmlNodeGetContent((xmlNode *)attribute);
		found = !strcmp(value, plain) || strstr(value, url);
		xmlFree(value);
	}
	for (child = xmlFirstElementChild(node); child && !found;
	     child = xmlNextElementSibling(child))
		found = is_referred_to(child, id);
	free(plain);
	free(url);
	return found;
}

static bool is_unused(xmlNode *root, xmlNode *definition)
{
	char *id = (char *)xmlGetProp(definition, BAD_CAST "id");
	bool unused = !id || !is_referred_to(root, id);

	xmlFree(id);
	return unused;
}

/* From the last to the first: those that come later refer to the earlier. */
static void drop_definitions(xmlNode *root, xmlNode *defs)
{
	xmlNode *definition, *previous;

	for (definition = xmlLastElementChild(defs); definition; definition = previous) {
		previous = xmlPreviousElementSibling(definition);
		if (is_unused(root, definition))
			svg_drop(definition);
	}
}

/* A path of nothing but M draws no line. */
static bool only_moves(xmlNode *path)
{
	char *d = (char *)xmlGetProp(path, BAD_CAST "d");
	bool moves = d && !d[strspn(d, "M-+.,0123456789 \t\n")];

	xmlFree(d);
	return moves;
}

static bool shows_nothing(xmlNode *node)
{
	if (node->type == XML_COMMENT_NODE)
		return true;
	if (is(node, "path"))
		return only_moves(node);
	return (is(node, "g") || is(node, "defs")) && !node->children;
}

static void drop_nothings(xmlNode *root, xmlNode *node)
{
	xmlNode *child, *next;

	if (is(node, "defs"))
		drop_definitions(root, node);
	for (child = node->children; child; child = next) {
		next = child->next;
		drop_nothings(root, child);
		if (shows_nothing(child))
			svg_drop(child);
	}
}

/* The first value that an attribute has in the tree; to be freed. */
static xmlChar *find_value(xmlNode *node, const char *name)
{
	xmlChar *value = xmlGetProp(node, BAD_CAST name);
	xmlNode *child;

	for (child = xmlFirstElementChild(node); child && !value;
	     child = xmlNextElementSibling(child))
		value = is(child, "defs") ? NULL : find_value(child, name);
	return value;
}

/* @value: what it would inherit. */
static void drop_inherited(xmlNode *node, const char *name, const xmlChar *value)
{
	xmlChar *own = xmlGetProp(node, BAD_CAST name);
	xmlNode *child;

	if (own && xmlStrEqual(own, value))
		xmlUnsetProp(node, BAD_CAST name);
	for (child = xmlFirstElementChild(node); child; child = xmlNextElementSibling(child))
		drop_inherited(child, name, own ? own : value);
	xmlFree(own);
}

void svg_shrink(xmlNode *root)
{
	xmlChar *value;
	xmlNode *child;
	size_t i;

	drop_nothings(root, root);
	for (i = 0; i < NR_INHERITED; i++) {
		value = find_value(root, inherited[i]);
		if (!value)
			continue;
		xmlSetProp(root, BAD_CAST inherited[i], value);
		for (child = xmlFirstElementChild(root); child;
		     child = xmlNextElementSibling(child))
			drop_inherited(child, inherited[i], value);
		xmlFree(value);
	}
}
