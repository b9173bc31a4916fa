/* SPDX-License-Identifier: GPL-2.0 */
/* The derived tables, CSV in long form: one observation a line. */
#ifndef EXITREPORT_TABLES_H
#define EXITREPORT_TABLES_H

#include <stdio.h>

#include "record/run.h"
#include "output/table.h"

/* Titles of the columns that say which cell a line is of. */
#define TABLES_CELL_COLUMNS "<platform", "<workload", "seed", "<paging", "<parameter", \
	"?<variant"

/* tables_add_cell - what goes into them */
void tables_add_cell(struct table *t, const struct record *r);

/**
 * tables_write - write the tables that there is anything to be in
 * @file: only this one; NULL for all
 *
 * Into the folder tables of the run, which is made.  Return: 0, or -1 with a message.
 */
int tables_write(const struct run *run, const char *file);

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
