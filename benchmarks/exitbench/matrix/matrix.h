/* SPDX-License-Identifier: GPL-2.0 */
/* A matrix: which cells a run has, as a file declares them. */
#ifndef EXITBENCH_MATRIX_H
#define EXITBENCH_MATRIX_H

#include <stddef.h>

#include "cell.h"

#define MATRIX_DIR	"benchmarks/matrices"
#define MATRIX_SUFFIX	".matrix"

/* A few words a line multiply: what is more is a mistake, and would fill memory and disk. */
#define MATRIX_MAX_CELLS	131072

/**
 * struct matrix
 * @name: of the file, without folder and suffix, "_" for what a name can't hold; of several
 *	with + between
 * @values: what the file says; the cells' settings point into it
 * @cells: in the order in which they are reported
 * @workloads: what the cells point to
 */
struct matrix {
	char name[256];
	struct matrix_values *values;
	struct cell *cells;
	size_t nr_cells;
	struct workload *workloads;
	size_t nr_workloads;
};

/**
 * matrix_read - read a matrix and the workloads that it names
 * @m: release it with matrix_free(), also after an error
 * @file: a path, or the name of a matrix in MATRIX_DIR
 * @workload_dir: folder of the workload files; NULL for the project's
 * @platform_names: instead of the file's; NULL for those
 *
 * Return: 0, or -1 with a message on stderr.
 */
int matrix_read(struct matrix *m, const char *file, const char *workload_dir,
		const char *platform_names);

/**
 * struct matrix_words - what a matrix's file would say
 * @settings: by enum setting_index; NULL for the default
 */
struct matrix_words {
	const char *platforms;
	const char *paging;
	const char *seeds;
	const char *settings[SETTING_NR];
};

/**
 * matrix_make - a matrix of one workload, without a file of either
 * @m: as for matrix_read(); named after the workload
 * @w: copied; its payload must outlive @m
 *
 * Return: 0, or -1 with a message on stderr.
 */
int matrix_make(struct matrix *m, const struct matrix_words *words, const struct workload *w);

/* matrix_path - of the file that it was read from. */
const char *matrix_path(const struct matrix *m);

/**
 * matrix_override - give a setting the same value in all cells
 *
 * Return: 0, or -1 with a message on stderr if a cell's name is too long then, or two cells
 * are the same.
 */
int matrix_override(struct matrix *m, enum setting_index setting, const char *value);

/**
 * matrix_join - append the cells of a matrix to another
 * @all: zeros at first; its cells point into the parts, which must outlive it
 * @pattern: only cells whose name fits this shell pattern; NULL for all
 *
 * Return: 0, or -1 with a message on stderr if a cell is in both.
 */
int matrix_join(struct matrix *all, const struct matrix *part, const char *pattern);

void matrix_free(struct matrix *m);

#endif
