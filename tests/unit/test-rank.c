// SPDX-License-Identifier: GPL-2.0
/* The order of a table's rows. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "ledger/rank.h"

static struct ledger l;
static unsigned int order[LEDGER_MAX_ROWS];

static int setup(void **state)
{
	(void)state;
	memset(&l, 0, sizeof(l));
	l.nr_reasons = KVM_EXITMETER_SVM_REASONS;
	l.nr_rows = LEDGER_MAX_ROWS;
	return 0;
}

static void test_nothing_to_rank(void **state)
{
	(void)state;
	l.rows[3].max = 7;
	assert_int_equal(rank_rows(&l, order), 0);
}

static void test_order(void **state)
{
	static const unsigned int expected[] = { LEDGER_MAX_ROWS - 1, 40, 9, 7, 8, 0 };

	(void)state;
	/* Counts that differ by more than an int holds, and a negative one. */
	l.rows[LEDGER_MAX_ROWS - 1].count = INT64_MAX;
	l.rows[40].count = 1LL << 32;
	l.rows[9] = (struct ledger_row){ .count = 5, .kernel = 30 };
	l.rows[8] = (struct ledger_row){ .count = 5, .kernel = 20, .user = 1 };
	l.rows[7] = (struct ledger_row){ .count = 5, .kernel = 20 };
	l.rows[0].count = -1;
	assert_int_equal(rank_rows(&l, order), 6);
	assert_memory_equal(order, expected, sizeof(expected));
}

static void test_full_and_cut_off(void **state)
{
	unsigned int i;

	(void)state;
	for (i = 0; i < LEDGER_MAX_ROWS; i++)
		l.rows[i].count = i + 1;
	assert_int_equal(rank_rows(&l, order), LEDGER_MAX_ROWS);
	for (i = 0; i < LEDGER_MAX_ROWS; i++)
		assert_int_equal(order[i], LEDGER_MAX_ROWS - 1 - i);
	l.nr_rows = 10;
	assert_int_equal(rank_rows(&l, order), 10);
	assert_int_equal(order[0], 9);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_nothing_to_rank, setup),
		cmocka_unit_test_setup(test_order, setup),
		cmocka_unit_test_setup(test_full_and_cut_off, setup),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
