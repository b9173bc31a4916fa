// SPDX-License-Identifier: GPL-2.0
/* What the operations of a made-up workload took, beside what two starts differ by. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "select/own-work.h"

#define FAULT		0
#define CR		28
#define IO		30
#define VIOLATION	48
#define OPERATIONS	1000
/* A page fault in which a page is cleared. */
#define LONGEST		900000

static struct record_point point[2];

static void add(struct ledger *l, unsigned int row, int64_t count, int64_t kernel, int64_t user)
{
	l->rows[row].count += count;
	l->rows[row].kernel += kernel;
	l->rows[row].user += user;
	l->exits += count;
	l->kernel += kernel;
	l->user += user;
}

/* A start of 150 page faults, of which one is long; the operations make port I/O. */
static int setup(void **state)
{
	size_t i;

	(void)state;
	memset(point, 0, sizeof(point));
	for (i = 0; i < 2; i++) {
		struct ledger *w = &point[i].window.net, *s = &point[i].startup.net;

		point[i].operations = OPERATIONS;
		point[i].has_startup = true;
		w->nr_reasons = s->nr_reasons = KVM_EXITMETER_VMX_REASONS;
		w->nr_rows = s->nr_rows = KVM_EXITMETER_VMX_REASONS + KVM_EXITMETER_ROW_NR;
		add(s, FAULT, 150, 150000 + LONGEST, 0);
		add(w, FAULT, 150, 150000, 0);
		w->rows[FAULT].max = s->rows[FAULT].max = LONGEST;
		add(w, IO, OPERATIONS, 1600000, 2000000);
		w->guest = 500000;
	}
	return 0;
}

/* What the window's start lacks is not the operations'. */
static void test_own_reasons(void **state)
{
	struct ledger work = work_of_point(&point[0]);

	(void)state;
	assert_int_equal(work.kernel, 1600000);
	assert_int_equal(work.user, 2000000);
	assert_int_equal(work.guest, 500000);
	assert_int_equal(work.rows[FAULT].kernel, 0);
	assert_int_equal(work.rows[IO].kernel, 1600000);
	assert_int_equal(work.exits, OPERATIONS);
}

/* One for 20 operations is theirs, and one alone never; but exits all count. */
static void test_rare(void **state)
{
	struct ledger work;

	(void)state;
	add(&point[0].window.net, CR, OPERATIONS / 20 - 1, 10000, 0);
	work = work_of_point(&point[0]);
	assert_int_equal(work.kernel, 1600000);
	assert_int_equal(work.rows[CR].count, OPERATIONS / 20 - 1);
	assert_int_equal(work.exits, OPERATIONS + OPERATIONS / 20 - 1);
	add(&point[0].window.net, CR, 1, 1000, 0);
	assert_int_equal(work_of_point(&point[0]).kernel, 1611000);
	point[0].operations = 7;
	add(&point[0].window.net, VIOLATION, 1, 400000, 0);
	assert_int_equal(work_of_point(&point[0]).kernel, 1611000);
}

static void test_no_startup(void **state)
{
	(void)state;
	point[0].has_startup = false;
	assert_int_equal(work_of_point(&point[0]).kernel, 1750000);
}

static void test_record(void **state)
{
	struct record r = { .points = point, .nr_points = 2 };

	(void)state;
	assert_int_equal(work_of(&r).kernel, 2 * 1600000);
	assert_int_equal(work_of(&r).exits, 2 * OPERATIONS);
	/* Without points no operations are counted, and nothing is left out. */
	r.nr_points = 0;
	r.has_startup = true;
	r.window.net = point[0].window.net;
	r.startup.net = point[0].startup.net;
	assert_int_equal(work_of(&r).kernel, 1600000 - LONGEST);
}

/* Only of faults that the operations make, too. */
static void test_doubt(void **state)
{
	const unsigned int vmx = KVM_EXITMETER_VENDOR_VMX;

	(void)state;
	assert_int_equal(work_doubt(&point[0], vmx, CLASS_ALL), 0);
	add(&point[0].window.net, FAULT, 2 * OPERATIONS, 7000000, 0);
	assert_int_equal(work_doubt(&point[0], vmx, CLASS_ALL), LONGEST);
	assert_int_equal(work_doubt(&point[0], vmx, CLASS_FAULT), LONGEST);
	assert_int_equal(work_doubt(&point[0], vmx, CLASS_PAGE_TABLES), LONGEST);
	assert_int_equal(work_doubt(&point[0], vmx, CLASS_IO), 0);
	/* The longest of the VM's whole life was not in a start that took less. */
	point[0].startup.net.rows[FAULT].kernel = 5000;
	assert_int_equal(work_doubt(&point[0], vmx, CLASS_ALL), 5000);
	point[0].startup.net.rows[FAULT].count = 0;
	assert_int_equal(work_doubt(&point[0], vmx, CLASS_ALL), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_own_reasons, setup),
		cmocka_unit_test_setup(test_rare, setup),
		cmocka_unit_test_setup(test_no_startup, setup),
		cmocka_unit_test_setup(test_record, setup),
		cmocka_unit_test_setup(test_doubt, setup),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
