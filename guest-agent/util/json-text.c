// SPDX-License-Identifier: GPL-2.0
#include "json-text.h"

#include <stdbool.h>
#include <string.h>

/* Arrays in an array that still make one line. */
#define MAX_DEPTH	2

/* What arrays of numbers are made of. */
static const char numeric[] = "0123456789+-.eE, \n[]";

/* The end of an array of numbers that begins at @from; NULL if it is none. */
static const char *end_of_row(const char *from)
{
	int depth = 0;

	for (; *from && strchr(numeric, *from); from++) {
		depth += (*from == '[') - (*from == ']');
		if (depth > MAX_DEPTH)
			return NULL;
		if (!depth)
			return from + 1;
	}
	return NULL;
}

/* Copies a string with its quotation marks; returns what is behind it. */
static const char *copy_string(char **to, const char *from)
{
	do {
		if (*from == '\\')
			*(*to)++ = *from++;
		*(*to)++ = *from++;
	} while (*from != '"');
	*(*to)++ = *from++;
	return from;
}

/*
 * Takes out the blanks, and the ends of lines within rows of numbers. Other ends
 * of lines stay for tools that compare line by line; indentation, a fifth of a
 * record, goes.
 */
static void join_rows(char *text)
{
	const char *from = text, *end = text;
	char *to = text;

	while (*from) {
		if (*from == '"') {
			from = copy_string(&to, from);
			continue;
		}
		if (*from == '[' && from >= end)
			end = end_of_row(from);
		if (!end)
			end = from;
		if (*from != ' ' && (from >= end || *from != '\n'))
			*to++ = *from;
		from++;
	}
	*to = '\0';
}

char *json_text(const json_t *json)
{
	char *text = json_dumps(json, JSON_INDENT(1) | JSON_PRESERVE_ORDER);

	if (text)
		join_rows(text);
	return text;
}
