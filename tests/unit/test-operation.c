// SPDX-License-Identifier: GPL-2.0
/* Numbers per operation as tables have them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "mechanisms/operation.h"

static void assert_text(struct spread s, bool exact, const char *text)
{
	assert_string_equal(spread_text(&s, exact).text, text);
}

static void test_exits(void **state)
{
	(void)state;
	assert_text((struct spread) { 3, 1.004, 1.002, 1.01 }, true, "1.00 [1.00–1.01]");
	assert_text((struct spread) { 3, 2, 2, 2 }, true, "2.00");
	assert_text((struct spread) { 1, 0.01, 0.01, 0.01 }, true, "0.01");
	assert_text((struct spread) { .nr = 0 }, true, "–");
}

/* Zero in the range as it would be printed, or less than no exits. */
static void test_none(void **state)
{
	(void)state;
	assert_text((struct spread) { 3, 0.5, -0.1, 1 }, true, "none");
	assert_text((struct spread) { 3, -0.009, -0.011, -0.004 }, true, "none");
	assert_text((struct spread) { 3, 0.008, 0.004, 0.012 }, true, "none");
	assert_text((struct spread) { 1, -0.01, -0.01, -0.01 }, true, "none");
}

/* Cycles of one seed have two digits. */
static void test_cycles(void **state)
{
	(void)state;
	assert_text((struct spread) { 3, 1370, 1360, 1410 }, false, "1.37 k [1.36 k–1.41 k]");
	assert_text((struct spread) { 1, 4711, 4711, 4711 }, false, "4.7 k");
	assert_text((struct spread) { 3, 100, -100, 300 }, false, "none");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_exits),
		cmocka_unit_test(test_none),
		cmocka_unit_test(test_cycles),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
