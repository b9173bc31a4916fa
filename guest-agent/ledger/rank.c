// SPDX-License-Identifier: GPL-2.0
#include "rank.h"

#include <stdlib.h>

static int descending(int64_t a, int64_t b)
{
	return (a < b) - (a > b);
}

static int compare(const void *left, const void *right, void *ledger)
{
	unsigned int i = *(const unsigned int *)left, j = *(const unsigned int *)right;
	const struct ledger_row *rows = ((const struct ledger *)ledger)->rows;
	int order = descending(rows[i].count, rows[j].count);

	if (!order)
		order = descending(rows[i].kernel, rows[j].kernel);
	return order ? order : descending(j, i);
}

size_t rank_rows(const struct ledger *l, unsigned int order[LEDGER_MAX_ROWS])
{
	unsigned int i;
	size_t n = 0;

	for (i = 0; i < l->nr_rows; i++)
		if (!ledger_row_is_zero(&l->rows[i]))
			order[n++] = i;
	qsort_r(order, n, sizeof(*order), compare, (void *)l);
	return n;
}
