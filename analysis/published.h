/* SPDX-License-Identifier: GPL-2.0 */
/* Other people's numbers, from data/published. */
#ifndef EXITREPORT_PUBLISHED_H
#define EXITREPORT_PUBLISHED_H

#include <stdbool.h>
#include <stddef.h>

#define PUBLISHED_MAX_COLUMNS	8

/**
 * struct published_row - a line of a table
 * @value: of the columns, as in the file's first line
 * @tdp: the numbers
 * @shadow: likewise
 * @has_both: both are plain numbers
 */
struct published_row {
	char *value[PUBLISHED_MAX_COLUMNS];
	double tdp;
	double shadow;
	bool has_both;
};

/**
 * struct published - a table
 * @column: names of the columns
 */
struct published {
	char *column[PUBLISHED_MAX_COLUMNS];
	size_t nr_columns;
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
