// SPDX-License-Identifier: GPL-2.0
/* A workload's points: what the program says, and the sum of their windows. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>
#include <jansson.h>

#include "exitbench/points.h"

#define RECORD "tests/golden/records/bochs-vmx.ept0.fork.s1.json"

static json_int_t number(const char *output)
{
	json_t *operations = points_operations(output);
	json_t *n = json_object_get(operations, "number");
	json_int_t value = json_is_integer(n) ? json_integer_value(n) : -1;

	json_decref(operations);
	return value;
}

static void test_operations(void **state)
{
	json_t *operations = points_operations("hello\noperations 12 hand-overs a b\nbye\n");

	(void)state;
	assert_int_equal(json_integer_value(json_object_get(operations, "number")), 12);
	assert_string_equal(json_string_value(json_object_get(operations, "what")),
			    "hand-overs a b");
	json_decref(operations);
	assert_int_equal(number("operations 3 x"), 3);
	assert_int_equal(number("operations 0 x\n"), 0);
}

static void test_no_operations(void **state)
{
	static const char *const outputs[] = {
		NULL, "", "\n", "3 operations\n", " operations 3 x\n", "operations x\n",
		"operations 3\n", "operations -3 x\n", "operations 3x y\n", "operations  \n",
		"operations 99999999999999999999 x\n",
		/* Which of the two? */
		"operations 3 x\noperations 3 x\n",
		"operations 3 x\noperations many\n",
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(outputs) / sizeof(outputs[0]); i++)
		assert_int_equal(number(outputs[i]), -1);
}

/* Two points of the window in a record. */
static json_t *two_points(void)
{
	json_t *record = json_load_file(RECORD, 0, NULL);
	json_t *window = json_object_get(json_object_get(record, "measured"), "window");
	json_t *points = json_pack("[{s:s, s:O}, {s:s, s:o}]", "point", "1", "window", window,
				   "point", "2", "window", json_deep_copy(window));

	assert_non_null(points);
	json_decref(record);
	return points;
}

static json_t *window_of(json_t *points, size_t point)
{
	return json_object_get(json_array_get(points, point), "window");
}

static json_int_t value(const json_t *window, const char *ledger, const char *key)
{
	return json_integer_value(json_object_get(json_object_get(window, ledger), key));
}

static json_t *row(const json_t *window, const char *ledger, const char *key)
{
	return json_object_get(json_object_get(json_object_get(window, ledger), "rows"), key);
}

static void test_sum(void **state)
{
	static const char *const ledgers[] = { "empty", "begin", "end", "net" };
	json_t *points = two_points(), *sum, *one, *fault;
	size_t i;

	(void)state;
	fault = row(window_of(points, 1), "net", "0");
	json_array_set_new(fault, 0, json_integer(7));
	json_array_set_new(fault, 5, json_integer(90000));
	one = json_deep_copy(window_of(points, 0));
	sum = points_sum(points, "window", "fork \"a b\" {point}");
	for (i = 0; i < sizeof(ledgers) / sizeof(ledgers[0]); i++)
		assert_int_equal(value(sum, ledgers[i], "wall"), 2 * value(one, ledgers[i], "wall"));
	/* The longest interval is no sum. */
	assert_int_equal(json_integer_value(json_array_get(row(sum, "net", "0"), 0)),
			 json_integer_value(json_array_get(row(one, "net", "0"), 0)) + 7);
	assert_int_equal(json_integer_value(json_array_get(row(sum, "net", "0"), 5)), 90000);
	assert_int_equal(json_integer_value(json_object_get(sum, "status")), 0);
	assert_string_equal(json_string_value(json_array_get(json_object_get(sum, "command"), 1)),
			    "a b");
	assert_true(json_equal(json_object_get(sum, "meter"), json_object_get(one, "meter")));
	/* The points are as they were. */
	assert_true(json_equal(window_of(points, 0), one));
	json_decref(one);
	json_decref(sum);
	json_decref(points);
}

static void test_sum_of_states(void **state)
{
	json_t *points = two_points(), *sum;

	(void)state;
	json_object_set_new(window_of(points, 0), "latch_flags", json_integer(1));
	json_object_set_new(window_of(points, 1), "latch_flags", json_integer(2));
	json_object_set_new(window_of(points, 1), "status", json_integer(256));
	sum = points_sum(points, "window", "fork");
	assert_int_equal(json_integer_value(json_object_get(sum, "latch_flags")), 3);
	assert_int_equal(json_integer_value(json_object_get(sum, "status")), 256);
	json_decref(sum);
	json_decref(points);
}

static void test_sum_of_vcpus(void **state)
{
	json_t *points = two_points(), *sum, *net;
	size_t i;

	(void)state;
	for (i = 0; i < 2; i++) {
		net = json_object_get(window_of(points, i), "net");
		json_object_set_new(window_of(points, i), "vcpus", json_pack("[O, O]", net, net));
	}
	sum = points_sum(points, "window", "fork");
	assert_int_equal(json_array_size(json_object_get(sum, "vcpus")), 2);
	net = json_array_get(json_object_get(sum, "vcpus"), 1);
	assert_int_equal(json_integer_value(json_object_get(net, "exits")),
			 value(sum, "net", "exits"));
	json_decref(sum);
	json_decref(points);
}

static void assert_no_sum(json_t *points, const char *key)
{
	json_t *sum = points_sum(points, key, "fork");

	assert_true(json_is_null(sum));
	json_decref(sum);
}

static void test_no_sum(void **state)
{
	json_t *points = two_points();

	(void)state;
	assert_no_sum(points, "startup");
	json_object_del(json_object_get(window_of(points, 1), "net"), "exits");
	assert_no_sum(points, "window");
	json_object_set_new(json_array_get(points, 1), "window", json_null());
	assert_no_sum(points, "window");
	json_object_set_new(json_array_get(points, 0), "window", json_null());
	assert_no_sum(points, "window");
	json_decref(points);
}

static void put(const char *dir, const char *name, const char *text)
{
	char path[256];
	FILE *f;

	snprintf(path, sizeof(path), "%s/l2/%s", dir, name);
	f = fopen(path, "w");
	assert_non_null(f);
	fputs(text, f);
	fclose(f);
}

static void test_read(void **state)
{
	char dir[] = "/tmp/test-points-XXXXXX", path[64], text[512];
	json_t *points, *second;

	(void)state;
	assert_non_null(mkdtemp(dir));
	snprintf(path, sizeof(path), "%s/l2", dir);
	assert_int_equal(mkdir(path, 0755), 0);
	put(dir, "window.0.json", "{\"a\": 1}");
	put(dir, "command.0.out", "operations 5 things\n");
	put(dir, "window.1.json", "{");
	put(dir, "command.1.out", "done\n");

	assert_null(points_read(dir, ""));
	points = points_read(dir, "4K  x");
	assert_int_equal(json_array_size(points), 2);
	second = json_array_get(points, 1);
	assert_string_equal(json_string_value(json_object_get(json_array_get(points, 0), "point")),
			    "4K");
	assert_int_equal(json_integer_value(json_object_get(window_of(points, 0), "a")), 1);
	assert_true(json_is_null(json_object_get(second, "window")));
	assert_true(json_is_null(json_object_get(second, "startup")));
	assert_true(points_error(points, text, sizeof(text)));
	assert_non_null(strstr(text, "at point x the command printed no line \"operations N WHAT\""));
	assert_string_equal(json_string_value(json_object_get(second, "output")), "done\n");

	json_object_set_new(second, "operations", points_operations("operations 0 x"));
	assert_true(points_error(points, text, sizeof(text)));
	json_object_set_new(second, "operations", points_operations("operations 1 x"));
	assert_false(points_error(points, text, sizeof(text)));
	json_decref(points);
	assert_false(points_error(NULL, text, sizeof(text)));
	snprintf(text, sizeof(text), "rm -r %s", dir);
	assert_int_equal(system(text), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_operations),
		cmocka_unit_test(test_no_operations),
		cmocka_unit_test(test_sum),
		cmocka_unit_test(test_sum_of_states),
		cmocka_unit_test(test_sum_of_vcpus),
		cmocka_unit_test(test_no_sum),
		cmocka_unit_test(test_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
