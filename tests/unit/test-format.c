// SPDX-License-Identifier: GPL-2.0
/* Numbers as readers want them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "output/format.h"

static void test_times(void **state)
{
	static const struct {
		double ratio;
		const char *text;
	} cases[] = {
		{ 1, "×1.00" }, { 1.234, "×1.23" }, { 37.04, "×37.0" }, { 278, "×278" },
		{ 2576.4, "×2,576" }, { 0.36, "×0.36" }, { 0.1, "×0.10" }, { 0, "×0.00" },
		/* Nobody reads ×0.0045. */
		{ 0.0045, "÷222" }, { 0.05, "÷20.0" }, { 1 / 8297.0, "÷8,297" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_string_equal(format_times(cases[i].ratio).text, cases[i].text);
}

static void test_change(void **state)
{
	(void)state;
	assert_string_equal(format_change(1000, 4).text, "÷250");
	assert_string_equal(format_change(0, 4).text, "appears");
	assert_string_equal(format_change(4, 0).text, "disappears");
	assert_string_equal(format_change(0, 0).text, "–");
	assert_string_equal(format_change(2, 3).text, "×1.50");
}

/* A ratio from one exit says how many there are, not by how much they grew. */
static void test_count_change(void **state)
{
	static const struct {
		int64_t from;
		int64_t to;
		const char *text;
	} cases[] = {
		{ 1, 8588, "+8,587" }, { 29, 30, "+1" }, { 5, 2, "-3" }, { 2, 2, "same" },
		{ 30, 60, "×2.00" }, { 39, 11132, "×285" }, { 0, 5, "appears" },
		{ 5, 0, "disappears" }, { 100, 0, "disappears" }, { 0, 0, "–" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_string_equal(format_count_change(cases[i].from, cases[i].to).text,
				    cases[i].text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_times),
		cmocka_unit_test(test_count_change),
		cmocka_unit_test(test_change),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
