/* SPDX-License-Identifier: GPL-2.0 */
/* The derived tables, CSV in long form: one observation a line. */
#ifndef EXITREPORT_TABLES_H
#define EXITREPORT_TABLES_H

#include <stdio.h>

#include "run.h"
#include "table.h"

/* Titles of the columns that say which cell a line is of. */
#define TABLES_CELL_COLUMNS "<platform", "<workload", "seed", "<paging", "<parameter", \
	"?<variant"

/* tables_add_cell - what goes into them */
void tables_add_cell(struct table *t, const struct record *r);

/**
 * struct tables_kind - one of the tables
 * @file: its name in the folder tables/
 * @print: print it
 * @wanted: is there anything to be in it? NULL: there always is
 */
struct tables_kind {
	const char *file;
	void (*print)(const struct run *run, FILE *f);
	bool (*wanted)(const struct run *run);
};

extern const struct tables_kind tables_kinds[];
extern const size_t tables_nr_kinds;

/**
 * tables_deltas - per cell and reason: count and cycles by account
 * @workloads: NULL-terminated names; if there are none, all
 */
void tables_deltas(const struct run *run, char *const workloads[], FILE *f);

/* tables_compare - per workload, reason and quantity: both modes */
void tables_compare(const struct run *run, FILE *f);

/* Is a workload among those asked for? */
bool tables_wanted(const char *workload, char *const workloads[]);

#endif
