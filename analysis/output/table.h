/* SPDX-License-Identifier: GPL-2.0 */
/* One table, printed as text, CSV or Markdown. */
#ifndef EXITREPORT_TABLE_H
#define EXITREPORT_TABLE_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

enum table_style {
	TABLE_TEXT,	/* aligned columns */
	/*
	 * Raw numbers, RFC 4180 quoting, lines end in \n. A kind of table has always the same columns,
	 * whatever is in them; the first one is TABLE_SCHEMA, another number once they change.
	 */
	TABLE_CSV,
	TABLE_MARKDOWN,
};

#define TABLE_SCHEMA	"1"

struct table;

/**
 * table_new - begin a table
 * @columns: titles, NULL-terminated; a title that begins with '<' is a column
 *	of text and aligned left, one that begins with '?' is left out if it
 *	stays empty, but for CSV; "?<" is both; titles are without the signs
 *
 * Return: to be given to table_end().
 */
struct table *table_new(enum table_style style, const char *const columns[]);

/*
 * The cells, from left to right; the last of a row begins the next one.  In a
 * CSV table values are raw: a whole number, a fraction of 1, a quotient.
 */
void table_text(struct table *t, const char *format, ...) __attribute__((format(printf, 2, 3)));
void table_int(struct table *t, int64_t n);
void table_short(struct table *t, double n);
void table_number(struct table *t, double n);
void table_percent(struct table *t, double part, double whole);
void table_change(struct table *t, int64_t from, int64_t to);
void table_count_change(struct table *t, int64_t from, int64_t to);
void table_ratio(struct table *t, double ratio);
void table_empty(struct table *t);

/* Text of a record, none of which is markup. */
void table_plain(struct table *t, const char *text);

/* A line across, in text only. */
void table_rule(struct table *t);

/**
 * table_flush - print the rows that there are, and forget them
 *
 * For long tables in CSV.
 */
void table_flush(struct table *t, FILE *f);

/* table_end - print the table, unless @f is NULL, and free it */
void table_end(struct table *t, FILE *f);

#endif
