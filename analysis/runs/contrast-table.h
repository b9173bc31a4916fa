/* SPDX-License-Identifier: GPL-2.0 */
/* Contrasts as tables for readers and as CSV. */
#ifndef EXITREPORT_CONTRAST_TABLE_H
#define EXITREPORT_CONTRAST_TABLE_H

#include "contrast.h"
#include "output/table.h"

/* Is a contrast shown? */
typedef bool (*contrast_filter)(const struct contrast *c);

/**
 * contrast_table - a line per contrast, one table
 * @c: all of it
 * @platform: only of this, as in struct match; NULL for all
 * @filter: only these
 * @sides: what the two are called
 * @f: printed to
 *
 * Return: lines; nothing is printed of none.
 */
size_t contrast_table(enum table_style style, const struct contrasts *c, const char *platform,
		      contrast_filter filter, const char *const sides[2], FILE *f);

/**
 * contrast_csv - a line per contrast, raw numbers
 * @sides: what the two are called in the names of the columns
 */
void contrast_csv(const struct contrasts *c, const char *const sides[2], FILE *f);

/* Filters: sums of the window; those of one class that are called different. */
bool contrast_is_sum(const struct contrast *c);
bool contrast_is_changed_kind(const struct contrast *c);
bool contrast_is_changed_reason(const struct contrast *c);
bool contrast_is_any(const struct contrast *c);

#endif
