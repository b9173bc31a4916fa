// SPDX-License-Identifier: GPL-2.0
/* Several windows as one result: medians, ranges, laws. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "measure/windows.h"

#define CPUID	10

static struct windows r;
static struct window w;

static int setup(void **state)
{
	(void)state;
	memset(&w, 0, sizeof(w));
	memset(&r, 0, sizeof(r));
	w.info.nr_vcpus = 1;
	w.net.nr_reasons = KVM_EXITMETER_VMX_REASONS;
	w.net.nr_rows = KVM_EXITMETER_VMX_REASONS + KVM_EXITMETER_ROW_NR;
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	windows_free(&r);
	return 0;
}

static void add(int64_t count)
{
	w.net.exits = w.net.kvm_exits = count;
	w.net.rows[CPUID] = (struct ledger_row) { count, 10 * count, 0, 0, 0, 0 };
	w.net.kernel = 10 * count;
	w.net.guest = 1000;
	w.net.wall = w.net.kernel + w.net.guest;
	w.end.tsc = 100 + count;
	w.begin.tsc = 100;
	assert_int_equal(windows_add(&r, &w), 0);
}

static void test_odd(void **state)
{
	static struct ledger median;
	struct range range;

	(void)state;
	add(9);
	add(2);
	add(5);
	windows_median(&r, WINDOWS_VM, &median);
	assert_int_equal(median.exits, 5);
	assert_int_equal(median.rows[CPUID].count, 5);
	assert_int_equal(median.rows[CPUID].kernel, 50);
	assert_int_equal(windows_elapsed(&r), 5);
	range = windows_row_range(&r, WINDOWS_VM, CPUID, offsetof(struct ledger_row, kernel));
	assert_int_equal(range.min, 20);
	assert_int_equal(range.max, 90);
	range = windows_sum_range(&r, WINDOWS_VM, offsetof(struct ledger, exits));
	assert_int_equal(range.min, 2);
	assert_int_equal(range.max, 9);
	/* The order of the windows is kept. */
	assert_int_equal(r.all[0].net.exits, 9);
}

static void test_even(void **state)
{
	static struct ledger median;

	(void)state;
	add(-3);
	add(4);
	add(100);
	add(7);
	windows_median(&r, WINDOWS_VM, &median);
	assert_int_equal(median.exits, 5);
}

static void test_law_that_one_breaks(void **state)
{
	size_t i;

	(void)state;
	add(1);
	add(2);
	for (i = 0; i < ledger_nr_laws; i++)
		assert_int_equal(windows_law_off(&r, &ledger_laws[i]), 0);
	r.all[1].net.wall += 3;
	for (i = 0; i < ledger_nr_laws; i++)
		assert_int_equal(windows_law_off(&r, &ledger_laws[i]),
				 ledger_laws[i].right == offsetof(struct ledger, wall) ? -3 : 0);
}

static void test_vcpus(void **state)
{
	static struct ledger vcpus[2];

	(void)state;
	assert_int_equal(windows_vcpus(&r), 0);
	w.vcpus = vcpus;
	w.nr_vcpus = 2;
	vcpus[0] = vcpus[1] = w.net;
	vcpus[1].rows[CPUID].count = 8;
	add(1);
	/* A copy: the window keeps its own. */
	vcpus[1].rows[CPUID].count = 0;
	assert_int_equal(windows_row_range(&r, 1, CPUID, offsetof(struct ledger_row, count)).max, 8);
	w.nr_vcpus = 1;
	add(1);
	/* What all of them have. */
	assert_int_equal(windows_vcpus(&r), 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_odd, setup, teardown),
		cmocka_unit_test_setup_teardown(test_even, setup, teardown),
		cmocka_unit_test_setup_teardown(test_law_that_one_breaks, setup, teardown),
		cmocka_unit_test_setup_teardown(test_vcpus, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
