// SPDX-License-Identifier: GPL-2.0
/* Raw exit reasons of the tracepoint: which row of the ledger, which flags. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "record/tracepoint.h"

#define VMX KVM_EXITMETER_VENDOR_VMX
#define SVM KVM_EXITMETER_VENDOR_SVM
#define VMX_OTHER (KVM_EXITMETER_VMX_REASONS + KVM_EXITMETER_ROW_OTHER)
#define SVM_OTHER (KVM_EXITMETER_SVM_REASONS + KVM_EXITMETER_ROW_OTHER)

static char error[256];

static void test_rows(void **state)
{
	static const struct {
		unsigned int vendor;
		uint32_t reason;
		unsigned int row;
	} rows[] = {
		{ VMX, 0, 0 }, { VMX, 48, 48 }, { VMX, 95, 95 }, { VMX, 96, VMX_OTHER },
		{ VMX, 0xffff, VMX_OTHER }, { VMX, 0x80000021, 33 }, { VMX, 0x04000030, 48 },
		{ VMX, 0x0800000a, 10 }, { VMX, 0xffff0000, 0 }, { VMX, 0xffffffff, VMX_OTHER },
		{ SVM, 0, 0 }, { SVM, 0x72, 0x72 }, { SVM, 0xff, 0xff }, { SVM, 0x100, SVM_OTHER },
		{ SVM, 0x3ff, SVM_OTHER }, { SVM, 0x400, KVM_EXITMETER_SVM_NPF },
		{ SVM, 0x40f, KVM_EXITMETER_SVM_NPF + 0xf }, { SVM, 0x410, SVM_OTHER },
		{ SVM, 0xffffffff, KVM_EXITMETER_SVM_ERR },
		{ SVM, 0xf0000000, KVM_EXITMETER_SVM_SW }, { SVM, 0x80000021, SVM_OTHER },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_int_equal(tracepoint_row(rows[i].vendor, rows[i].reason), rows[i].row);
}

static int load(struct tracepoint *t, unsigned int vendor, const char *text)
{
	json_t *json = json_loads(text, JSON_DECODE_ANY, NULL);
	int err = tracepoint_from_json(t, json, vendor, error, sizeof(error));

	json_decref(json);
	return err;
}

#define WITH(reasons) "{\"hits\": 9, \"entries\": 8, \"dropped\": 7, \"reasons\": {" reasons "}}"

static void test_sums(void **state)
{
	struct tracepoint t;

	(void)state;
	/* 48 plain, with a bus lock, and out of an enclave with one; 33 failed. */
	assert_int_equal(load(&t, VMX, WITH("\"48\": 5, \"67108912\": 2, \"201326640\": 1, "
					    "\"2147483681\": 3, \"4000\": 4")), 0);
	assert_int_equal(t.hits, 9);
	assert_int_equal(t.entries, 8);
	assert_int_equal(t.dropped, 7);
	assert_int_equal(t.total, 15);
	assert_int_equal(t.nr_reasons, 5);
	assert_int_equal(t.counts[48], 8);
	assert_int_equal(t.counts[33], 3);
	assert_int_equal(t.counts[VMX_OTHER], 4);
	assert_int_equal(t.bus_lock, 3);
	assert_int_equal(t.enclave, 1);
	assert_int_equal(t.failed_entry, 3);
	tracepoint_free(&t);
}

static void test_svm_has_no_flags(void **state)
{
	struct tracepoint t;

	(void)state;
	assert_int_equal(load(&t, SVM, WITH("\"4294967295\": 1, \"1024\": 2, \"4026531840\": 3")), 0);
	assert_int_equal(t.counts[KVM_EXITMETER_SVM_ERR], 1);
	assert_int_equal(t.counts[KVM_EXITMETER_SVM_NPF], 2);
	assert_int_equal(t.counts[KVM_EXITMETER_SVM_SW], 3);
	assert_int_equal(t.failed_entry + t.enclave + t.bus_lock, 0);
	tracepoint_free(&t);
}

static void test_refused(void **state)
{
	static const char *const texts[] = {
		"{}", "[]", "7", "{\"hits\": 1, \"entries\": 1, \"dropped\": 0}",
		"{\"hits\": 1.5, \"entries\": 1, \"dropped\": 0, \"reasons\": {}}",
		"{\"hits\": -1, \"entries\": 1, \"dropped\": 0, \"reasons\": {}}",
		"{\"hits\": 1, \"entries\": 1, \"dropped\": null, \"reasons\": {}}",
		WITH("\"\": 1"), WITH("\"048\": 1"), WITH("\"+48\": 1"), WITH("\"-1\": 1"),
		WITH("\" 48\": 1"), WITH("\"48 \": 1"), WITH("\"0x30\": 1"), WITH("\"4294967296\": 1"),
		WITH("\"99999999999999999999\": 1"), WITH("\"48\": -1"), WITH("\"48\": 1.0"),
		WITH("\"48\": \"1\""), WITH("\"48\": null"), WITH("\"48\": 9223372036854775807"),
		WITH("\"1\": 288230376151711744, \"2\": 288230376151711744"),
	};
	struct tracepoint t;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		*error = '\0';
		assert_int_equal(load(&t, VMX, texts[i]), -1);
		assert_true(*error);
		tracepoint_free(&t);
	}
	assert_int_equal(load(&t, 0, WITH("\"48\": 1")), -1);
	assert_non_null(strstr(error, "whose exit reasons"));
}

/* As the kernel's histogram shows it. */
static void test_text(void **state)
{
	static const char text[] =
		"# event histogram\n{ exit_reason:         48 } hitcount:          5\n"
		"{ exit_reason: 2147483681 } hitcount: 3\n\nTotals:\n    Hits: 8\n"
		"    Entries: 2\n    Dropped: 0\n";
	FILE *f = fmemopen((char *)text, strlen(text), "r");
	struct tracepoint t, back;
	json_t *json;

	(void)state;
	assert_int_equal(tracepoint_from_text(&t, f, VMX, error, sizeof(error)), 0);
	fclose(f);
	assert_int_equal(t.hits, 8);
	assert_int_equal(t.counts[33], 3);
	json = tracepoint_to_json(&t);
	assert_int_equal(tracepoint_from_json(&back, json, VMX, error, sizeof(error)), 0);
	assert_int_equal(back.failed_entry, 3);
	assert_int_equal(back.total, t.total);
	json_decref(json);
	tracepoint_free(&back);
	tracepoint_free(&t);
}

static void test_text_refused(void **state)
{
	static const char *const texts[] = {
		"Hits: 1\nEntries: 1\n", "{ exit_reason: 1 } hitcount: 9223372036854775807\n",
		"{ exit_reason: -1 } hitcount: 1\n", " ",
	};
	struct tracepoint t;
	size_t i;
	FILE *f;

	(void)state;
	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		f = fmemopen((char *)texts[i], strlen(texts[i]), "r");
		assert_int_equal(tracepoint_from_text(&t, f, VMX, error, sizeof(error)), -1);
		fclose(f);
		tracepoint_free(&t);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rows),
		cmocka_unit_test(test_sums),
		cmocka_unit_test(test_svm_has_no_flags),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_text),
		cmocka_unit_test(test_text_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
