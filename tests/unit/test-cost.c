// SPDX-License-Identifier: GPL-2.0
/* What the workloads that time exits print: read exactly, or refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "overhead/cost.h"

#define LINE "cpuid n 10 min 1 median 2 p99 3 max 4 mean 2\n"

static char error[384];

static void test_lines(void **state)
{
	static const int64_t figures[COST_FIGURES] = { 10, 1, 2, 3, 4, 2 };
	const struct cost *cost;
	struct costs c;
	size_t i;

	(void)state;
	assert_int_equal(costs_parse(&c, "loading\n\n" LINE
				     "hlt n 1 min 7 median 7 p99 7 max 7 mean 7\n"
				     "window exits 1\nsnapshot exits 0", error, sizeof(error)), 0);
	assert_int_equal(c.nr, 2);
	cost = costs_find(&c, "cpuid");
	assert_non_null(cost);
	for (i = 0; i < COST_FIGURES; i++)
		assert_int_equal(cost_figure(cost, i), figures[i]);
	assert_null(costs_find(&c, "cpu"));
	assert_int_equal(c.window_exits, 1);
	assert_int_equal(c.snapshot_exits, 0);
	costs_free(&c);
}

static void test_nothing(void **state)
{
	struct costs c;

	(void)state;
	assert_int_equal(costs_parse(&c, "", error, sizeof(error)), 0);
	assert_int_equal(c.nr, 0);
	assert_int_equal(c.window_exits, -1);
	assert_int_equal(c.snapshot_exits, -1);
	costs_free(&c);
}

static void test_foreign_lines(void **state)
{
	static const char *const texts[] = {
		"n\n", "exits\n", "window exit 1\n", "other exits many\n", "a b c d e f g h i j k l "
		"m n o p q r s t\n", "   \t \r\n", "\n\n\n",
	};
	char longer[4096];
	struct costs c;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		assert_int_equal(costs_parse(&c, texts[i], error, sizeof(error)), 0);
		assert_int_equal(c.nr, 0);
		costs_free(&c);
	}
	memset(longer, 'x', sizeof(longer));
	longer[1] = ' ';
	longer[2] = 'n';
	longer[3] = ' ';
	longer[sizeof(longer) - 1] = '\0';
	assert_int_equal(costs_parse(&c, longer, error, sizeof(error)), 0);
	costs_free(&c);
}

static void test_refused(void **state)
{
	static const char *const texts[] = {
		"cpuid n\n",
		"cpuid n 10 min 1 median 2 p99 3 max 4\n",
		"cpuid n 10 min 1 median 2 p99 3 max 4 mean 2 more\n",
		"cpuid n 10 min 1 median 2 p99 3 max 4 mean 2 more 3\n",
		"cpuid n 10 min 1 median 2 p99 3 max 4 average 2\n",
		"cpuid n -10 min 1 median 2 p99 3 max 4 mean 2\n",
		"cpuid n +10 min 1 median 2 p99 3 max 4 mean 2\n",
		"cpuid n 0 min 1 median 2 p99 3 max 4 mean 2\n",
		"cpuid n 10 min 3 median 2 p99 3 max 4 mean 3\n",
		"cpuid n 10 min 1 median 4 p99 3 max 4 mean 2\n",
		"cpuid n 10 min 1 median 2 p99 5 max 4 mean 2\n",
		"cpuid n 10 min 1 median 2 p99 3 max 4 mean 0\n",
		"cpuid n 10 min 1 median 2 p99 3 max 4 mean 5\n",
		"cpuid n 10 min 1 median 2 p99 3 max 99999999999999999999 mean 2\n",
		"cpuid n 10 min 1 median 2 p99 3 max 9223372036854775807 mean 2\n",
		"cpuid n 10 min 1 median 2.5 p99 3 max 4 mean 2\n",
		"a-name-of-thirty-two-characters-- n 10 min 1 median 2 p99 3 max 4 mean 2\n",
		LINE LINE,
		"window exits\n", "window exits -1\n", "window exits 1 2\n", "snapshot exits x\n",
	};
	struct costs c;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		*error = '\0';
		assert_int_equal(costs_parse(&c, texts[i], error, sizeof(error)), -1);
		assert_non_null(strstr(error, "of the output"));
		assert_int_equal(c.nr, 0);
	}
}

static void test_error_names_the_line(void **state)
{
	struct costs c;

	(void)state;
	assert_int_equal(costs_parse(&c, "x\n" LINE "hlt n ten\n", error, sizeof(error)), -1);
	assert_non_null(strstr(error, "line 3 of the output, \"hlt n ten\""));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_lines),
		cmocka_unit_test(test_nothing),
		cmocka_unit_test(test_foreign_lines),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_error_names_the_line),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
