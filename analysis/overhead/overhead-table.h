/* SPDX-License-Identifier: GPL-2.0 */
/* The tables of what measuring costs, for the screen and for the report. */
#ifndef EXITREPORT_OVERHEAD_TABLE_H
#define EXITREPORT_OVERHEAD_TABLE_H

#include "overhead.h"
#include "output/table.h"

/* An exit's round trip under each way to observe it. */
void overhead_table_exits(enum table_style style, const struct overhead *o, FILE *f);

/* The meter's own CPUIDs by number of vCPUs. */
void overhead_table_meter(enum table_style style, const struct overhead *o, FILE *f);

/* Exits of a window and of reading a snapshot. */
void overhead_table_windows(enum table_style style, const struct overhead *o, FILE *f);

/* Memory by number of vCPUs. */
void overhead_table_memory(enum table_style style, const struct overhead *o, FILE *f);

/* The targets.  Return: whether all hold. */
bool overhead_table_targets(enum table_style style, const struct overhead *o, FILE *f);

/* overhead_table_csv - all of it, long form */
void overhead_table_csv(const struct overhead *o, FILE *f);

#endif
