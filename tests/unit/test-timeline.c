// SPDX-License-Identifier: GPL-2.0
/* Tables of debugfs become a timeline; its laws hold, and each kind of damage is found. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "record/timeline.h"

#define TITLES "reason count kernel user blocked offcpu max\n"

/* 100 cycles of start; then 3 exits; a halt; nothing at all; another reason. */
static const char text[] =
	"interval_ns 5000000\nthinned 1\nlate 2\ncpu_ns 77\n"
	"sample\nbytes 6528\nexits 0\nguest 0\nstartup 100\nwall 100\n" TITLES
	"startup 0 0 100 0 0 0\n"
	"sample\nbytes 6528\nexits 3\nguest 50\nstartup 110\nwall 200\n" TITLES
	"30 3 10 30 0 0 9\n"
	"startup 0 0 110 0 0 0\n"
	"sample\nguest 60\nwall 300\n" TITLES
	"12 1 5 0 80 0 5\n"
	"30 3 10 35 0 0 9\n"
	"startup 0 0 110 0 0 0\n"
	"sample\nguest 60\nwall 300\n" TITLES
	"12 1 5 0 80 0 5\n"
	"30 3 10 35 0 0 9\n"
	"startup 0 0 110 0 0 0\n"
	"sample\nguest 70\nwall 400\n" TITLES
	"1 2 20 0 0 60 11\n"
	"12 1 5 0 80 0 5\n"
	"30 4 15 40 0 0 9\n"
	"startup 0 0 110 0 0 0\n";

static json_t *json;
static struct timeline timeline;
/* The ledger as it was read after the last sample, 25 cycles later. */
static struct ledger end;

static int load(void **state)
{
	FILE *f = fmemopen((char *)text, strlen(text), "r");
	const unsigned int startup = KVM_EXITMETER_VMX_REASONS + KVM_EXITMETER_ROW_STARTUP;
	char error[128];
	int err;

	(void)state;
	err = timeline_from_text(&timeline, f, error, sizeof(error));
	fclose(f);
	json = timeline_to_json(&timeline);
	end = (struct ledger) {
		.nr_reasons = KVM_EXITMETER_VMX_REASONS,
		.nr_rows = KVM_EXITMETER_VMX_REASONS + KVM_EXITMETER_ROW_NR,
		.wall = 425, .guest = 70,
	};
	end.rows[1] = (struct ledger_row) { 2, 20, 0, 0, 60, 11 };
	end.rows[12] = (struct ledger_row) { 1, 5, 0, 80, 0, 5 };
	end.rows[30] = (struct ledger_row) { 4, 15, 65, 0, 0, 9 };
	end.rows[startup] = (struct ledger_row) { 0, 0, 110, 0, 0, 0 };
	return err;
}

static int release(void **state)
{
	(void)state;
	timeline_free(&timeline);
	json_decref(json);
	return 0;
}

static void assert_sample(size_t i, const char *wanted)
{
	char *is = json_dumps(json_array_get(json_object_get(json, "samples"), i), JSON_COMPACT);

	assert_string_equal(is, wanted);
	free(is);
}

static void test_text(void **state)
{
	char *rows = json_dumps(json_object_get(json, "rows"), JSON_COMPACT);

	(void)state;
	assert_string_equal(rows, "[\"startup\",\"30\",\"12\",\"1\"]");
	free(rows);
	assert_int_equal(json_array_size(json_object_get(json, "samples")), 5);
	assert_sample(0, "[100,0,[0,0,0,100]]");
	assert_sample(1, "[100,50,[1,3,10,30],[0,0,0,10]]");
	assert_sample(2, "[100,10,[2,1,5,0,80],[1,0,0,5]]");
	assert_sample(3, "[0,0]");
	assert_sample(4, "[100,10,[3,2,20,0,0,60],[1,1,5,5]]");
}

/* What was written is read as it was. */
static void test_round_trip(void **state)
{
	struct timeline back;
	char error[128];
	json_t *again;

	(void)state;
	assert_int_equal(timeline_from_json(&back, json, error, sizeof(error)), 0);
	again = timeline_to_json(&back);
	assert_true(json_equal(again, json));
	json_decref(again);
	timeline_free(&back);
}

static void test_struct(void **state)
{
	const struct timeline_sample *s = &timeline.samples[4];

	(void)state;
	assert_int_equal(timeline.interval_ns, 5000000);
	assert_int_equal(timeline.thinned, 1);
	assert_int_equal(timeline.late, 2);
	assert_int_equal(timeline.cpu_ns, 77);
	assert_int_equal(timeline.nr_rows, 4);
	assert_string_equal(timeline.rows[3], "1");
	assert_int_equal(timeline.nr, 5);
	assert_int_equal(s->nr, 2);
	assert_int_equal(s->changes[0].row, 3);
	assert_int_equal(s->changes[0].by.count, 2);
	assert_int_equal(s->changes[0].by.kernel, 20);
	assert_int_equal(s->changes[0].by.blocked, 0);
	assert_int_equal(s->changes[0].by.offcpu, 60);
	assert_int_equal(s->changes[1].by.user, 5);
	assert_int_equal(s->changes[1].by.offcpu, 0);
}

static void test_laws_hold(void **state)
{
	(void)state;
	assert_int_equal(timeline_time_off(&timeline), 0);
	assert_int_equal(timeline_sum_off(&timeline, &end), 0);
}

static void test_time_is_lost(void **state)
{
	(void)state;
	timeline.samples[1].guest--;
	assert_int_equal(timeline_time_off(&timeline), 1);
	timeline.samples[1].guest++;
	timeline.samples[4].changes[0].by.kernel++;
	assert_int_equal(timeline_time_off(&timeline), 1);
}

/* The sums come out, but a ledger does not shrink. */
static void test_shrinks(void **state)
{
	struct timeline_sample *s = &timeline.samples[4];

	(void)state;
	s->changes[1].by.count = -2;
	assert_int_equal(timeline_time_off(&timeline), 2);
	s->changes[1].by.count = 1;
	s->changes[1].by.user -= 40;
	s->guest += 40;
	assert_int_equal(timeline_time_off(&timeline), 35);
}

/* Nothing may be counted while the VM stands still. */
static void test_count_since(void **state)
{
	(void)state;
	end.rows[12].count++;
	assert_int_equal(timeline_sum_off(&timeline, &end), 1);
}

/* All time since is on one account, and is all the time there was. */
static void test_cycles_since(void **state)
{
	(void)state;
	end.rows[1].offcpu += 7;
	assert_int_equal(timeline_sum_off(&timeline, &end), 7);
	end.rows[30].user -= 7;
	assert_int_equal(timeline_sum_off(&timeline, &end), 14);
}

static void test_guest_since(void **state)
{
	(void)state;
	end.guest += 3;
	assert_int_equal(timeline_sum_off(&timeline, &end), 3);
}

static void test_row_unseen(void **state)
{
	(void)state;
	end.rows[48].count = 1;
	assert_int_equal(timeline_sum_off(&timeline, &end), 1);
}

static void test_no_ledger(void **state)
{
	(void)state;
	assert_true(timeline_sum_off(&timeline, NULL) > 0);
}

static void assert_refused(const char *from, const char *because)
{
	json_t *broken = json_loads(from, 0, NULL);
	char error[128] = "";
	struct timeline t;

	assert_non_null(broken);
	assert_int_equal(timeline_from_json(&t, broken, error, sizeof(error)), -1);
	assert_non_null(strstr(error, because));
	json_decref(broken);
}

#define HEAD "{\"interval_ns\": 1, \"thinned\": 0, \"late\": 0, \"cpu_ns\": 1, \"rows\": [\"1\"], "

static void test_refused(void **state)
{
	(void)state;
	assert_refused("{\"rows\": []}", "interval_ns");
	assert_refused(HEAD "\"samples\": [[1, 0], [1]]}", "sample 1 ");
	assert_refused(HEAD "\"samples\": [[1, 0, [1, 5]]]}", "sample 0 ");
	assert_refused(HEAD "\"samples\": [[1, 0, [-1, 5]]]}", "sample 0 ");
	assert_refused(HEAD "\"samples\": [[1, 0, [0]]]}", "sample 0 ");
	assert_refused(HEAD "\"samples\": [[1, 0, [0, 1, 2, 3, 4, 5, 6]]]}", "sample 0 ");
	assert_refused(HEAD "\"samples\": [[1, 0, [0, \"5\"]]]}", "sample 0 ");
	assert_refused(HEAD "\"samples\": [[1, 0, [0, 1], [0, 1]]]}", "sample 0 ");
	assert_refused(HEAD "\"samples\": [[1, 99999999999999999]]}", "sample 0 ");
	assert_refused("{\"interval_ns\": 1, \"thinned\": 0, \"late\": 0, \"cpu_ns\": 1, "
		       "\"rows\": [1], \"samples\": []}", "row's name");
}

/* What a sampler that saw nothing, or was cut off, leaves. */
static void assert_samples(const char *from, size_t nr)
{
	FILE *f = fmemopen((char *)from, strlen(from), "r");
	char error[128];
	struct timeline t;

	assert_non_null(f);
	assert_int_equal(timeline_from_text(&t, f, error, sizeof(error)), 0);
	fclose(f);
	assert_int_equal(t.nr, nr);
	timeline_free(&t);
}

static void test_short_texts(void **state)
{
	(void)state;
	assert_samples("interval_ns 5\n", 0);
	assert_samples("sample\nwall 7\n3 1 2", 1);
}

/* Numbers that would not leave room for sums of them. */
static void test_large_text(void **state)
{
	static const char from[] = "sample\nwall 9223372036854775807\n";
	FILE *f = fmemopen((char *)from, strlen(from), "r");
	char error[128];
	struct timeline t;

	(void)state;
	assert_int_equal(timeline_from_text(&t, f, error, sizeof(error)), -1);
	fclose(f);
	timeline_free(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_text, load, release),
		cmocka_unit_test_setup_teardown(test_round_trip, load, release),
		cmocka_unit_test_setup_teardown(test_struct, load, release),
		cmocka_unit_test_setup_teardown(test_laws_hold, load, release),
		cmocka_unit_test_setup_teardown(test_time_is_lost, load, release),
		cmocka_unit_test_setup_teardown(test_shrinks, load, release),
		cmocka_unit_test_setup_teardown(test_count_since, load, release),
		cmocka_unit_test_setup_teardown(test_cycles_since, load, release),
		cmocka_unit_test_setup_teardown(test_guest_since, load, release),
		cmocka_unit_test_setup_teardown(test_row_unseen, load, release),
		cmocka_unit_test_setup_teardown(test_no_ledger, load, release),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_short_texts),
		cmocka_unit_test(test_large_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
