// SPDX-License-Identifier: GPL-2.0
/* Unit tests: histograms and keys. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "ledger/window/detail-json.h"
#include "ledger/window/key-name.h"

#define PORT(row, value) KVM_EXITMETER_KEY(row, KVM_EXITMETER_KEY_PORT, value)

static struct detail a, b;
static struct ledger ledger;

static int setup(void **state)
{
	(void)state;
	memset(&a, 0, sizeof(a));
	memset(&b, 0, sizeof(b));
	memset(&ledger, 0, sizeof(ledger));
	ledger.nr_reasons = KVM_EXITMETER_VMX_REASONS;
	ledger.nr_rows = KVM_EXITMETER_VMX_REASONS + KVM_EXITMETER_ROW_NR;
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	detail_free(&a);
	detail_free(&b);
	return 0;
}

static void test_keys_are_sorted(void **state)
{
	static const uint64_t keys[] = { 5, 1, 9, 5, 3, 9, 5 };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		assert_int_equal(detail_add_key(&a, keys[i], 1, 10), 0);
	assert_int_equal(a.nr_keys, 4);
	assert_int_equal(a.keys[0].key, 1);
	assert_int_equal(a.keys[1].key, 3);
	assert_int_equal(a.keys[2].key, 5);
	assert_int_equal(a.keys[2].charge.count, 3);
	assert_int_equal(a.keys[2].charge.cycles, 30);
	assert_int_equal(a.keys[3].key, 9);
}

/* A key that was not there at the window's begin had nothing. */
static void test_subtract(void **state)
{
	(void)state;
	b.features = KVM_EXITMETER_FEATURE_KEYS;
	detail_add_key(&a, 7, 100, 1000);
	detail_add_key(&a, 8, 5, 50);
	detail_add_key(&a, 9, 2, 20);
	detail_add_key(&b, 7, 60, 700);
	detail_add_key(&b, 8, 5, 50);
	a.buckets[30][12] = 9;
	b.buckets[30][12] = 4;
	a.overflow[30] = (struct detail_charge) { 3, 33 };
	b.overflow[30] = (struct detail_charge) { 1, 11 };
	assert_int_equal(detail_add(&a, &b, -1), 0);
	assert_int_equal(a.nr_keys, 2);
	assert_int_equal(a.keys[0].key, 7);
	assert_int_equal(a.keys[0].charge.count, 40);
	assert_int_equal(a.keys[0].charge.cycles, 300);
	assert_int_equal(a.keys[1].key, 9);
	assert_int_equal(a.buckets[30][12], 5);
	assert_int_equal(a.overflow[30].count, 2);
	assert_int_equal(a.overflow[30].cycles, 22);
	assert_int_equal(a.features, KVM_EXITMETER_FEATURE_KEYS);
}

/* What only the earlier one has is not lost either. */
static void test_subtract_below_zero(void **state)
{
	(void)state;
	detail_add_key(&b, 7, 1, 10);
	assert_int_equal(detail_add(&a, &b, -1), 0);
	assert_int_equal(a.nr_keys, 1);
	assert_int_equal(a.keys[0].charge.count, -1);
}

static int64_t off(const char *name, unsigned int vendor)
{
	size_t i;

	for (i = 0; i < detail_nr_laws; i++)
		if (!strcmp(detail_laws[i].name, name))
			return detail_laws[i].off(&a, &ledger, vendor);
	fail_msg("no law %s", name);
	return 0;
}

static void test_laws(void **state)
{
	(void)state;
	ledger.rows[30] = (struct ledger_row) { .count = 10, .kernel = 1000 };
	ledger.rows[10] = (struct ledger_row) { .count = 2, .kernel = 300 };
	a.buckets[30][0] = 1;
	a.buckets[30][7] = 9;
	a.buckets[10][31] = 2;
	detail_add_key(&a, PORT(30, 0x10cf8), 6, 700);
	detail_add_key(&a, PORT(30, 0x10cfc), 3, 250);
	a.overflow[30] = (struct detail_charge) { 1, 50 };
	assert_int_equal(off("buckets", KVM_EXITMETER_VENDOR_VMX), 0);
	assert_int_equal(off("keys", KVM_EXITMETER_VENDOR_VMX), 0);
	assert_int_equal(off("key-cycles", KVM_EXITMETER_VENDOR_VMX), 0);

	/* Two that are off don't make up for each other. */
	a.buckets[30][7]++;
	a.buckets[10][31]--;
	assert_int_equal(off("buckets", KVM_EXITMETER_VENDOR_VMX), 2);
	a.overflow[30].count = 0;
	assert_int_equal(off("keys", KVM_EXITMETER_VENDOR_VMX), 1);
	a.overflow[30].cycles = 49;
	assert_int_equal(off("key-cycles", KVM_EXITMETER_VENDOR_VMX), 1);
}

/* A reason with keys that has none is noticed; and one without that has some. */
static void test_laws_know_the_rows(void **state)
{
	(void)state;
	ledger.rows[28].count = 4;
	assert_int_equal(off("keys", KVM_EXITMETER_VENDOR_VMX), 4);
	detail_add_key(&a, PORT(28, 1), 4, 0);
	assert_int_equal(off("keys", KVM_EXITMETER_VENDOR_VMX), 0);
	detail_add_key(&a, PORT(12, 1), 3, 0);
	assert_int_equal(off("keys", KVM_EXITMETER_VENDOR_VMX), 3);
}

static void test_json_and_back(void **state)
{
	char error[128] = "";
	json_t *json = json_object();

	(void)state;
	a.features = DETAIL_FEATURES;
	a.buckets[30][12] = 5;
	a.buckets[ledger.nr_reasons + KVM_EXITMETER_ROW_EMULATION][3] = -1;
	a.overflow[30] = (struct detail_charge) { 3, 33 };
	detail_add_key(&a, PORT(30, 0x10cf8), 6, 700);
	/* All of the value's bits, more than a double has. */
	detail_add_key(&a, KVM_EXITMETER_KEY(31, KVM_EXITMETER_KEY_MSR, 0xfffffffffffful), 1, 2);
	detail_to_json(&a, json, &ledger);
	assert_int_equal(detail_from_json(&b, json, ledger.nr_reasons, error, sizeof(error)), 0);
	assert_string_equal(error, "");
	assert_int_equal(b.features, a.features);
	assert_memory_equal(b.buckets, a.buckets, sizeof(a.buckets));
	assert_memory_equal(b.overflow, a.overflow, sizeof(a.overflow));
	assert_int_equal(b.nr_keys, a.nr_keys);
	assert_memory_equal(b.keys, a.keys, a.nr_keys * sizeof(*a.keys));
	json_decref(json);
}

static void test_json_of_nothing(void **state)
{
	json_t *json = json_object();
	char error[128];

	(void)state;
	detail_to_json(&a, json, &ledger);
	assert_int_equal(json_object_size(json), 0);
	assert_int_equal(detail_from_json(&b, json, ledger.nr_reasons, error, sizeof(error)), 0);
	assert_int_equal(b.features, 0);
	json_decref(json);
}

static void refused(const char *text, const char *because)
{
	char error[128] = "";
	json_t *json = json_loads(text, 0, NULL);

	assert_non_null(json);
	detail_free(&b);
	assert_int_equal(detail_from_json(&b, json, ledger.nr_reasons, error, sizeof(error)), -1);
	if (!strstr(error, because))
		fail_msg("\"%s\" instead of \"%s\"", error, because);
	json_decref(json);
}

static void test_json_refused(void **state)
{
	(void)state;
	refused("{\"histograms\": {\"30\": [1, 2]}}", "histogram \"30\"");
	refused("{\"histograms\": {\"096\": []}}", "histogram \"096\"");
	refused("{\"keys\": [[30, \"port\", 1, 2]]}", "keys[0]");
	refused("{\"keys\": [[30, \"port\", 1, 2, 3], [30, \"sea\", 1, 2, 3]]}", "keys[1]");
	refused("{\"keys\": [[96, \"port\", 1, 2, 3]]}", "keys[0]");
	refused("{\"keys\": [[30, \"port\", -1, 2, 3]]}", "keys[0]");
	refused("{\"keys\": [[30, \"port\", 281474976710656, 2, 3]]}", "keys[0]");
	refused("{\"keys\": [], \"overflow\": {\"30\": [1]}}", "overflow \"30\"");
}

static void test_names(void **state)
{
	static const struct {
		uint64_t key;
		const char *number;
		const char *subject;
		const char *access;
	} names[] = {
		{ PORT(30, 0x40cf8), "0xcf8", "PCI configuration", "out, 4 bytes" },
		{ PORT(30, 0x90071), "0x71", "CMOS and RTC", "in, 1 byte" },
		{ PORT(30, 0x3a01f0), "0x1f0", "IDE", "rep ins, 2 bytes" },
		{ PORT(30, 0x15555), "0x5555", "port 0x5555", "out, 1 byte" },
		{ KVM_EXITMETER_KEY(28, KVM_EXITMETER_KEY_CR, 0x03), "3", "CR3", "write" },
		{ KVM_EXITMETER_KEY(28, KVM_EXITMETER_KEY_CR, 0x18), "8", "CR8", "read" },
		{ KVM_EXITMETER_KEY(28, KVM_EXITMETER_KEY_CR, 0x20), "0", "CR0", "clts" },
		{ KVM_EXITMETER_KEY(32, KVM_EXITMETER_KEY_MSR, 0x1000006e0), "0x6e0",
		  "TSC_DEADLINE", "write" },
		{ KVM_EXITMETER_KEY(31, KVM_EXITMETER_KEY_MSR, 0xc0000080), "0xc0000080", "EFER",
		  "read" },
		{ KVM_EXITMETER_KEY(31, KVM_EXITMETER_KEY_MSR, 0xe0000001), "0xe0000001",
		  "MSR 0xe0000001", "read" },
		{ KVM_EXITMETER_KEY(0, KVM_EXITMETER_KEY_VECTOR, 0x3030e), "14", "#PF",
		  "write, supervisor, present" },
		{ KVM_EXITMETER_KEY(0, KVM_EXITMETER_KEY_VECTOR, 0xd030e), "14", "#PF for MMIO",
		  "read, user, reserved" },
		{ KVM_EXITMETER_KEY(0, KVM_EXITMETER_KEY_VECTOR, 0x0030d), "13", "#GP", "" },
		{ KVM_EXITMETER_KEY(0, KVM_EXITMETER_KEY_VECTOR, 0x00202), "2", "NMI", "" },
		{ KVM_EXITMETER_KEY(48, KVM_EXITMETER_KEY_FAULT, 0x2), "", "page not mapped",
		  "write" },
		{ KVM_EXITMETER_KEY(48, KVM_EXITMETER_KEY_FAULT, 0xc), "",
		  "page without the right", "fetch" },
		{ KVM_EXITMETER_KEY(48, KVM_EXITMETER_KEY_FAULT, 0x11), "",
		  "access to the guest's page tables", "read" },
		{ KVM_EXITMETER_KEY(49, KVM_EXITMETER_KEY_MMIO, 0xfec00), "0xfec00000",
		  "I/O APIC", "" },
		{ KVM_EXITMETER_KEY(49, KVM_EXITMETER_KEY_MMIO, 0x12345), "0x12345000",
		  "page 0x12345000", "" },
	};
	char buf[KEY_NAME_SIZE];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		assert_string_equal(key_number(names[i].key, buf), names[i].number);
		assert_string_equal(key_subject(names[i].key, buf), names[i].subject);
		assert_string_equal(key_access(names[i].key, buf), names[i].access);
	}
	assert_string_equal(key_kind_name(PORT(30, 0)), "port");
	assert_string_equal(key_kind_name(KVM_EXITMETER_KEY(30, 15, 0)), "unknown");
}

static void test_lowest(void **state)
{
	(void)state;
	assert_int_equal(detail_lowest(1), 0);
	assert_int_equal(detail_lowest(2), 2);
	assert_int_equal(detail_lowest(3), 4);
	assert_int_equal(detail_lowest(31), 1 << 30);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_keys_are_sorted, setup, teardown),
		cmocka_unit_test_setup_teardown(test_subtract, setup, teardown),
		cmocka_unit_test_setup_teardown(test_subtract_below_zero, setup, teardown),
		cmocka_unit_test_setup_teardown(test_laws, setup, teardown),
		cmocka_unit_test_setup_teardown(test_laws_know_the_rows, setup, teardown),
		cmocka_unit_test_setup_teardown(test_json_and_back, setup, teardown),
		cmocka_unit_test_setup_teardown(test_json_of_nothing, setup, teardown),
		cmocka_unit_test_setup_teardown(test_json_refused, setup, teardown),
		cmocka_unit_test_setup_teardown(test_names, setup, teardown),
		cmocka_unit_test_setup_teardown(test_lowest, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
