// SPDX-License-Identifier: GPL-2.0
/* Numbers in few columns. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "show/figure.h"

static char buf[FIGURE_SIZE];

static void test_short(void **state)
{
	static const struct {
		double value;
		const char *text;
	} cases[] = {
		{ 0, "0" }, { 7, "7" }, { 7.25, "7.25" }, { 72.5, "72.5" }, { 725.4, "725" },
		{ 9999, "9999" }, { 99999, "99999" }, { 100000, "100k" }, { 123456, "123k" },
		{ 999499, "999k" }, { 999500, "1.00M" }, { 1234567, "1.23M" }, { 12345678, "12.3M" },
		{ 9995000, "10.0M" }, { 99950000, "100M" }, { 4e9, "4.00G" }, { 5e12, "5.00T" },
		{ 9.2e18, "9.20E" }, { -3, "-3" }, { -1234567, "-1.23M" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_string_equal(figure_short(cases[i].value, buf), cases[i].text);
}

/* Whatever it is, it fits. */
static void test_short_fits(void **state)
{
	double value;

	(void)state;
	for (value = 0.001; value < 9e18; value *= 1.0173) {
		assert_true(strlen(figure_short(value, buf)) <= 5);
		assert_true(strlen(figure_short(-value, buf)) <= 6);
	}
}

static void test_share(void **state)
{
	(void)state;
	assert_string_equal(figure_share(1, 3, buf), "33.3%");
	assert_string_equal(figure_share(3, 3, buf), "100%");
	assert_string_equal(figure_share(999.7, 1000, buf), "100%");
	assert_string_equal(figure_share(-1, 1000, buf), "-0.1%");
	assert_string_equal(figure_share(1, 0, buf), "-");
	assert_string_equal(figure_share(1e6, 1, buf), "-");
}

static void test_average(void **state)
{
	(void)state;
	assert_string_equal(figure_average(1000, 3, buf), "333");
	assert_string_equal(figure_average(1000, 0, buf), "-");
}

static void assert_words(char *const argv[], size_t max, const char *expected)
{
	char *text = NULL;
	size_t size;
	FILE *f = open_memstream(&text, &size);

	figure_words(f, argv, max);
	fclose(f);
	assert_string_equal(text, expected);
	free(text);
}

static void test_words(void **state)
{
	char *plain[] = { "ls", "-l", "/", NULL };
	char *bad[] = { "a\x1b[31m\n", "\xff", NULL };

	(void)state;
	assert_words(plain, 40, "ls -l /");
	assert_words(bad, 40, "a\\x1b[31m\\x0a \\xff");
	assert_words(plain, 10, "ls -...");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_short),
		cmocka_unit_test(test_short_fits),
		cmocka_unit_test(test_share),
		cmocka_unit_test(test_average),
		cmocka_unit_test(test_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
