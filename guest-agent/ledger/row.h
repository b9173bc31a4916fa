/* SPDX-License-Identifier: GPL-2.0 */
/* Rows of ledgers: what they are called and in which order they are shown. */
#ifndef EXITREPORT_ROW_H
#define EXITREPORT_ROW_H

#include "ledger.h"
#include "reasons.h"

/* The accounts that a row has, in the order of the record. */
#define ROW_ACCOUNTS	4

struct row_account {
	const char *name;
	size_t row_offset;	/* in struct ledger_row */
	size_t sum_offset;	/* in struct ledger */
};

extern const struct row_account row_accounts[ROW_ACCOUNTS];

static inline int64_t row_account(const struct ledger_row *row, size_t account)
{
	return *(const int64_t *)((const char *)row + row_accounts[account].row_offset);
}

static inline int64_t ledger_account(const struct ledger *l, size_t account)
{
	return *(const int64_t *)((const char *)l + row_accounts[account].sum_offset);
}

/*
 * Larger values are damage: cycles of three years at 3 GHz.  Within it sums and
 * differences of values don't overflow.
 */
#define VALUE_MAX	((int64_t)1 << 58)

static inline bool value_in_range(int64_t value)
{
	return value >= -VALUE_MAX && value <= VALUE_MAX;
}

/* ledger_in_range - are all values of a ledger of a size that can be? */
bool ledger_in_range(const struct ledger *l);

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
