/* SPDX-License-Identifier: GPL-2.0 */
/* Other people's numbers, from data/published. */
#ifndef EXITREPORT_PUBLISHED_H
#define EXITREPORT_PUBLISHED_H

#include <stdbool.h>

#include "csv.h"

/**
 * struct published_row - the numbers of a line
 * @csv: the line
 * @tdp: with nested paging
 * @shadow: with shadow paging
 * @has_both: both are plain numbers
 */
struct published_row {
	const struct csv_row *csv;
	double tdp;
	double shadow;
	bool has_both;
};

/**
 * struct published - a table
 * @rows: of it
 */
struct published {
	struct csv csv;
	struct published_row *rows;
	size_t nr_rows;
};

/**
 * published_load - read a table
 * @file: name in data/published
 *
 * Return: 0, or -1 with a message.
 */
int published_load(struct published *table, const char *file);

void published_free(struct published *table);

/* published_value - Return: "" for no such column. */
const char *published_value(const struct published *table, const struct published_row *row,
			    const char *column);

#endif
