// SPDX-License-Identifier: GPL-2.0
/* Exact tests against known p, and what their random part comes to. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "statistics/permutation.h"

#define NR(array)	(sizeof(array) / sizeof((array)[0]))
#define EXACT		1e-12

/* All signs equal: two of 2^n ways. */
static void test_paired_least(void **state)
{
	const double up[] = { 5, 1, 3, 2, 9, 4 }, down[] = { -5, -1, -3, -2, -9, -4 };
	size_t nr;

	(void)state;
	for (nr = 1; nr <= NR(up); nr++) {
		assert_float_equal(permutation_paired(up, nr), 2 / pow(2, nr), EXACT);
		assert_float_equal(permutation_paired(down, nr), 2 / pow(2, nr), EXACT);
		assert_float_equal(permutation_paired_least(nr), 2 / pow(2, nr), EXACT);
	}
	assert_true(permutation_paired_least(3) > 0.05);
	assert_true(permutation_paired_least(5) > 0.05);
	assert_true(permutation_paired_least(6) < 0.05);
}

static void test_paired_known(void **state)
{
	/*
	 * Darwin's maize, crossed less self-fertilised, eighths of an inch: 1,726 of 32,768 ways
	 * are as extreme (Fisher, The Design of Experiments, 1935, section 21).
	 */
	const double darwin[] = {
		49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48,
	};
	/* SciPy 1.10 permutation_test(permutation_type="samples"): 0.21875 */
	const double mixed[] = { 3, -1, 2, 4, -2, 5 };
	const double none[] = { 0, 0, 0, 0 };

	(void)state;
	assert_float_equal(permutation_paired(darwin, NR(darwin)), 1726.0 / 32768, EXACT);
	assert_float_equal(permutation_paired(mixed, NR(mixed)), 0.21875, EXACT);
	assert_float_equal(permutation_paired(none, NR(none)), 1, EXACT);
}

/* More ways than are tried; SciPy tries all and has 0.0239506 */
static void test_paired_random(void **state)
{
	double difference[20], p;
	size_t i;

	(void)state;
	for (i = 0; i < NR(difference); i++)
		difference[i] = i % 4 ? i + 1.0 : -(i + 1.0);
	p = permutation_paired(difference, NR(difference));
	assert_float_equal(p, 0.0239506, 0.003);
	assert_float_equal(p, permutation_paired(difference, NR(difference)), 0);
	for (i = 0; i < NR(difference); i++)
		difference[i] = fabs(difference[i]);
	assert_float_equal(permutation_paired(difference, NR(difference)),
			   permutation_paired_least(NR(difference)), 1e-4);
	assert_true(permutation_paired(difference, NR(difference)) > 0);
}

/* Apart completely: two of all ways to choose. */
static void test_ranks_least(void **state)
{
	static const double ways[] = { 1, 2, 6, 20, 70, 252, 924 };
	const double low[] = { 6, 1, 3, 2, 5, 4 }, high[] = { 17, 12, 11, 16, 13, 15 };
	size_t nr;

	(void)state;
	for (nr = 2; nr <= NR(low); nr++) {
		assert_float_equal(permutation_ranks(low, nr, high, nr), 2 / ways[nr], EXACT);
		assert_float_equal(permutation_ranks(high, nr, low, nr), 2 / ways[nr], EXACT);
		assert_float_equal(permutation_ranks_least(nr, nr), 2 / ways[nr], EXACT);
	}
	assert_float_equal(permutation_ranks(low, 1, high, 1), 1, EXACT);
	assert_float_equal(permutation_ranks_least(1, 1), 1, EXACT);
	assert_float_equal(permutation_ranks_least(3, 5), 2.0 / 56, EXACT);
	/* There are 10^600 ways and more. */
	assert_true(permutation_ranks_least(1000, 1000) > 0);
}

static void test_ranks_known(void **state)
{
	/* The example of SciPy's manual for mannwhitneyu(): 0.1111 */
	const double males[] = { 19, 22, 16, 29, 24 }, females[] = { 20, 11, 17, 12 };
	/* With ties: 11 of 126 ways, counted by enumerating SciPy's rankdata(). */
	const double a[] = { 1, 2, 2, 3 }, b[] = { 2, 3, 4, 4, 5 };
	const double same[] = { 7, 7, 7 };

	(void)state;
	assert_float_equal(permutation_ranks(males, 5, females, 4), 14.0 / 126, EXACT);
	assert_float_equal(permutation_ranks(a, 4, b, 5), 11.0 / 126, EXACT);
	assert_float_equal(permutation_ranks(b, 5, a, 4), 11.0 / 126, EXACT);
	assert_float_equal(permutation_ranks(same, 3, same, 3), 1, EXACT);
}

/* SciPy's exact mannwhitneyu(): 0.0100445 */
static void test_ranks_random(void **state)
{
	double a[12], b[12];
	size_t i;

	(void)state;
	for (i = 0; i < NR(a); i++) {
		a[i] = i;
		b[i] = i + 4.5;
	}
	assert_float_equal(permutation_ranks(a, NR(a), b, NR(b)), 0.0100445, 0.002);
}

/* Neither a unit nor the order of the values matters. */
static void test_invariant(void **state)
{
	const double a[] = { 19, 22, 16, 29 }, b[] = { 20, 11, 17, 12 };
	const double a_scaled[] = { 29e9, 16e9, 22e9, 19e9 }, b_scaled[] = { 12e9, 20e9, 11e9, 17e9 };
	const double d[] = { 3, -1, 2, 4 }, d_scaled[] = { 4e9, 2e9, 3e9, -1e9 };

	(void)state;
	assert_float_equal(permutation_ranks(a, 4, b, 4), permutation_ranks(a_scaled, 4, b_scaled, 4),
			   EXACT);
	assert_float_equal(permutation_paired(d, 4), permutation_paired(d_scaled, 4), EXACT);
}

static void test_holm(void **state)
{
	/* R: p.adjust(c(0.01, 0.04, 0.03, 0.005), "holm") is 0.03 0.06 0.06 0.02 */
	double p[] = { 0.01, 0.04, 0.03, 0.005 }, large[] = { 0.5, 0.9 }, one[] = { 0.04 };

	(void)state;
	permutation_holm(p, NR(p));
	assert_float_equal(p[0], 0.03, EXACT);
	assert_float_equal(p[1], 0.06, EXACT);
	assert_float_equal(p[2], 0.06, EXACT);
	assert_float_equal(p[3], 0.02, EXACT);
	permutation_holm(large, NR(large));
	assert_float_equal(large[0], 1, EXACT);
	assert_float_equal(large[1], 1, EXACT);
	permutation_holm(one, 1);
	assert_float_equal(one[0], 0.04, EXACT);
	permutation_holm(NULL, 0);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_paired_least),
		cmocka_unit_test(test_paired_known),
		cmocka_unit_test(test_paired_random),
		cmocka_unit_test(test_ranks_least),
		cmocka_unit_test(test_ranks_known),
		cmocka_unit_test(test_ranks_random),
		cmocka_unit_test(test_invariant),
		cmocka_unit_test(test_holm),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
