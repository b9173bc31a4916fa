// SPDX-License-Identifier: GPL-2.0
#include "row.h"

#include <stdio.h>
#include <stdlib.h>

struct row_text row_key(unsigned int vendor, unsigned int row)
{
	struct row_text out;

	if (row >= reason_count(vendor))
		return row_name(vendor, row);
	snprintf(out.text, sizeof(out.text), "%u", row);
	return out;
}

struct row_text row_name(unsigned int vendor, unsigned int row)
{
	char buf[REASON_NAME_SIZE];
	struct row_text out;

	snprintf(out.text, sizeof(out.text), "%s", reason_name(vendor, row, buf));
	return out;
}

struct row_text row_label(unsigned int vendor, unsigned int row)
{
	char buf[REASON_NAME_SIZE];
	struct row_text out;

	if (row >= reason_count(vendor))
		return row_name(vendor, row);
	snprintf(out.text, sizeof(out.text), "%u %s", row, reason_name(vendor, row, buf));
	return out;
}

size_t rows_by_number(unsigned int rows[LEDGER_MAX_ROWS], const struct ledger *a,
		      const struct ledger *b)
{
	const struct ledger *any = a ? a : b;
	unsigned int i;
	size_t nr = 0;

	for (i = 0; i < any->nr_reasons + KVM_EXITMETER_ROW_STARTUP; i++)
		if ((a && !ledger_row_is_zero(&a->rows[i])) ||
		    (b && !ledger_row_is_zero(&b->rows[i])))
			rows[nr++] = i;
	return nr;
}

struct counted {
	unsigned int row;
	int64_t count;
};

static int compare(const void *a, const void *b)
{
	const struct counted *x = a, *y = b;

	if (x->count != y->count)
		return x->count < y->count ? 1 : -1;
	return x->row < y->row ? -1 : 1;
}

size_t rows_by_count(unsigned int rows[LEDGER_MAX_ROWS], const struct ledger *a,
		     const struct ledger *b)
{
	struct counted counted[LEDGER_MAX_ROWS];
	size_t nr = rows_by_number(rows, a, b), i;

	for (i = 0; i < nr; i++) {
		counted[i].row = rows[i];
		counted[i].count = (a ? a->rows[rows[i]].count : 0) +
				   (b ? b->rows[rows[i]].count : 0);
	}
	qsort(counted, nr, sizeof(counted[0]), compare);
	for (i = 0; i < nr; i++)
		rows[i] = counted[i].row;
	return nr;
}

size_t rows_top(unsigned int rows[LEDGER_MAX_ROWS], size_t max, const struct ledger *a,
		const struct ledger *b)
{
	size_t nr = rows_by_count(rows, a, b), top = 0, i;
	unsigned int row;

	for (i = 0; i < nr && top < max; i++) {
		row = rows[i];
		if (row < a->nr_reasons && (a->rows[row].count || (b && b->rows[row].count)))
			rows[top++] = row;
	}
	return top;
}
