// SPDX-License-Identifier: GPL-2.0
/* What is called a difference, and on what grounds. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>
#include <gsl/gsl_randist.h>

#include "statistics/effect.h"

#define NR(array)	(sizeof(array) / sizeof((array)[0]))
#define MAX		16

static int64_t seeds[] = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16 };

/* The other side has the same seeds or, from @first_b, others. */
static struct effect measure(const double *a, size_t nr_a, const double *b, size_t nr_b,
			     size_t first_b, bool exact)
{
	const struct sample sample_a = { (double *)a, seeds, nr_a };
	const struct sample sample_b = { (double *)b, seeds + first_b, nr_b };
	struct effect e, *all[] = { &e };

	effect_measure(&e, &sample_a, &sample_b, exact);
	effects_call(all, 1);
	return e;
}

/* One figure of both sides, and what is to be said of it. */
static const struct expected {
	bool exact;
	size_t nr[2];
	double a[MAX];
	double b[MAX];
	size_t first_b;
	enum effect_call call;
	enum effect_basis basis;
	const char *text;
} expected[] = {
	{ true, { 1, 1 }, { 5 }, { 5 }, 0, CALL_SAME, BASIS_EXACT_ONE, "exact, one seed" },
	{ true, { 1, 1 }, { 5 }, { 6 }, 0, CALL_MORE, BASIS_EXACT_ONE, "exact, one seed" },
	{ true, { 1, 1 }, { 5 }, { 0 }, 0, CALL_FEWER, BASIS_EXACT_ONE, "exact, one seed" },
	{ true, { 3, 3 }, { 5, 5, 5 }, { 7, 7, 7 }, 0, CALL_MORE, BASIS_EXACT_EQUAL,
	  "exact, equal in all 3 seeds" },
	{ true, { 3, 3 }, { 5, 5, 5 }, { 5, 5, 5 }, 0, CALL_SAME, BASIS_EXACT_EQUAL,
	  "exact, equal in all 3 seeds" },
	{ true, { 2, 2 }, { 5, 9 }, { 6, 10 }, 0, CALL_MORE, BASIS_EXACT_AGREE,
	  "all 2 seeds agree" },
	{ true, { 2, 2 }, { 5, 9 }, { 5, 9 }, 0, CALL_SAME, BASIS_EXACT_AGREE,
	  "all 2 seeds agree" },
	{ true, { 2, 2 }, { 5, 9 }, { 6, 8 }, 0, CALL_UNCLEAR, BASIS_EXACT_DISAGREE,
	  "depends on the seed" },
	{ true, { 2, 1 }, { 5, 9 }, { 10 }, 0, CALL_MORE, BASIS_EXACT_AGREE,
	  "all 2 and 1 seeds agree" },
	{ false, { 1, 1 }, { 5 }, { 500 }, 0, CALL_UNCLEAR, BASIS_ONE, "one seed: no interval" },
	{ false, { 1, 1 }, { 5 }, { 5 }, 0, CALL_UNCLEAR, BASIS_ONE, "one seed: no interval" },
	{ false, { 5, 1 }, { 1, 2, 3, 4, 5 }, { 50 }, 0, CALL_UNCLEAR, BASIS_ONE,
	  "one seed: no interval" },
	{ false, { 3, 3 }, { 7, 7, 7 }, { 7, 7, 7 }, 0, CALL_SAME, BASIS_EQUAL,
	  "equal in all 3 seeds" },
	{ false, { 2, 2 }, { 1, 2 }, { 10, 20 }, 0, CALL_UNCLEAR, BASIS_FEW,
	  "2 seeds are too few" },
	{ false, { 3, 3 }, { 1, 2, 3 }, { 10, 20, 30 }, 0, CALL_MORE, BASIS_AGREE,
	  "all 3 seeds agree" },
	{ false, { 3, 3 }, { 10, 20, 30 }, { 1, 2, 3 }, 0, CALL_FEWER, BASIS_AGREE,
	  "all 3 seeds agree" },
	{ false, { 3, 3 }, { 1, 2, 3 }, { 10, 20, 30 }, 3, CALL_MORE, BASIS_AGREE,
	  "all 3 seeds agree" },
	{ false, { 3, 4 }, { 1, 2, 3 }, { 10, 20, 30, 40 }, 3, CALL_MORE, BASIS_AGREE,
	  "all 3 and 4 seeds agree" },
	/* All three go up, but from seed to seed there is more than that. */
	{ false, { 3, 3 }, { 10, 20, 30 }, { 11, 21, 31 }, 0, CALL_UNCLEAR, BASIS_FEW,
	  "3 seeds are too few" },
	{ false, { 5, 5 }, { 10, 20, 30, 40, 50 }, { 11, 21, 31, 41, 51 }, 0, CALL_MORE,
	  BASIS_AGREE, "all 5 seeds agree" },
	{ false, { 5, 5 }, { 10, 20, 30, 40, 50 }, { 11, 21, 31, 41, 51 }, 5, CALL_UNCLEAR,
	  BASIS_OVERLAP, "seeds overlap" },
	{ false, { 4, 4 }, { 10, 20, 30, 40 }, { 15, 19, 33, 44 }, 0, CALL_UNCLEAR,
	  BASIS_OVERLAP, "seeds overlap" },
	{ false, { 6, 6 }, { 1, 2, 3, 4, 5, 6 }, { 2, 3, 4, 5, 6, 7 }, 0, CALL_MORE,
	  BASIS_TEST, "interval and test" },
	{ false, { 4, 4 }, { 1, 2, 3, 4 }, { 11, 12, 13, 14 }, 4, CALL_MORE, BASIS_TEST,
	  "interval and test" },
	{ false, { 0, 3 }, { 0 }, { 1, 2, 3 }, 0, CALL_NONE, BASIS_NONE, "" },
	{ false, { 0, 0 }, { 0 }, { 0 }, 0, CALL_NONE, BASIS_NONE, "" },
};

static void test_calls(void **state)
{
	const struct expected *x;
	struct effect e;
	char *text;
	size_t i;

	(void)state;
	for (i = 0; i < NR(expected); i++) {
		x = &expected[i];
		e = measure(x->a, x->nr[0], x->b, x->nr[1], x->first_b, x->exact);
		text = effect_basis_text(&e);
		if (e.call != x->call || e.basis != x->basis)
			print_message("# %zu: %s (%s)\n", i, effect_call_name(e.call), text);
		assert_int_equal(e.call, x->call);
		assert_int_equal(e.basis, x->basis);
		assert_string_equal(text, x->text);
		free(text);
	}
}

static void test_figures(void **state)
{
	const double a[] = { 3, 1, 2 }, b[] = { 30, 10, 20 }, zero[] = { 0, 1, 1 };
	struct effect e;

	(void)state;
	e = measure(a, 3, b, 3, 0, false);
	assert_float_equal(e.median[0], 2, 0);
	assert_float_equal(e.median[1], 20, 0);
	assert_float_equal(e.ratio, 10, 1e-12);
	assert_true(e.paired && e.has_ratio_interval);
	assert_float_equal(e.ratio_interval.low, 10, 1e-12);
	assert_float_equal(e.ratio_interval.high, 10, 1e-12);
	assert_float_equal(e.interval[0].low, 1, 0);
	assert_float_equal(e.interval[0].high, 3, 0);
	assert_float_equal(e.p, 0.25, 1e-12);
	assert_float_equal(e.p_least, 0.25, 1e-12);
	assert_float_equal(a[0], 3, 0);

	/* Nothing can be divided by a side that may be 0. */
	e = measure(zero, 3, b, 3, 0, false);
	assert_false(e.has_ratio || e.has_ratio_interval);
	e = measure(b, 3, zero, 3, 0, false);
	assert_true(e.has_ratio);

	/* Exact platforms have ranges, of all with all if the seeds differ. */
	e = measure(a, 3, b, 3, 3, true);
	assert_false(e.paired || e.has_test);
	assert_float_equal(e.ratio_interval.low, 10.0 / 3, 1e-12);
	assert_float_equal(e.ratio_interval.high, 30, 1e-12);

	e = measure(a, 3, NULL, 0, 0, false);
	assert_true(e.has_interval[0] && !e.has_interval[1] && !e.has_test);
	assert_float_equal(e.interval[0].high, 3, 0);
}

/* Many tests at a time: one p in many is small by chance. */
static void test_corrected(void **state)
{
	const double a[] = { 1, 2, 3, 4, 5, 6 }, b[] = { 2, 3, 4, 5, 6, 7 };
	const struct sample sample[] = { { (double *)a, seeds, 6 }, { (double *)b, seeds, 6 } };
	struct effect e[4], *all[NR(e)];
	size_t i;

	(void)state;
	for (i = 0; i < NR(e); i++) {
		all[i] = &e[i];
		effect_measure(&e[i], &sample[0], &sample[1], false);
	}
	effects_call(all, 1);
	assert_int_equal(e[0].basis, BASIS_TEST);
	assert_float_equal(e[0].p_holm, 1.0 / 32, 1e-12);
	effects_call(all, NR(e));
	assert_float_equal(e[0].p_holm, 4.0 / 32, 1e-12);
	assert_int_equal(e[0].basis, BASIS_AGREE);
}

/* A difference that seeds agree on is one that the interval has, too; none is called without. */
static void test_interval_decides(void **state)
{
	gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
	double a[MAX / 2], b[MAX / 2];
	size_t round, nr, called = 0, i;
	struct effect e;

	(void)state;
	for (round = 0; round < 200; round++) {
		nr = 2 + round % (NR(a) - 1);
		for (i = 0; i < nr; i++) {
			a[i] = 1000 + gsl_ran_gaussian(rng, 10);
			b[i] = a[i] + gsl_ran_gaussian(rng, 5) + (round % 3) * 8;
		}
		e = measure(a, nr, b, nr, round % 2 ? nr : 0, false);
		if (e.agree)
			assert_true(e.excludes);
		if (e.call != CALL_MORE && e.call != CALL_FEWER)
			continue;
		called++;
		assert_true(e.excludes);
		assert_int_equal(e.call == CALL_MORE, e.ratio > 1);
		assert_true(e.ratio_interval.low > 1 || e.ratio_interval.high < 1);
	}
	gsl_rng_free(rng);
	assert_true(called > 50 && called < 150);
}

/* Where there is no difference, three seeds against three call one in ten as they say. */
static void test_false_calls(void **state)
{
	gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
	size_t round, called = 0, i;
	double a[3], b[3];
	struct effect e;

	(void)state;
	for (round = 0; round < 400; round++) {
		for (i = 0; i < NR(a); i++) {
			a[i] = 1000 + gsl_ran_gaussian(rng, 10);
			b[i] = 1000 + gsl_ran_gaussian(rng, 10);
		}
		e = measure(a, NR(a), b, NR(b), 0, false);
		called += e.call != CALL_UNCLEAR;
	}
	gsl_rng_free(rng);
	assert_in_range(called, 400 * 6 / 100, 400 * 14 / 100);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_calls),
		cmocka_unit_test(test_figures),
		cmocka_unit_test(test_corrected),
		cmocka_unit_test(test_interval_decides),
		cmocka_unit_test(test_false_calls),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
