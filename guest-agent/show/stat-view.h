/* SPDX-License-Identifier: GPL-2.0 */
/* What `exitmeter stat` shows of windows: a table, CSV, or JSON. */
#ifndef EXITMETER_STAT_VIEW_H
#define EXITMETER_STAT_VIEW_H

#include <stdbool.h>
#include <stdio.h>

#include <jansson.h>

#include "measure/windows.h"

/**
 * struct stat_view
 * @r: one window or more
 * @argv: of the command, NULL-terminated; NULL without one
 * @status: of the command, as a shell has it
 * @wanted: by row, what to show; NULL is all that is not zero. Totals are of all rows.
 * @per_vcpu: each vCPU by itself, too
 * @detail: how many keys and histograms; 0 for none
 * @interval: @r is a part of a longer window, which ended at @time
 * @time: since the longer window began, seconds
 * @own_reads: exits in @r by which this program has read the meter
 */
struct stat_view {
	const struct windows *r;
	char *const *argv;
	int status;
	const bool *wanted;
	bool per_vcpu;
	size_t detail;
	bool interval;
	double time;
	unsigned long own_reads;
};

/**
 * stat_rows - the rows to show of a ledger, most frequent first
 *
 * Return: how many.
 */
size_t stat_rows(const struct stat_view *v, const struct ledger *l,
		 unsigned int order[LEDGER_MAX_ROWS]);

/* stat_seconds - cycles as a time; 0 if the TSC's frequency is not known */
double stat_seconds(const struct abi_info *info, int64_t cycles);

/* stat_table_print - 80 columns, for people */
void stat_table_print(FILE *out, const struct stat_view *v);

/**
 * stat_csv_heading - the names of the columns, which are always the same
 * @separator: between columns
 */
void stat_csv_heading(FILE *out, char separator);

/* stat_csv_print - a line for each figure: its median, least and largest */
void stat_csv_print(FILE *out, const struct stat_view *v, char separator);

/* stat_to_json - Return: a new reference, or NULL for want of memory. */
json_t *stat_to_json(const struct stat_view *v);

#endif
