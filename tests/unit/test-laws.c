// SPDX-License-Identifier: GPL-2.0
/* The runner's laws: a sound record passes, each kind of damage is found. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

#include <asm/kvm_exitmeter.h>

#include "exitbench/laws.h"

#define RECORD "tests/golden/records/bochs-vmx.ept0.boot.s1.json"

static const struct cell shadow = { .paging = KVM_EXITMETER_PAGING_SHADOW };
static const struct cell tdp = { .paging = KVM_EXITMETER_PAGING_TDP };

static json_t *record;

static int load(void **state)
{
	(void)state;
	record = json_load_file(RECORD, 0, NULL);
	return !record;
}

static int release(void **state)
{
	(void)state;
	json_decref(record);
	return 0;
}

static json_t *measured(void)
{
	return json_object_get(record, "measured");
}

static json_t *ledger_at_end(void)
{
	return json_object_get(json_object_get(measured(), "window"), "end");
}

static void add(json_t *integer, json_int_t n)
{
	assert_true(json_is_integer(integer));
	json_integer_set(integer, json_integer_value(integer) + n);
}

/* Value @i of a row of the latch at the window's end. */
static json_t *row_value(const char *row, size_t i)
{
	return json_array_get(json_object_get(json_object_get(ledger_at_end(), "rows"), row), i);
}

static void assert_broken(const struct cell *cell, const char *law)
{
	json_t *laws = laws_check(cell, measured());
	char text[512] = "", name[64] = "\"";

	assert_true(laws_broken(laws, text, sizeof(text)));
	strcat(strcat(name, law), "\"");
	assert_non_null(strstr(text, name));
	json_decref(laws);
}

static void test_sound(void **state)
{
	json_t *laws = laws_check(&shadow, measured());
	char text[512];

	(void)state;
	assert_true(json_array_size(laws) >= 10);
	assert_false(laws_broken(laws, text, sizeof(text)));
	json_decref(laws);
}

static void test_count_off_by_one(void **state)
{
	(void)state;
	add(row_value("28", 0), 1);
	assert_broken(&shadow, "counts");
}

static void test_cycle_off_by_one(void **state)
{
	(void)state;
	add(json_object_get(ledger_at_end(), "guest"), -1);
	assert_broken(&shadow, "time");
}

static void test_statistic_off_by_one(void **state)
{
	(void)state;
	add(json_object_get(ledger_at_end(), "kvm_exits"), 1);
	assert_broken(&shadow, "statistic");
}

/* Left out of both latches, a vCPU is zeros, for which all sums come out. */
static void test_torn_latch(void **state)
{
	json_t *window = json_object_get(measured(), "window");

	(void)state;
	json_object_set_new(window, "latch_flags", json_integer(KVM_EXITMETER_LATCH_TORN));
	assert_broken(&shadow, "latch");
}

static void test_wrong_mode_told(void **state)
{
	(void)state;
	assert_broken(&tdp, "meter");
}

/* The sums come out, but the reason can't be. */
static void test_wrong_mode_proved(void **state)
{
	json_t *rows = json_object_get(ledger_at_end(), "rows");

	(void)state;
	json_object_set(rows, "48", json_object_get(rows, "28"));
	json_object_del(rows, "28");
	assert_broken(&shadow, "mode");
}

static void test_debugfs_off_by_one(void **state)
{
	json_t *stats = json_object_get(json_object_get(measured(), "kvm_stats"), "end");

	(void)state;
	add(json_object_get(stats, "exits"), 1);
	assert_broken(&shadow, "debugfs");
}

static void test_unreadable(void **state)
{
	(void)state;
	json_object_del(ledger_at_end(), "guest");
	assert_broken(&shadow, "readable");
}

static void test_no_window(void **state)
{
	json_t *laws;
	char text[512];

	(void)state;
	json_object_set_new(measured(), "window", json_null());
	laws = laws_check(&shadow, measured());
	assert_true(laws_broken(laws, text, sizeof(text)));
	json_decref(laws);
}

/* Of a workload with points each window is looked at, not only their sum. */
static void test_points(void **state)
{
	json_t *window = json_object_get(measured(), "window"), *points, *count, *laws;
	size_t without;
	char text[512];

	(void)state;
	laws = laws_check(&shadow, measured());
	without = json_array_size(laws);
	json_decref(laws);

	points = json_pack("[{s:s, s:o}, {s:s, s:o}]", "point", "2", "window",
			   json_deep_copy(window), "point", "4", "window",
			   json_deep_copy(window));
	json_object_set_new(measured(), "points", points);
	laws = laws_check(&shadow, measured());
	assert_true(json_array_size(laws) > without + 10);
	assert_false(laws_broken(laws, text, sizeof(text)));
	json_decref(laws);

	window = json_object_get(json_array_get(points, 1), "window");
	count = json_object_get(json_object_get(json_object_get(window, "end"), "rows"), "28");
	add(json_array_get(count, 0), 1);
	laws = laws_check(&shadow, measured());
	assert_true(laws_broken(laws, text, sizeof(text)));
	assert_non_null(strstr(text, "\"counts\" broken at point 4 end"));
	json_decref(laws);
	json_object_del(measured(), "points");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_sound, load, release),
		cmocka_unit_test_setup_teardown(test_count_off_by_one, load, release),
		cmocka_unit_test_setup_teardown(test_cycle_off_by_one, load, release),
		cmocka_unit_test_setup_teardown(test_statistic_off_by_one, load, release),
		cmocka_unit_test_setup_teardown(test_torn_latch, load, release),
		cmocka_unit_test_setup_teardown(test_wrong_mode_told, load, release),
		cmocka_unit_test_setup_teardown(test_wrong_mode_proved, load, release),
		cmocka_unit_test_setup_teardown(test_debugfs_off_by_one, load, release),
		cmocka_unit_test_setup_teardown(test_unreadable, load, release),
		cmocka_unit_test_setup_teardown(test_no_window, load, release),
		cmocka_unit_test_setup_teardown(test_points, load, release),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
