/* SPDX-License-Identifier: GPL-2.0 */
/* Which cells a command is about: matrices, and what of them. */
#ifndef EXITBENCH_SELECTION_H
#define EXITBENCH_SELECTION_H

#include <stdbool.h>

#include "matrix.h"

/**
 * struct selection
 * @files: of the matrices, or their names
 * @nr_files: how many
 * @workloads: folder of the workloads
 * @platforms: instead of those that the matrices name; NULL for those
 * @pattern: only cells whose name fits; NULL for all
 * @only: file that names cells, separated by white space, and no others are taken; "-" is
 *	standard input, NULL for all
 * @verify: count exits by KVM's tracepoint too
 * @cells: by selection_read()
 * @parts: what @cells points into, one for each of @files
 */
struct selection {
	char *const *files;
	int nr_files;
	const char *workloads;
	const char *platforms;
	const char *pattern;
	const char *only;
	bool verify;
	struct matrix cells;
	struct matrix *parts;
};

/**
 * selection_read - read the matrices, and take of them what is asked for
 * @s: release it with selection_free(), also after an error
 *
 * Return: 0, or -1 with a message on stderr, also if there is no cell.
 */
int selection_read(struct selection *s);

void selection_free(struct selection *s);

#endif
