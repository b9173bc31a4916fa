// SPDX-License-Identifier: GPL-2.0
/* What a cell leaves behind becomes its record, whatever it is. */
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

#include "exitbench/collect/collect.h"

#define RECORD "tests/golden/records/bochs-vmx.ept0.fork.s1.json"

static int64_t number(const char *output)
{
	char *what;
	int64_t value = collect_operations(output, &what);

	assert_true((value >= 0) == !!what);
	free(what);
	return value;
}

static void test_operations(void **state)
{
	char *what;

	(void)state;
	assert_int_equal(collect_operations("hello\noperations 12 hand-overs a b\nbye\n", &what), 12);
	assert_string_equal(what, "hand-overs a b");
	free(what);
	assert_int_equal(number("operations 3 x"), 3);
	assert_int_equal(number("operations 0 x\n"), 0);
	/* Bytes that are no UTF-8 elsewhere do not hide the line. */
	assert_int_equal(number("\\xff\noperations 3 x\n"), 3);
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

/* --- a cell's files become a record ------------------------------------------------------ */

static char dir[32];
static struct workload workload;
static struct cell cell;

static void put(const char *name, const char *text, size_t size)
{
	char path[256];
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	f = fopen(path, "w");
	assert_non_null(f);
	assert_int_equal(fwrite(text, 1, size, f), size);
	fclose(f);
}

static void put_json(const char *name, const json_t *json)
{
	char *text = json_dumps(json, 0);

	put(name, text, strlen(text));
	free(text);
}

static json_t *window_of(const char *path)
{
	json_t *record = json_load_file(path, 0, NULL), *window;

	assert_non_null(record);
	window = json_incref(json_object_get(json_object_get(record, "measured"), "window"));
	json_decref(record);
	return window;
}

static int setup(void **state)
{
	char path[64];
	json_t *window;
	int i;

	(void)state;
	strcpy(dir, "/tmp/test-collect-XXXXXX");
	assert_non_null(mkdtemp(dir));
	snprintf(path, sizeof(path), "%s/l2", dir);
	assert_int_equal(mkdir(path, 0755), 0);
	memset(&workload, 0, sizeof(workload));
	strcpy(workload.name, "fork");
	strcpy(workload.measure, "command");
	strcpy(workload.command, "fork \"a b\" {point}");
	memset(&cell, 0, sizeof(cell));
	cell.workload = &workload;
	cell.platform = &platform_bochs_vmx;
	cell.paging = KVM_EXITMETER_PAGING_SHADOW;
	cell.seed = 1;
	for (i = 0; i < SETTING_NR; i++)
		cell.settings[i] = settings[i].initial;
	cell_name(&cell);
	window = window_of(RECORD);
	put_json("l2/window.json", window);
	put_json("l2/window.0.json", window);
	put_json("l2/window.1.json", window);
	json_decref(window);
	return 0;
}

static int remove_files(void **state)
{
	char command[64];

	(void)state;
	snprintf(command, sizeof(command), "rm -r %s", dir);
	return system(command);
}

static struct record *run(void)
{
	json_t *identity = json_object();
	const struct collect_how how = { .identity = identity, .jobs = 1, .boots = 1 };
	struct record *r = collect(&cell, dir, &how);

	json_decref(identity);
	return r;
}

/* What was written reads the same. */
static void check_round_trip(const struct record *r)
{
	json_t *json = record_to_json(r), *again;
	char error[256] = "";
	struct record *back = record_from_json(json_deep_copy(json), error,
					       sizeof(error));

	if (!back)
		fail_msg("%s", error);
	again = record_to_json(back);
	assert_true(json_equal(json, again));
	json_decref(again);
	json_decref(json);
	record_free(back);
}

static void test_output(void **state)
{
	static const char output[] = "a\0b \xff \\x00\n";
	struct record *r;

	(void)state;
	put("l2/command.out", output, sizeof(output) - 1);
	r = run();
	assert_string_equal(r->status, RECORD_OK);
	assert_string_equal(r->output, "a\\x00b \\xff \\\\x00\n");
	check_round_trip(r);
	record_free(r);
}

static void test_points(void **state)
{
	struct record *r;

	(void)state;
	strcpy(workload.points, "4K x");
	put("l2/command.0.out", "operations 5 things\n", 20);
	put("l2/command.1.out", "\xff\noperations 7 things\n", 22);
	r = run();
	assert_string_equal(r->error, "");
	assert_int_equal(r->nr_points, 2);
	assert_int_equal(r->points[1].operations, 7);
	assert_string_equal(r->points[1].output, "\\xff\noperations 7 things\n");
	assert_int_equal(r->window.net.exits, 2 * r->points[0].window.net.exits);
	assert_string_equal(r->window.command[1], "a b");
	assert_false(r->has_startup);
	check_round_trip(r);
	record_free(r);
}

static void test_point_without_operations(void **state)
{
	struct record *r;

	(void)state;
	strcpy(workload.points, "4K x");
	put("l2/command.0.out", "operations 5 things\n", 20);
	put("l2/command.1.out", "operations 0 things\n", 20);
	r = run();
	assert_string_equal(r->status, RECORD_FAILED);
	assert_non_null(strstr(r->error, "at point x the command printed no line"));
	check_round_trip(r);
	record_free(r);
}

static void failed(const char *because)
{
	struct record *r = run();

	assert_string_equal(r->status, RECORD_FAILED);
	if (!strstr(r->error, because))
		fail_msg("%s", r->error);
	check_round_trip(r);
	record_free(r);
}

/* Whatever comes out of the machine: the cell fails, and says of what. */
static void test_damaged_files(void **state)
{
	static const char ledger[] = "vcpu 0\nguest 9223372036854775807\nwall 9223372036854775807\n";
	static const char row[] = "vcpu 0\nguest 1\nwall 1\n9999 1 2 3 4 5 6\n";

	(void)state;
	put("l2/window.json", "{", 1);
	failed("l2/window.json can't be read");
	put("l2/window.json", "{\"a\": 1}", 8);
	failed("l2/window.json can't be read");
	setup(NULL);
	put("ledger.end", ledger, sizeof(ledger) - 1);
	failed("ledger.end can't be read: vcpu 0: a number is too large");
	put("ledger.end", row, sizeof(row) - 1);
	failed("no known reason");
	put("ledger.end", "", 0);
	put("tracepoint.hist", "", 0);
	failed("tracepoint.hist can't be read");
}

static void test_law(void **state)
{
	json_t *window = window_of(RECORD), *end = json_object_get(window, "end");

	(void)state;
	json_object_set_new(end, "guest",
			    json_integer(json_integer_value(json_object_get(end, "guest")) + 1));
	put_json("l2/window.json", window);
	json_decref(window);
	failed("broken: law \"time\"");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_operations),
		cmocka_unit_test(test_no_operations),
		cmocka_unit_test_setup_teardown(test_output, setup, remove_files),
		cmocka_unit_test_setup_teardown(test_points, setup, remove_files),
		cmocka_unit_test_setup_teardown(test_point_without_operations, setup,
						remove_files),
		cmocka_unit_test_setup_teardown(test_damaged_files, setup, remove_files),
		cmocka_unit_test_setup_teardown(test_law, setup, remove_files),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
