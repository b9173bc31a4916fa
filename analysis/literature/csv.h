/* SPDX-License-Identifier: GPL-2.0 */
/* A CSV file whose first line names its columns. */
#ifndef EXITREPORT_CSV_H
#define EXITREPORT_CSV_H

#include <stddef.h>

#define CSV_MAX_COLUMNS	8

/**
 * struct csv_row - a line
 * @value: of the columns, as in the file's first line; NULL where the line is short
 */
struct csv_row {
	char *value[CSV_MAX_COLUMNS];
};

/**
 * struct csv - a file
 * @column: names of the columns
 */
struct csv {
	char *column[CSV_MAX_COLUMNS];
	size_t nr_columns;
	struct csv_row *rows;
	size_t nr_rows;
};

/**
 * csv_load - read a file
 * @csv: receives it, for csv_free()
 * @advice: what to do if it can't be opened
 *
 * Return: 0, or -1 with a message.
 */
int csv_load(struct csv *csv, const char *path, const char *advice);

/* csv_load_resource - likewise, a file that comes with exitreport; see resource_read() */
int csv_load_resource(struct csv *csv, const char *name);

void csv_free(struct csv *csv);

/* csv_column - Return: its index, or -1. */
int csv_column(const struct csv *csv, const char *name);

/* csv_value - Return: "" for no such column. */
const char *csv_value(const struct csv *csv, const struct csv_row *row, const char *column);

#endif
