// SPDX-License-Identifier: GPL-2.0
/* A window to JSON and back, and JSON that must be refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "ledger/ledger-json.h"
#include "ledger/window/window-json.h"

#define REASONS KVM_EXITMETER_VMX_REASONS

static struct window w;
static struct ledger back;
static char error[200];

/* Another value in every place, some of them beyond 32 bits or negative. */
static void fill(struct ledger *l, int64_t start)
{
	unsigned int i;
	size_t s;

	l->nr_reasons = REASONS;
	l->nr_rows = REASONS + KVM_EXITMETER_ROW_NR;
	l->serial = 0xfffffff0;
	l->tsc = 1ULL << 62;
	for (s = 0; s < ledger_nr_sums; s++)
		*ledger_sum(l, s) = start + ((int64_t)s << 40);
	for (i = 0; i < l->nr_rows; i += 3)
		l->rows[i] = (struct ledger_row){ start + i, -(int64_t)i - 1, 1LL << 41, i, i + 2,
						  VALUE_MAX };
	l->rows[REASONS + KVM_EXITMETER_ROW_VMFAIL].count = 1;
}

static int setup(void **state)
{
	(void)state;
	memset(&w, 0, sizeof(w));
	memset(&back, 0xa5, sizeof(back));
	w.info = (struct abi_info){
		.version = 1, .vendor = KVM_EXITMETER_VENDOR_VMX,
		.paging = KVM_EXITMETER_PAGING_TDP, .nr_reasons = REASONS,
		.nr_rows = REASONS + KVM_EXITMETER_ROW_NR, .features = 1, .nr_vcpus = 2,
		.nr_slots = 4, .tsc_khz = 3000000000u, .generation = 0xfffffffe,
	};
	w.status = 0x0100;
	w.flags = KVM_EXITMETER_LATCH_TORN;
	fill(&w.empty, 1);
	fill(&w.begin, 100);
	fill(&w.end, 1000);
	fill(&w.net, -7);
	*error = '\0';
	return 0;
}

static json_t *to_json(char *const argv[])
{
	json_t *json = window_to_json(&w, argv);

	assert_non_null(json);
	return json;
}

static void assert_int(json_t *json, const char *key, json_int_t value)
{
	json_t *v = json_object_get(json, key);

	assert_true(json_is_integer(v));
	assert_int_equal(json_integer_value(v), value);
}

static void assert_str(json_t *json, const char *key, const char *value)
{
	assert_true(json_is_string(json_object_get(json, key)));
	assert_string_equal(json_string_value(json_object_get(json, key)), value);
}

static void test_head(void **state)
{
	char *argv[] = { "fio", "--rw=\"x\"", NULL };
	json_t *json = to_json(argv), *meter = json_object_get(json, "meter");

	(void)state;
	assert_str(json, "schema", "exitmeter-window/1");
	assert_int_equal(json_array_size(json_object_get(json, "command")), 2);
	assert_string_equal(json_string_value(json_array_get(json_object_get(json, "command"), 1)),
			    "--rw=\"x\"");
	assert_int(json, "status", 0x0100);
	assert_int(json, "latch_flags", KVM_EXITMETER_LATCH_TORN);
	assert_true(json_is_false(json_object_get(json, "from_zero")));
	assert_int(meter, "abi", 1);
	assert_str(meter, "vendor", "VMX");
	assert_str(meter, "paging", "tdp");
	assert_int(meter, "reasons", 96);
	assert_int(meter, "rows", REASONS + KVM_EXITMETER_ROW_NR);
	assert_int(meter, "slots", 4);
	assert_int(meter, "features", 1);
	assert_int(meter, "vcpus", 2);
	/* Not negative, as an int would be. */
	assert_int(meter, "tsc_khz", 3000000000);
	assert_int(meter, "generation", 0xfffffffe);
	json_decref(json);
}

static void test_head_svm_shadow_from_zero(void **state)
{
	json_t *json, *meter;

	(void)state;
	w.info.vendor = KVM_EXITMETER_VENDOR_SVM;
	w.info.paging = KVM_EXITMETER_PAGING_SHADOW;
	w.from_zero = true;
	json = to_json(NULL);
	meter = json_object_get(json, "meter");
	assert_str(meter, "vendor", "SVM");
	assert_str(meter, "paging", "shadow");
	assert_true(json_is_true(json_object_get(json, "from_zero")));
	assert_int_equal(json_array_size(json_object_get(json, "command")), 0);
	json_decref(json);
}

static void test_argument_that_is_not_utf8(void **state)
{
	char *argv[] = { "cat", "a\xff\xfe" "b", "\xc3\xa4", NULL };
	json_t *json = to_json(argv), *command = json_object_get(json, "command");

	(void)state;
	assert_int_equal(json_array_size(command), 3);
	assert_string_equal(json_string_value(json_object_get(json_array_get(command, 1), "hex")),
			    "61fffe62");
	assert_string_equal(json_string_value(json_array_get(command, 2)), "\xc3\xa4");
	json_decref(json);
}

/* All that a window has comes back, with its words; and is written as before. */
static void test_whole_window(void **state)
{
	char *argv[] = { "fio", "--rw=read", NULL };
	struct ledger vcpus[2] = { w.begin, w.end };
	struct window read;
	json_t *json, *again;

	(void)state;
	w.vcpus = vcpus;
	w.nr_vcpus = 2;
	json = to_json(argv);
	assert_int_equal(window_from_json(&read, json, error, sizeof(error)), 0);
	assert_memory_equal(&read.info, &w.info, sizeof(w.info));
	assert_int_equal(read.nr_vcpus, 2);
	assert_string_equal(read.command[1], "--rw=read");
	again = window_to_json(&read, read.command);
	assert_true(json_equal(json, again));
	window_free(&read);
	json_decref(again);
	json_decref(json);
}

static void refused(json_t *json, const char *why)
{
	struct window read;

	assert_int_equal(window_from_json(&read, json, error, sizeof(error)), -1);
	assert_non_null(strstr(error, why));
	assert_null(read.vcpus);
	json_decref(json);
}

static void test_refused_windows(void **state)
{
	json_t *json = to_json(NULL);

	(void)state;
	json_object_set_new(json_object_get(json, "end"), "guest", json_integer(VALUE_MAX + 1));
	refused(json, "end: a number is too large");
	json = to_json(NULL);
	json_object_set_new(json_object_get(json, "meter"), "reasons", json_integer(95));
	refused(json, "meter.reasons");
	json = to_json(NULL);
	json_object_set_new(json_object_get(json, "meter"), "paging", json_string("off"));
	refused(json, "meter.paging");
	json = to_json(NULL);
	json_object_set_new(json, "vcpus", json_pack("[{}]"));
	refused(json, "vcpus[0]: no number");
	json = to_json(NULL);
	json_object_set_new(json, "status", json_integer(-1));
	refused(json, "status");
	refused(json_null(), "");
}

static void test_sum_of_windows(void **state)
{
	struct window sum = { .nr_vcpus = 0 };

	(void)state;
	assert_int_equal(window_add(&sum, &w), 0);
	w.status = 7;
	w.flags = 0;
	/* A longest interval does not grow; counts and cycles do. */
	assert_int_equal(window_add(&sum, &w), 0);
	assert_int_equal(sum.end.exits, 2 * w.end.exits);
	assert_int_equal(sum.end.rows[0].max, w.end.rows[0].max);
	assert_int_equal(sum.status, 0x0100);
	assert_int_equal(sum.flags, KVM_EXITMETER_LATCH_TORN);
	w.end.guest = VALUE_MAX;
	assert_int_equal(window_add(&sum, &w), -1);
	window_free(&sum);
}

static void check_round_trip(json_t *json, const char *key, const struct ledger *l)
{
	assert_int_equal(ledger_from_json(&back, json_object_get(json, key), REASONS, error,
					  sizeof(error)), 0);
	assert_memory_equal(&back, l, sizeof(back));
}

static void test_round_trip(void **state)
{
	char *text;
	json_t *json = to_json(NULL);

	(void)state;
	/* Through text, as a record is. */
	text = json_dumps(json, JSON_PRESERVE_ORDER);
	json_decref(json);
	json = json_loads(text, JSON_REJECT_DUPLICATES, NULL);
	assert_non_null(json);
	check_round_trip(json, "empty", &w.empty);
	check_round_trip(json, "begin", &w.begin);
	check_round_trip(json, "end", &w.end);
	check_round_trip(json, "net", &w.net);
	json_decref(json);
	free(text);
}

static void test_rows_of_zeros_are_left_out(void **state)
{
	json_t *json = to_json(NULL);
	json_t *rows = json_object_get(json_object_get(json, "net"), "rows");

	(void)state;
	assert_null(json_object_get(rows, "1"));
	assert_non_null(json_object_get(rows, "0"));
	assert_non_null(json_object_get(rows, "93"));
	assert_non_null(json_object_get(rows, "other"));
	assert_non_null(json_object_get(rows, "vmfail"));
	assert_non_null(json_object_get(rows, "not_entered"));
	assert_null(json_object_get(rows, "emulation"));
	assert_null(json_object_get(rows, "startup"));
	/* 0, 3 .. 93 are 32, then 96, 98 and 99. */
	assert_int_equal(json_object_size(rows), 35);
	json_decref(json);
}

/* A good ledger, to be spoilt by the caller. */
static json_t *good(void)
{
	json_t *json = to_json(NULL), *net = json_incref(json_object_get(json, "net"));

	json_decref(json);
	assert_int_equal(ledger_from_json(&back, net, REASONS, error, sizeof(error)), 0);
	return net;
}

/* Takes over @json. */
static void assert_refused(json_t *json, const char *because)
{
	*error = '\0';
	assert_int_equal(ledger_from_json(&back, json, REASONS, error, sizeof(error)), -1);
	assert_non_null(strstr(error, because));
	assert_null(strchr(error, '\n'));
	json_decref(json);
}

static void test_each_missing_sum(void **state)
{
	char quoted[40];
	json_t *json;
	size_t s;

	(void)state;
	for (s = 0; s < ledger_nr_sums; s++) {
		json = good();
		assert_int_equal(json_object_del(json, ledger_sums[s].name), 0);
		snprintf(quoted, sizeof(quoted), "\"%s\"", ledger_sums[s].name);
		assert_refused(json, quoted);
	}
}

static void test_sum_that_is_no_integer(void **state)
{
	json_t *json = good();

	(void)state;
	json_object_set_new(json, "guest", json_real(1.0));
	assert_refused(json, "\"guest\"");
	json = good();
	json_object_set_new(json, "wall", json_string("12"));
	assert_refused(json, "\"wall\"");
}

static void test_missing_stamp(void **state)
{
	json_t *json = good();

	(void)state;
	json_object_del(json, "serial");
	assert_refused(json, "\"serial\"");
	json = good();
	json_object_set_new(json, "tsc", json_null());
	assert_refused(json, "\"tsc\"");
}

static void test_rows_missing(void **state)
{
	json_t *json = good();

	(void)state;
	json_object_del(json, "rows");
	assert_refused(json, "\"rows\"");
	json = good();
	json_object_set_new(json, "rows", json_array());
	assert_refused(json, "\"rows\"");
}

static void set_row(json_t *json, const char *key, json_t *row)
{
	assert_int_equal(json_object_set_new(json_object_get(json, "rows"), key, row), 0);
}

static void test_row_of_other_than_six_numbers(void **state)
{
	json_t *json = good();

	(void)state;
	set_row(json, "48", json_pack("[i,i,i,i,i]", 1, 2, 3, 4, 5));
	assert_refused(json, "\"48\"");
	json = good();
	set_row(json, "48", json_pack("[i,i,i,i,i,i,i]", 1, 2, 3, 4, 5, 6, 7));
	assert_refused(json, "\"48\"");
	json = good();
	set_row(json, "48", json_pack("[i,i,i,i,i,f]", 1, 2, 3, 4, 5, 6.0));
	assert_refused(json, "\"48\"");
	json = good();
	set_row(json, "startup", json_pack("{s:i}", "count", 1));
	assert_refused(json, "\"startup\"");
	/* The same row, complete, is fine. */
	json = good();
	set_row(json, "48", json_pack("[i,i,i,i,i,i]", 1, 2, 3, 4, 5, 6));
	assert_int_equal(ledger_from_json(&back, json, REASONS, error, sizeof(error)), 0);
	assert_int_equal(back.rows[48].count, 1);
	assert_int_equal(back.rows[48].offcpu, 5);
	json_decref(json);
}

static void test_unknown_row_key(void **state)
{
	static const char *const keys[] = {
		/* One past the last reason; a pseudo-row has its name only. */
		"96", "100", "4294967296", "18446744073709551616", "-1", "+1", " 1", "1 ", "01",
		"0x1", "", "CPUID", "Other", "startups", "-18446744073709551615",
	};
	json_t *json;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		json = good();
		set_row(json, keys[i], json_pack("[i,i,i,i,i,i]", 1, 2, 3, 4, 5, 6));
		assert_refused(json, "is not a known reason");
	}
	json = good();
	set_row(json, "95", json_pack("[i,i,i,i,i,i]", 1, 2, 3, 4, 5, 6));
	assert_int_equal(ledger_from_json(&back, json, REASONS, error, sizeof(error)), 0);
	json_decref(json);
}

static void test_not_an_object(void **state)
{
	(void)state;
	assert_refused(json_array(), "no number");
	assert_refused(json_null(), "no number");
	assert_int_equal(ledger_from_json(&back, NULL, REASONS, error, sizeof(error)), -1);
}

static void test_more_reasons_than_fit(void **state)
{
	static const unsigned int too_many[] = { KVM_EXITMETER_SVM_REASONS + 1, 0xfffffffe };
	json_t *json = good();
	size_t i;

	(void)state;
	for (i = 0; i < 2; i++)
		assert_int_equal(ledger_from_json(&back, json, too_many[i], error,
						  sizeof(error)), -1);
	assert_int_equal(ledger_from_json(&back, json, KVM_EXITMETER_SVM_REASONS, error,
					  sizeof(error)), 0);
	/* By name the row is found behind the reasons, however many. */
	assert_int_equal(back.rows[KVM_EXITMETER_SVM_REASONS + KVM_EXITMETER_ROW_VMFAIL].count, 1);
	json_decref(json);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_head, setup),
		cmocka_unit_test_setup(test_head_svm_shadow_from_zero, setup),
		cmocka_unit_test_setup(test_argument_that_is_not_utf8, setup),
		cmocka_unit_test_setup(test_whole_window, setup),
		cmocka_unit_test_setup(test_refused_windows, setup),
		cmocka_unit_test_setup(test_sum_of_windows, setup),
		cmocka_unit_test_setup(test_round_trip, setup),
		cmocka_unit_test_setup(test_rows_of_zeros_are_left_out, setup),
		cmocka_unit_test_setup(test_each_missing_sum, setup),
		cmocka_unit_test_setup(test_sum_that_is_no_integer, setup),
		cmocka_unit_test_setup(test_missing_stamp, setup),
		cmocka_unit_test_setup(test_rows_missing, setup),
		cmocka_unit_test_setup(test_row_of_other_than_six_numbers, setup),
		cmocka_unit_test_setup(test_unknown_row_key, setup),
		cmocka_unit_test_setup(test_not_an_object, setup),
		cmocka_unit_test_setup(test_more_reasons_than_fit, setup),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
