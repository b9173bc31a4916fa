// SPDX-License-Identifier: GPL-2.0
/* A line a value, but rows of numbers on one line; the same JSON in any case. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "util/json-text.h"

static void assert_text(const char *from, const char *wanted)
{
	json_t *json = json_loads(from, 0, NULL), *again;
	char *text = json_text(json);

	assert_non_null(text);
	assert_string_equal(text, wanted);
	again = json_loads(text, 0, NULL);
	assert_true(json_equal(json, again));
	json_decref(again);
	json_decref(json);
	free(text);
}

static void test_rows(void **state)
{
	(void)state;
	assert_text("{\"a\": [1, -2, 3]}", "{\n\"a\":[1,-2,3]\n}");
	assert_text("[[1, [2, 3], [4]], [5]]", "[\n[1,[2,3],[4]],\n[5]\n]");
	assert_text("[[1, 2], [3]]", "[[1,2],[3]]");
	assert_text("{\"a\": [], \"b\": {}}", "{\n\"a\":[],\n\"b\":{}\n}");
}

static void test_others(void **state)
{
	(void)state;
	assert_text("[1, null]", "[\n1,\nnull\n]");
	assert_text("[1, \"2\"]", "[\n1,\n\"2\"\n]");
	assert_text("[{\"a\": 1}, 2]", "[\n{\n\"a\":1\n},\n2\n]");
}

/* What looks like a row in a string is left alone. */
static void test_strings(void **state)
{
	(void)state;
	assert_text("{\"[1, 2\": \"[3,  4] \\\" [5, 6]\\\\\", \"\": [7, 8]}",
		    "{\n\"[1, 2\":\"[3,  4] \\\" [5, 6]\\\\\",\n\"\":[7,8]\n}");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rows),
		cmocka_unit_test(test_others),
		cmocka_unit_test(test_strings),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
