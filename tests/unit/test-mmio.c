// SPDX-License-Identifier: GPL-2.0
/* Accesses to the memory of devices, told from page faults. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "select/mmio.h"

#define EXCEPTION	0
#define MISCONFIG	49
/* A page fault of the guest's, and one with the reserved bit: a hardware exception, vector 14. */
#define PF(code)	((uint64_t)(code) << 16 | 3 << 8 | 14)
#define FAULT		KVM_EXITMETER_KEY(EXCEPTION, KVM_EXITMETER_KEY_VECTOR, PF(2))
#define RESERVED	KVM_EXITMETER_KEY(EXCEPTION, KVM_EXITMETER_KEY_VECTOR, PF(11))
#define PAGE		KVM_EXITMETER_KEY(KVM_EXITMETER_SVM_NPF, KVM_EXITMETER_KEY_MMIO, 0xfebf1)

static struct record record;
static struct details window, startup;

static int setup(void **state)
{
	(void)state;
	memset(&record, 0, sizeof(record));
	memset(&window, 0, sizeof(window));
	memset(&startup, 0, sizeof(startup));
	record.ok = true;
	record.shadow = true;
	record.vendor = KVM_EXITMETER_VENDOR_VMX;
	record.window.net.nr_rows = record.startup.net.nr_rows = LEDGER_MAX_ROWS;
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	detail_free(&window.net);
	detail_free(&startup.net);
	return 0;
}

static void keep(struct window *w, struct details *d)
{
	w->details = d;
	d->net.features = KVM_EXITMETER_FEATURE_KEYS;
}

static void put(struct details *d, uint64_t key, int64_t count, int64_t cycles)
{
	assert_int_equal(detail_add_key(&d->net, key, count, cycles), 0);
}

static void assert_mmio(int64_t count, int64_t kernel)
{
	struct mmio m = mmio_of(&record);

	assert_true(m.is_known);
	assert_int_equal(m.count, count);
	assert_int_equal(m.kernel, kernel);
}

static void test_reserved_bit(void **state)
{
	(void)state;
	keep(&record.window, &window);
	put(&window, FAULT, 100, 200000);
	put(&window, RESERVED, 30, 180000);
	assert_mmio(30, 180000);
	/* Starting up is taken off. */
	record.has_startup = true;
	keep(&record.startup, &startup);
	put(&startup, RESERVED, 5, 30000);
	assert_mmio(25, 150000);
}

static void test_nested(void **state)
{
	(void)state;
	record.vendor = KVM_EXITMETER_VENDOR_SVM;
	record.shadow = false;
	keep(&record.window, &window);
	put(&window, PAGE, 7, 41000);
	assert_mmio(7, 41000);
}

/* EPT has a reason for them: no keys are needed. */
static void test_reason(void **state)
{
	(void)state;
	record.shadow = false;
	record.has_startup = true;
	record.window.net.rows[MISCONFIG] = (struct ledger_row) { .count = 12, .kernel = 9000 };
	record.startup.net.rows[MISCONFIG] = (struct ledger_row) { .count = 2, .kernel = 1000 };
	assert_mmio(10, 8000);
}

static void test_points(void **state)
{
	struct record_point points[2] = { { .name = "1" }, { .name = "2" } };
	struct details second = { .net = { .features = KVM_EXITMETER_FEATURE_KEYS } };

	(void)state;
	points[0].window.net.nr_rows = points[1].window.net.nr_rows = LEDGER_MAX_ROWS;
	keep(&points[0].window, &window);
	keep(&points[1].window, &second);
	put(&window, RESERVED, 3, 3000);
	put(&second, RESERVED, 4, 5000);
	record.points = points;
	record.nr_points = 2;
	assert_mmio(7, 8000);
	detail_free(&second.net);
}

/* Without keys, or with exits that found no place among them, nobody knows. */
static void test_unknown(void **state)
{
	(void)state;
	assert_false(mmio_of(&record).is_known);
	keep(&record.window, &window);
	put(&window, RESERVED, 30, 180000);
	window.net.overflow[EXCEPTION].count = 1;
	assert_false(mmio_of(&record).is_known);
	assert_int_equal(mmio_of(&record).count, 0);
}

static const struct run_cell {
	const char *detail;
	int64_t seed;
	bool has_keys;
} cells[] = {
	{ "histogram", 1, false }, { "both", 2, true }, { "both", 1, true }, { "both", 3, true },
};

#define NR_CELLS (sizeof(cells) / sizeof(cells[0]))

static void test_find(void **state)
{
	struct record all[NR_CELLS], *list[NR_CELLS];
	const struct run run = { .records = list, .nr_records = NR_CELLS };
	json_t *plain = json_pack("{s:s, s:s}", "detail", "off", "memory", "256");
	size_t i;

	(void)state;
	record.platform = "bochs-vmx";
	record.workload = "fio";
	record.seed = 1;
	record.settings = plain;
	for (i = 0; i < NR_CELLS; i++) {
		list[i] = &all[i];
		all[i] = record;
		all[i].seed = cells[i].seed;
		all[i].settings = json_pack("{s:s, s:s}", "detail", cells[i].detail, "memory",
					    "256");
		if (cells[i].has_keys)
			keep(&all[i].window, &window);
	}
	assert_null(mmio_find(NULL, &record));
	assert_ptr_equal(mmio_find(&run, &record), &all[2]);
	/* Another seed will do, another setting will not. */
	record.seed = 9;
	assert_ptr_equal(mmio_find(&run, &record), &all[1]);
	json_object_set_new(plain, "memory", json_string("128"));
	assert_null(mmio_find(&run, &record));
	/* One that tells by itself needs no other. */
	record.shadow = false;
	assert_ptr_equal(mmio_find(NULL, &record), &record);
	for (i = 0; i < NR_CELLS; i++)
		json_decref(all[i].settings);
	json_decref(plain);
}

static void read_statistics(enum l1_time when, const char *json)
{
	char error[100];
	json_t *numbers = json_loads(json, 0, NULL);

	assert_int_equal(l1_statistics_from_json(&record.l1[when].statistics, numbers, error,
						 sizeof(error)), 0);
	json_decref(numbers);
}

static void test_handling(void **state)
{
	struct mmio_handling h = mmio_handling_of(&record);

	(void)state;
	assert_false(h.is_known);
	read_statistics(L1_BEFORE,
			"{\"insn_emulation\": 10, \"pf_emulate\": 5, \"mmio_exits\": 400}");
	read_statistics(L1_AFTER,
			"{\"insn_emulation\": 110, \"pf_emulate\": 25, \"mmio_exits\": 403}");
	h = mmio_handling_of(&record);
	assert_true(h.is_known);
	assert_int_equal(h.emulated, 80);
	assert_int_equal(h.to_vmm, 3);
	l1_free(&record.l1[L1_BEFORE]);
	l1_free(&record.l1[L1_AFTER]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_reserved_bit, setup, teardown),
		cmocka_unit_test_setup_teardown(test_nested, setup, teardown),
		cmocka_unit_test_setup_teardown(test_reason, setup, teardown),
		cmocka_unit_test_setup_teardown(test_points, setup, teardown),
		cmocka_unit_test_setup_teardown(test_unknown, setup, teardown),
		cmocka_unit_test_setup_teardown(test_find, setup, teardown),
		cmocka_unit_test_setup_teardown(test_handling, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
