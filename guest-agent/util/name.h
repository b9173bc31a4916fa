/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Names that become part of paths, of records, and of what is printed: a workload's, a
 * point's, a matrix's.
 */
#ifndef EXITBENCH_NAME_H
#define EXITBENCH_NAME_H

#include <stdbool.h>

/* A longer one would not leave room for the settings in a cell's name. */
#define NAME_MAX_LENGTH	63

/* What a name may hold, for messages. */
#define NAME_RULE	"a name is of letters, digits, and - _ ., begins with a letter or a " \
			"digit, and has at most 63 characters"

/**
 * name_is_good - may a word be a name?
 *
 * ASCII only, whatever the locale.  Nothing that a shell, gnuplot, Markdown, HTML or a path
 * takes for more than a letter.
 */
bool name_is_good(const char *name);

/* A file's name has 255 bytes at most: a cell's, ".json", and what a temporary one adds. */
#define NAME_CELL_SIZE	236

/* name_is_cell - may it be a cell's? As name_is_good(), but with settings, and so longer. */
bool name_is_cell(const char *name);

/**
 * name_make_good - put "_" for each character that a name can't hold
 * @name: at least one byte and the NUL; cut at NAME_MAX_LENGTH bytes
 *
 * For what is named after a file that a user may call as he likes.
 */
void name_make_good(char *name);

#endif
