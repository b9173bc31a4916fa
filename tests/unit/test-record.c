// SPDX-License-Identifier: GPL-2.0
/* What is written is what RECORD.md says: no key that it does not name, and none twice. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "exitbench/collect/symptom.h"
#include "util/memory.h"
#include "record/record.h"
#include "record/run-json.h"

#define TEXT	"benchmarks/record/RECORD.md"

#define RULES	"explain = it exits\nexpect = both cpuid >= 1 it exits\n"

/* Real cells that together have everything that a record can have. */
static const char *const cells[] = {
	"data/reference/records/bochs-vmx.ept0.fork-exit.s1.json",
	"data/reference/records/bochs-svm.npt0.idle.s1.vcpus-2.json",
	"data/detail/records/bochs-vmx.ept0.boot.s1.detail-both.json",
	"data/timeline/records/bochs-vmx.ept0.boot.s1.timeline-5.json",
	"data/verify/records/bochs-vmx.ept0.idle.s1.observer-hist.json",
	"data/overhead/records/bochs-vmx.ept0.exit-cost.s1.kvm-unpatched.meter-off.observer-perf."
		"hugepages-off.json",
};

/* Of version 1, as real as the others were when they were measured, but for their numbers. */
static const char *const old_cells[] = {
	"tests/golden/records/bochs-vmx.ept0.boot.s1.json",
	"tests/golden/points/bochs-vmx.ept0.context-switch.s1.json",
	"tests/golden/detail-records/bochs-vmx.ept0.boot.s1.detail-both.json",
	"tests/golden/timeline/bochs-vmx.ept0.boot.s1.timeline-5.json",
};

/* Objects whose keys are names of something else: reasons, settings, statistics. */
static const char *const maps[] = {
	"settings", "identity", "cpu", "kvm_parameters", "rows", "histograms", "overflow", "reasons", NULL,
};

/* What only some cells have: one of these missing, and the test would not have looked. */
static const char *const some[] = {
	"points", "vcpus", "histograms", "timeline", "kernel_ns", "hits", "observer", "bytes",
	"expect", "error", "symptom", "guest_console", "log",
};

static bool is_map(const char *key)
{
	size_t i;

	for (i = 0; maps[i]; i++)
		if (!strcmp(maps[i], key))
			return true;
	return false;
}

/* Gather the keys. Statistics are named by KVM. */
static void add_keys(json_t *keys, json_t *json, bool names)
{
	const char *key;
	json_t *value;
	size_t i, k;

	json_array_foreach(json, i, value)
		add_keys(keys, value, false);
	json_object_foreach(json, key, value) {
		if (!names)
			json_object_set_new(keys, key, json_true());
		if (!strcmp(key, "kvm_stats"))
			for (k = 0; k < L1_TIMES; k++)
				json_object_set_new(keys, l1_times[k], json_true());
		else if (!is_map(key))
			add_keys(keys, value, false);
	}
}

static void add_record(json_t *keys, const char *path, bool failed)
{
	struct cell_end end = { .logs = "/nonexistent" };
	struct record *r = record_load(path);
	json_t *json;

	assert_non_null(r);
	if (failed) {
		r->error = "it failed";
		rules_free(&r->file.rules);
		assert_int_equal(rules_of_file(&r->file.rules, "w", RULES), 0);
		r->host.log = "this happened";
		r->end = symptom_json(&end, "no-results");
	}
	json = record_to_json(r);
	add_keys(keys, json, false);
	json_decref(json);
	record_free(r);
}

static void add_run(json_t *keys)
{
	char folder[] = "/tmp/test-record.XXXXXX", path[64];
	const char *id = "a";
	struct run_json run = { .matrix = "m", .ids = &id, .nr = 1, .image = "i", .jobs = 1 };
	json_t *json;

	assert_non_null(mkdtemp(folder));
	run.folder = folder;
	run_json_begin(&run);
	assert_int_equal(run_json_write(&run, 1), 0);
	run_json_end(&run);
	snprintf(path, sizeof(path), "%s/run.json", folder);
	json = json_load_file(path, 0, NULL);
	assert_non_null(json);
	add_keys(keys, json, false);
	json_decref(json);
	remove(path);
	remove(folder);
}

static char *read_text(void)
{
	FILE *f = fopen(TEXT, "r");
	char *text = NULL;
	size_t size = 0;

	assert_non_null(f);
	assert_true(getdelim(&text, &size, '\0', f) > 0);
	fclose(f);
	return text;
}

static void test_text(void **state)
{
	json_t *keys = json_object(), *value;
	char *text = read_text(), *word;
	const char *key;
	size_t i;
	int missing = 0;

	(void)state;
	for (i = 0; i < sizeof(cells) / sizeof(cells[0]); i++)
		add_record(keys, cells[i], i == 0);
	add_run(keys);
	for (i = 0; i < sizeof(some) / sizeof(some[0]); i++)
		if (!json_object_get(keys, some[i]))
			fail_msg("no record here has %s", some[i]);
	json_object_foreach(keys, key, value) {
		word = memory_printf("`%s`", key);
		if (!strstr(text, word)) {
			print_error(TEXT " does not name %s\n", word);
			missing++;
		}
		free(word);
	}
	assert_int_equal(missing, 0);
	assert_non_null(strstr(text, "`" RECORD_SCHEMA "`"));
	json_decref(keys);
	free(text);
}

static void assert_again(const char *path, int version)
{
	struct record *r = record_load(path);
	json_t *json, *again;
	char error[400];

	assert_non_null(r);
	assert_int_equal(r->version, version);
	json = record_to_json(r);
	record_free(r);
	r = record_from_json(json_deep_copy(json), error, sizeof(error));
	assert_non_null(r);
	assert_int_equal(r->version, 2);
	again = record_to_json(r);
	assert_true(json_equal(json, again));
	json_decref(json);
	json_decref(again);
	record_free(r);
}

/* What was written is read as the same, in version 2 and out of version 1. */
static void test_again(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cells) / sizeof(cells[0]); i++)
		assert_again(cells[i], 2);
	for (i = 0; i < sizeof(old_cells) / sizeof(old_cells[0]); i++)
		assert_again(old_cells[i], 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_text),
		cmocka_unit_test(test_again),
	};

	return cmocka_run_group_tests_name("what a record is", tests, NULL, NULL);
}
