/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A run that is read in parts: as much at a time as fits into a little memory, and as many at a
 * time as there are cores.
 *
 * Cells that differ in nothing but mode and seed are in one part, with all of one platform
 * behind each other, so that what is said of a cell, of a pair or of repeats is said as of the
 * whole run.
 */
#ifndef EXITREPORT_IN_PARTS_H
#define EXITREPORT_IN_PARTS_H

#include <stdbool.h>
#include <stdio.h>

#include "record/run.h"

/**
 * struct in_parts - what is done with each
 * @nr_out: streams that a part writes to
 * @work: write what is to be said of a part; in a process of its own if there are several, so
 *	that nothing else that it does is seen by @join. Return: 0, or -1 with a message
 * @join: read what a part wrote, from the beginning of each stream; one part after the other,
 *	in the order of the run. Return: 0, or -1 with a message
 */
struct in_parts {
	size_t nr_out;
	int (*work)(const struct run *part, FILE *const out[], void *context);
	int (*join)(FILE *const out[], void *context);
};

/**
 * in_parts_do - do it
 * @folder: of the run
 *
 * A run that fits into one part is read and worked on right here.
 *
 * Return: 0, or -1 with a message, at the first part that fails.
 */
int in_parts_do(const char *folder, const struct in_parts *todo, void *context);

/* in_parts_copy - append a stream to another; Return: 0, or -1 with a message */
int in_parts_copy(FILE *from, FILE *to);

/* in_parts_skip_line - leave out the titles of a table in CSV */
void in_parts_skip_line(FILE *from);

/* Numbers and strings from part to whole: both ends are this program. */
void in_parts_put(FILE *to, const void *data, size_t size);
void in_parts_put_text(FILE *to, const char *text);

/* Return: true if there was one more. */
bool in_parts_get(FILE *from, void *data, size_t size);
/* Return: to be freed; NULL at the end. */
char *in_parts_get_text(FILE *from);

#endif
