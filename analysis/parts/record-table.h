/* SPDX-License-Identifier: GPL-2.0 */
/* Tables of which each line says which cell it is of. */
#ifndef EXITREPORT_RECORD_TABLE_H
#define EXITREPORT_RECORD_TABLE_H

#include "output/table.h"
#include "record/record.h"

/* Titles of the columns that say it. */
#define TABLE_RECORD_COLUMNS "<platform", "<workload", "seed", "<paging", "<parameter", \
	"?<variant"

/* table_add_record - what goes into them */
void table_add_record(struct table *t, const struct record *r);

/* Is a workload among those asked for?  All are, of none. */
bool workload_is_wanted(const char *workload, char *const workloads[]);

#endif
