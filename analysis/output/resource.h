/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What exitreport needs at run time and is not C: scripts of charts, the style of the page,
 * prose, costs of hardware, published numbers.  The build puts these files into the program;
 * with EXITMETER_ANALYSIS set to the folder analysis of the sources they are read from there.
 */
#ifndef EXITREPORT_RESOURCE_H
#define EXITREPORT_RESOURCE_H

#include <stddef.h>

/**
 * struct resource - a file in the program
 * @name: its path in the sources, such as "analysis/modes/exits.gp"
 * @text: what is in it, NUL-terminated
 */
struct resource {
	const char *name;
	const char *text;
};

/* Made by the build; ends with a NULL name. */
extern const struct resource resources[];

/* resource_find - the text of a file in the program itself; NULL if it is not there */
const char *resource_find(const char *name);

/**
 * resource_read - all of such a file
 * @name: its path in the sources
 *
 * Return: to be freed; NULL with a message if it can't be read.
 */
char *resource_read(const char *name);

#endif
