// SPDX-License-Identifier: GPL-2.0
/* Samples in memory: in order, and thinned when there are too many. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "cell/l1-samples.h"

static struct samples samples;

/* Its length is its number. */
static void add(size_t from, size_t to)
{
	struct sample *s;

	for (; from < to; from++) {
		s = samples_next(&samples);
		s->length = from;
		samples_add(&samples);
	}
}

static void assert_numbers(size_t first, size_t step)
{
	size_t i;

	for (i = 0; i < samples.nr; i++)
		assert_int_equal(samples.slot[i]->length, first + i * step);
}

static void test_order(void **state)
{
	(void)state;
	samples_init(&samples);
	add(0, SAMPLES_MAX);
	assert_int_equal(samples.nr, SAMPLES_MAX);
	assert_int_equal(samples.thinned, 0);
	assert_numbers(0, 1);
}

/* What was asked for and not added leaves nothing. */
static void test_not_added(void **state)
{
	(void)state;
	samples_init(&samples);
	add(0, 3);
	samples_next(&samples)->length = 99;
	assert_int_equal(samples.nr, 3);
	add(3, 5);
	assert_numbers(0, 1);
}

/* Every second one stays, the last of them: the next come as if nothing had been. */
static void test_thinned(void **state)
{
	size_t i;

	(void)state;
	samples_init(&samples);
	add(0, SAMPLES_MAX + 1);
	assert_int_equal(samples.thinned, 1);
	assert_int_equal(samples.nr, SAMPLES_MAX / 2 + 1);
	for (i = 0; i < SAMPLES_MAX / 2; i++)
		assert_int_equal(samples.slot[i]->length, 2 * i + 1);
	assert_int_equal(samples.slot[SAMPLES_MAX / 2]->length, SAMPLES_MAX);
}

/* No slot is lost and none is there twice, however often. */
static void test_thinned_again(void **state)
{
	static char seen[SAMPLES_MAX];
	size_t i, slot;

	(void)state;
	samples_init(&samples);
	add(0, 5 * SAMPLES_MAX);
	assert_true(samples.thinned > 5);
	for (i = 0; i < SAMPLES_MAX; i++) {
		slot = samples.slot[i] - samples.room;
		assert_true(slot < SAMPLES_MAX && !seen[slot]++);
	}
	for (i = 1; i < samples.nr; i++)
		assert_true(samples.slot[i - 1]->length < samples.slot[i]->length);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_order),
		cmocka_unit_test(test_not_added),
		cmocka_unit_test(test_thinned),
		cmocka_unit_test(test_thinned_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
