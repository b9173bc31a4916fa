// SPDX-License-Identifier: GPL-2.0
/* A sound record passes, each kind of damage is found. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

#include <asm/kvm_exitmeter.h>

#include "record/record.h"

#define RECORD "tests/golden/records/bochs-vmx.ept0.boot.s1.json"

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

static struct record *read_record(void)
{
	char error[256] = "";
	struct record *r = record_from_json(json_deep_copy(record), error, sizeof(error));

	if (!r)
		fail_msg("%s", error);
	return r;
}

static void assert_broken(const char *name)
{
	struct record *r = read_record();
	const struct checks *c = record_check(r);
	size_t i;

	for (i = 0; i < c->nr; i++)
		if (!strcmp(c->check[i].name, name) && check_difference(&c->check[i]))
			break;
	assert_true(i < c->nr);
	assert_true(c->failed > 0);
	record_free(r);
}

static void assert_refused(const char *because)
{
	char error[256] = "";

	assert_null(record_from_json(json_deep_copy(record), error, sizeof(error)));
	if (!strstr(error, because))
		fail_msg("%s", error);
}

static void test_sound(void **state)
{
	struct record *r = read_record();
	const struct checks *c = record_check(r);

	(void)state;
	assert_true(c->nr >= 10);
	assert_int_equal(c->failed, 0);
	assert_null(checks_first_failed(c));
	assert_null(record_warning(r));
	/* Once. */
	assert_ptr_equal(record_check(r), c);
	record_free(r);
}

static void test_count_off_by_one(void **state)
{
	(void)state;
	add(row_value("28", 0), 1);
	assert_broken("counts");
}

static void test_cycle_off_by_one(void **state)
{
	(void)state;
	add(json_object_get(ledger_at_end(), "guest"), -1);
	assert_broken("time");
}

static void test_statistic_off_by_one(void **state)
{
	(void)state;
	add(json_object_get(ledger_at_end(), "kvm_exits"), 1);
	assert_broken("statistic");
}

/* Left out of both latches, a vCPU is zeros, for which all sums come out. */
static void test_torn_latch(void **state)
{
	json_t *window = json_object_get(measured(), "window");

	(void)state;
	json_object_set_new(window, "latch_flags", json_integer(KVM_EXITMETER_LATCH_TORN));
	assert_broken("latch");
}

static void test_wrong_mode_told(void **state)
{
	(void)state;
	json_object_set_new(json_object_get(json_object_get(measured(), "window"), "meter"),
			    "paging", json_string("tdp"));
	assert_broken("meter");
}

/* The sums come out, but the reason can't be. */
static void test_wrong_mode_proved(void **state)
{
	json_t *rows = json_object_get(ledger_at_end(), "rows");

	(void)state;
	json_object_set(rows, "48", json_object_get(rows, "28"));
	json_object_del(rows, "28");
	assert_broken("mode");
}

static void test_debugfs_off_by_one(void **state)
{
	json_t *stats = json_object_get(json_object_get(measured(), "kvm_stats"), "end");

	(void)state;
	add(json_object_get(stats, "exits"), 1);
	assert_broken("debugfs");
}

static void test_unreadable(void **state)
{
	(void)state;
	json_object_del(ledger_at_end(), "guest");
	assert_refused("window: end: no number");
}

static void test_no_window(void **state)
{
	(void)state;
	json_object_set_new(measured(), "window", json_null());
	assert_refused("without a measured.window");
}

/* Of a workload with points each window is looked at, not only their sum. */
static void test_points(void **state)
{
	json_t *window = json_object_get(measured(), "window"), *count;

	(void)state;
	json_object_set_new(measured(), "points",
			    json_pack("[{s:s, s:{s:i, s:s}, s:o}]", "point", "2", "operations",
				      "number", 1, "what", "things", "window",
				      json_deep_copy(window)));
	window = json_object_get(json_array_get(json_object_get(measured(), "points"), 0), "window");
	count = json_object_get(json_object_get(json_object_get(window, "end"), "rows"), "28");
	add(json_array_get(count, 0), 1);
	assert_broken("counts");
	assert_broken("points");
}

static json_t *cell(void)
{
	return json_object_get(record, "cell");
}

/* What is there twice must be the same. */
static void test_fields_that_differ(void **state)
{
	(void)state;
	json_object_set_new(cell(), "parameter", json_string("ept=1"));
	assert_refused("cell.parameter is \"ept=1\", but cell.paging \"shadow\"");
	json_object_set_new(cell(), "parameter", json_string("npt=0"));
	assert_refused("cell.parameter is \"npt=0\", but the window's meter is one of VMX");
	json_object_set_new(cell(), "parameter", json_string("ept=0"));
	json_object_set_new(cell(), "seed", json_integer(2));
	assert_refused("cell.id is");
	json_object_set_new(cell(), "seed", json_integer(1));
	json_object_set_new(cell(), "vcpus", json_integer(2));
	json_object_set_new(cell(), "settings", json_pack("{s:s}", "vcpus", "1"));
	assert_refused("cell.vcpus is 2, but cell.settings.vcpus \"1\"");
	json_object_set_new(cell(), "vcpus", json_integer(1000000));
	assert_refused("too large");
}

/* On a CPU an exit takes hundreds of cycles; what says less was not measured there. */
static void test_impossible_cycles(void **state)
{
	json_t *ledgers[] = {
		json_object_get(json_object_get(measured(), "window"), "end"),
		json_object_get(json_object_get(measured(), "window"), "net"),
	};
	size_t i;

	(void)state;
	for (i = 0; i < 2; i++)
		json_object_set_new(json_object_get(ledgers[i], "rows"), "10",
				    json_pack("[i,i,i,i,i,i]", 100, 9999, 0, 0, 0, 200));
	json_object_set_new(cell(), "platform", json_string("host"));
	json_object_set_new(cell(), "id", json_string("host.ept0.boot.s1"));
	assert_broken("cycles");
}

static void test_unknown_reasons(void **state)
{
	struct record *r = read_record();
	struct ledger *net = &r->window.net;
	char *text;

	(void)state;
	net->rows[net->nr_reasons + KVM_EXITMETER_ROW_OTHER].count = net->exits / 2;
	text = record_warning(r);
	assert_non_null(text);
	assert_non_null(strstr(text, "50 %"));
	free(text);
	record_free(r);
}

/* A NUL byte in an output does not make a record of version 1 unreadable. */
static void test_nul_byte(void **state)
{
	static const char path[] = "/tmp/bochs-vmx.ept0.boot.s1.json";
	struct record *r;

	(void)state;
	json_object_set_new(measured(), "output", json_stringn("a\0b", 3));
	assert_int_equal(json_dump_file(record, path, 0), 0);
	r = record_load(path);
	assert_non_null(r);
	assert_string_equal(r->output, "a\\x00b");
	record_free(r);
	remove(path);
}

/* What L1 told of its CPU, in which the modules were loaded with ept=0. */
static void put_cpu(const char *model, const char *apicv, const char *timer)
{
	json_object_set_new(json_object_get(record, "cell"), "settings",
			    json_pack("{s:s}", "cpu", "sandy-bridge"));
	json_object_set_new(measured(), "cpu",
			    json_pack("{s:s, s:s}", "family", "6", "model", model));
	json_object_set_new(measured(), "kvm_parameters",
			    json_pack("{s:s, s:s, s:s, s:s, s:s}", "kvm.nx_huge_pages", "Y",
				      "kvm_intel.flexpriority", "Y", "kvm_intel.eptad", "N",
				      "kvm_intel.enable_apicv", apicv,
				      "kvm_intel.preemption_timer", timer));
}

/* With shadow paging nothing is asked of what the CPU has for nested paging. */
static void test_cpu(void **state)
{
	struct record *r;

	(void)state;
	put_cpu("42", "N", "Y");
	r = read_record();
	assert_int_equal(record_check(r)->failed, 0);
	record_free(r);
}

static void test_another_cpu(void **state)
{
	(void)state;
	put_cpu("60", "N", "Y");
	assert_broken("cpu");
}

static void test_cpu_does_what_it_cannot(void **state)
{
	(void)state;
	put_cpu("42", "Y", "Y");
	assert_broken("cpu lacks");
}

static void test_cpu_is_not_used(void **state)
{
	(void)state;
	put_cpu("42", "N", "N");
	assert_broken("cpu has");
}

/* A CPU that tells its core crystal clock, without the VMX-preemption timer. */
static void put_skylake(const char *kernel)
{
	put_cpu("85", "Y", "N");
	json_object_set_new(json_object_get(json_object_get(record, "cell"), "settings"), "cpu",
			    json_string("skylake"));
	json_object_set_new(record, "identity", json_pack("{s:s}", "kernel", kernel));
}

static void test_cpu_without_timer(void **state)
{
	(void)state;
	put_skylake("6.12.117");
	assert_broken("cpu has");
}

static void test_cpu_without_timer_on_linux_7(void **state)
{
	struct record *r;

	(void)state;
	put_skylake("7.3.4");
	r = read_record();
	assert_int_equal(record_check(r)->failed, 0);
	record_free(r);
}

static void test_cpu_not_of_words(void **state)
{
	(void)state;
	put_cpu("42", "N", "Y");
	json_object_set_new(json_object_get(measured(), "cpu"), "family", json_integer(6));
	assert_refused("measured.cpu has a value that is not a string");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_sound, load, release),
		cmocka_unit_test_setup_teardown(test_cpu, load, release),
		cmocka_unit_test_setup_teardown(test_another_cpu, load, release),
		cmocka_unit_test_setup_teardown(test_cpu_does_what_it_cannot, load, release),
		cmocka_unit_test_setup_teardown(test_cpu_is_not_used, load, release),
		cmocka_unit_test_setup_teardown(test_cpu_without_timer, load, release),
		cmocka_unit_test_setup_teardown(test_cpu_without_timer_on_linux_7, load, release),
		cmocka_unit_test_setup_teardown(test_cpu_not_of_words, load, release),
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
		cmocka_unit_test_setup_teardown(test_fields_that_differ, load, release),
		cmocka_unit_test_setup_teardown(test_impossible_cycles, load, release),
		cmocka_unit_test_setup_teardown(test_unknown_reasons, load, release),
		cmocka_unit_test_setup_teardown(test_nul_byte, load, release),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
