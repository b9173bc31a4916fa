// SPDX-License-Identifier: GPL-2.0
/* Bootstrap intervals: known ones, and what must be true of all. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <gsl/gsl_randist.h>

#include "statistics/bootstrap.h"
#include "statistics/median.h"

#define NR(array)	(sizeof(array) / sizeof((array)[0]))

static struct interval one(const double *values, size_t nr)
{
	struct bootstrap b;

	bootstrap(&b, values, nr, values, nr, true);
	return b.a;
}

/*
 * The median of n values drawn from n, n odd, is at most the k-th with the probability that a
 * binomial variable (n, k/n) is above n/2.  SciPy's binom.sf() puts 2.5 % and 97.5 % at:
 */
static void test_known_median(void **state)
{
	static const struct {
		size_t nr;
		double low;
		double high;
	} known[] = { { 1, 1, 1 }, { 3, 1, 3 }, { 5, 1, 5 }, { 7, 2, 6 }, { 11, 3, 9 }, { 21, 7, 15 } };
	double values[21];
	struct interval i;
	size_t k;

	(void)state;
	for (k = 0; k < NR(values); k++)
		values[k] = k + 1;
	for (k = 0; k < NR(known); k++) {
		i = one(values, known[k].nr);
		assert_float_equal(i.low, known[k].low, 0);
		assert_float_equal(i.high, known[k].high, 0);
	}
}

/* SciPy 1.10 bootstrap(method="percentile", n_resamples=99999) of the ratio of medians */
static void test_known_ratio(void **state)
{
	const double a[] = { 100, 104, 98, 101, 103, 99, 102 };
	const double b[] = { 120, 118, 131, 125, 122, 119, 127 };
	struct bootstrap out;

	(void)state;
	bootstrap(&out, a, NR(a), b, NR(b), false);
	/* Between two ratios that can be lies 0.002; which one it is, is chance. */
	assert_float_equal(out.ratio.low, 120.0 / 103, 0.002);
	assert_float_equal(out.ratio.high, 1.27, 0.002);
	bootstrap(&out, a, NR(a), b, NR(b), true);
	assert_float_equal(out.ratio.low, 119.0 / 103, 1e-9);
	assert_float_equal(out.ratio.high, 127.0 / 99, 1e-9);
}

/* What all seeds have in common is no spread of the ratio, if they are drawn together. */
static void test_pairing(void **state)
{
	const double a[] = { 1, 10, 100, 1000 }, b[] = { 1.5, 15, 150, 1500 };
	struct bootstrap out;

	(void)state;
	bootstrap(&out, a, NR(a), b, NR(b), true);
	assert_float_equal(out.ratio.low, 1.5, 1e-12);
	assert_float_equal(out.ratio.high, 1.5, 1e-12);
	bootstrap(&out, a, NR(a), b, NR(b), false);
	assert_true(out.ratio.low < 1 && out.ratio.high > 2);
}

/* Random samples of some sizes: their interval holds their median, and scales with them. */
static void test_properties(void **state)
{
	gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
	double a[12], b[12], doubled[12], copy[12], middle;
	struct bootstrap out, scaled;
	size_t round, nr, i;

	(void)state;
	for (round = 0; round < 60; round++) {
		nr = 1 + round % NR(a);
		for (i = 0; i < nr; i++) {
			a[i] = copy[i] = 1e6 + gsl_ran_gaussian(rng, 1e4);
			b[i] = 1e6 + gsl_ran_gaussian(rng, 1e4);
			doubled[i] = 2 * b[i];
		}
		middle = median(copy, nr);
		bootstrap(&out, a, nr, b, nr, round % 2);
		assert_true(out.a.low <= middle && middle <= out.a.high);
		assert_true(out.ratio.low <= out.ratio.high);
		assert_int_equal(out.ratio.low > 1, out.difference.low > 0);
		assert_int_equal(out.ratio.high < 1, out.difference.high < 0);
		bootstrap(&scaled, a, nr, doubled, nr, round % 2);
		assert_float_equal(scaled.b.low, 2 * out.b.low, 1e-3);
		assert_float_equal(scaled.b.high, 2 * out.b.high, 1e-3);
		assert_float_equal(scaled.ratio.low, 2 * out.ratio.low, 1e-9);
		assert_float_equal(scaled.ratio.high, 2 * out.ratio.high, 1e-9);
	}
	gsl_rng_free(rng);
}

/* Of 300 samples of 21 the interval holds the true median about as often as it says. */
static void test_coverage(void **state)
{
	gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
	size_t round, held = 0, i;
	struct interval interval;
	double values[21];

	(void)state;
	for (round = 0; round < 300; round++) {
		for (i = 0; i < NR(values); i++)
			values[i] = gsl_ran_lognormal(rng, 0, 1);
		interval = one(values, NR(values));
		held += interval.low <= 1 && 1 <= interval.high;
	}
	gsl_rng_free(rng);
	assert_in_range(held, 300 * 90 / 100, 300 * 98 / 100);
}

static void test_repeatable(void **state)
{
	const double a[] = { 3, 1, 4, 1, 5, 9 }, b[] = { 2, 7, 1, 8, 2 };
	struct bootstrap first, second;

	(void)state;
	bootstrap(&first, a, NR(a), b, NR(b), false);
	bootstrap(&second, a, NR(a), b, NR(b), false);
	assert_memory_equal(&first, &second, sizeof(first));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_known_median),
		cmocka_unit_test(test_known_ratio),
		cmocka_unit_test(test_pairing),
		cmocka_unit_test(test_properties),
		cmocka_unit_test(test_coverage),
		cmocka_unit_test(test_repeatable),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
