/* SPDX-License-Identifier: GPL-2.0 */
/* Tables that put nested and shadow paging side by side. */
#ifndef EXITREPORT_MODES_TABLE_H
#define EXITREPORT_MODES_TABLE_H

#include "select/pair.h"
#include "output/table.h"

/* All of them print to @f; a mode that was not measured leaves its cells empty. */

/* What the overview has of a pair, without starting the program up. */
enum { OVERVIEW_EXITS, OVERVIEW_KERNEL, OVERVIEW_BUSY, OVERVIEW_NR };

/**
 * struct overview_line - of one pair
 * @label: the pair's
 * @has: was it measured? Of nested paging, of shadow paging
 * @value: of both, by OVERVIEW_*
 */
struct overview_line {
	char *label;
	bool has[2];
	int64_t value[2][OVERVIEW_NR];
};

/* Of a pair, whose label it has. */
struct overview_line overview_of_pair(const struct pair *p);

/* A line per pair; @vendor has the names of the modes. */
void modes_table_lines(enum table_style style, const struct overview_line *lines, size_t nr,
		       unsigned int vendor, FILE *f);

/* A line per reason of one pair, most frequent first. */
void modes_table_reasons(enum table_style style, const struct pair *p, FILE *f);

/* A line per account of one pair. */
void modes_table_accounts(enum table_style style, const struct pair *p, FILE *f);

#endif
