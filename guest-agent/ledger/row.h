/* SPDX-License-Identifier: GPL-2.0 */
/* Rows of ledgers: what they are called and in which order they are shown. */
#ifndef EXITREPORT_ROW_H
#define EXITREPORT_ROW_H

#include "ledger.h"
#include "reasons.h"

/* Room for row_key() and row_label(). */
#define ROW_LABEL_SIZE	48

struct row_text {
	char text[ROW_LABEL_SIZE];
};

/* As in a record: 48, other. */
struct row_text row_key(unsigned int vendor, unsigned int row);

/* EPT_VIOLATION, other. */
struct row_text row_name(unsigned int vendor, unsigned int row);

/* For readers: 48 EPT_VIOLATION, other. */
struct row_text row_label(unsigned int vendor, unsigned int row);

/**
 * rows_by_count - the rows that are not zero in either of two ledgers
 * @rows: receives their indices, most frequent first
 * @a: may be NULL
 * @b: may be NULL
 *
 * The time before a vCPU's first entry is no exit and left out.
 *
 * Return: how many.
 */
size_t rows_by_count(unsigned int rows[LEDGER_MAX_ROWS], const struct ledger *a,
		     const struct ledger *b);

/**
 * rows_top - the reasons with the most exits in two ledgers together
 * @rows: receives their indices, most frequent first; room for all
 * @max: how many at most
 * @a: its vendor's reasons count; not the rows behind them, which are no exits
 * @b: may be NULL
 *
 * Return: how many.
 */
size_t rows_top(unsigned int rows[LEDGER_MAX_ROWS], size_t max, const struct ledger *a,
		const struct ledger *b);

/* rows_by_number - likewise, in the order of their numbers */
size_t rows_by_number(unsigned int rows[LEDGER_MAX_ROWS], const struct ledger *a,
		      const struct ledger *b);

#endif
