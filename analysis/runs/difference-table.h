/* SPDX-License-Identifier: GPL-2.0 */
/* Differences as tables for readers and as CSV. */
#ifndef EXITREPORT_DIFFERENCE_TABLE_H
#define EXITREPORT_DIFFERENCE_TABLE_H

#include "difference.h"
#include "output/table.h"

/* Is a difference shown? */
typedef bool (*difference_filter)(const struct difference *c);

/**
 * difference_table - a line per difference, one table
 * @c: all of it
 * @platform: only of this, as in struct match; NULL for all
 * @filter: only these
 * @sides: what the two are called
 * @f: printed to
 *
 * Return: lines; nothing is printed of none.
 */
size_t difference_table(enum table_style style, const struct differences *c, const char *platform,
			difference_filter filter, const char *const sides[2], FILE *f);

/**
 * difference_csv - a line per difference, raw numbers
 * @sides: what the two are called in the names of the columns
 */
void difference_csv(const struct differences *c, const char *const sides[2], FILE *f);

/* Filters: sums of the window; those of one class that are called different. */
bool difference_is_sum(const struct difference *c);
bool difference_is_changed_kind(const struct difference *c);
bool difference_is_changed_reason(const struct difference *c);
bool difference_is_any(const struct difference *c);

#endif
