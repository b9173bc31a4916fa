// SPDX-License-Identifier: GPL-2.0
/* Which cells are alike, and groups of them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

#include "select/same.h"

#define MANY	1000

static struct record cell(const char *platform, const char *workload, const char *variant,
			  bool shadow, int64_t seed)
{
	return (struct record) {
		.platform = platform, .workload = workload, .variant = variant, .shadow = shadow,
		.seed = seed,
	};
}

/* A cell differs in what it differs in, and in nothing else. */
static void test_same(void **state)
{
	const struct record a = cell("vmx", "boot", "", false, 1);
	const struct record others[] = {
		cell("svm", "boot", "", false, 1), cell("vmx", "fork", "", false, 1),
		cell("vmx", "boot", "pti-off", false, 1), cell("vmx", "boot", "", true, 1),
		cell("vmx", "boot", "", false, 2),
	};
	unsigned int i, what;

	(void)state;
	assert_true(record_same(&a, &a, SAME_CELL));
	for (i = 0; i < 5; i++)
		for (what = 0; what <= SAME_CELL; what++)
			assert_int_equal(record_same(&a, &others[i], what), !(what & 1 << i));
}

static void test_groups(void **state)
{
	const struct record cells[] = {
		cell("vmx", "fork", "", true, 2), cell("vmx", "boot", "", true, 1),
		cell("vmx", "fork", "", false, 1), cell("vmx", "boot", "pti-off", true, 1),
	};
	const struct record like = cell("vmx", "fork", "", false, 77);
	const struct record none = cell("vmx", "forks", "", false, 77);
	static const size_t expected[] = { 0, 1, 0, 2 };
	struct groups g;
	size_t i;

	(void)state;
	groups_begin(&g, SAME_BUT(SAME_SEED | SAME_MODE));
	assert_null(groups_find(&g, &like));
	for (i = 0; i < 4; i++)
		assert_int_equal(groups_add(&g, &cells[i]), expected[i]);
	assert_int_equal(g.nr, 3);
	assert_ptr_equal(groups_find(&g, &like), &g.group[0]);
	assert_int_equal(g.group[0].nr, 2);
	assert_ptr_equal(g.group[0].record[0], &cells[0]);
	assert_ptr_equal(g.group[0].record[1], &cells[2]);
	assert_null(groups_find(&g, &none));
	groups_free(&g);
}

/* More than there are slots at first: all are found again. */
static void test_many(void **state)
{
	static struct record cells[MANY];
	struct groups g;
	size_t i;

	(void)state;
	groups_begin(&g, SAME_CELL);
	for (i = 0; i < MANY; i++) {
		cells[i] = cell("vmx", "boot", i % 2 ? "pti-off" : "", i % 3, i);
		assert_int_equal(groups_add(&g, &cells[i]), i);
	}
	for (i = 0; i < MANY; i++)
		assert_ptr_equal(groups_find(&g, &cells[i])->record[0], &cells[i]);
	groups_free(&g);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_same),
		cmocka_unit_test(test_groups),
		cmocka_unit_test(test_many),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
