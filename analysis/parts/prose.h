/* SPDX-License-Identifier: GPL-2.0 */
/* Prose of the report, from Markdown files in the folders of the topics. */
#ifndef EXITREPORT_PROSE_H
#define EXITREPORT_PROSE_H

#include <stdio.h>

/**
 * struct prose_value - what a name in a text stands for
 * @name: in the text as @name@; NULL ends a list
 * @text: written for it; NULL if there is no such thing
 */
struct prose_value {
	const char *name;
	const char *text;
};

/**
 * prose_print - print a text, and an empty line
 * @f: printed to
 * @file: its path in the sources, such as "analysis/report/method.md"
 * @values: of the names in it, ended by a NULL name; NULL for none
 *
 * A file's lines are joined to one line a paragraph or item of a list, without what they are
 * indented by.  A line that begins with "@?name " is there only if the value has a text, one
 * with "@!name " only if it has none.  A name that has no value ends the program: a text and
 * its section belong together.
 *
 * Return: 0, or -1 with a message if the file can't be read.
 */
int prose_print(FILE *f, const char *file, const struct prose_value *values);

#endif
