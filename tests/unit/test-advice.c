// SPDX-License-Identifier: GPL-2.0
/* What a workload's two windows lead to. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "answer/advice.h"

#define SEEDS		2
#define MISCONFIG	49
#define VIOLATION	48
#define EXCEPTION	0
#define CR		28
/* A hardware exception, vector 14, with the reserved bit. */
#define RESERVED	KVM_EXITMETER_KEY(EXCEPTION, KVM_EXITMETER_KEY_VECTOR, \
					  (uint64_t)11 << 16 | 3 << 8 | 14)

static struct record tdp[SEEDS], shadow[SEEDS];
static struct pair seeds[SEEDS];
static const struct pairs all = { seeds, SEEDS };
static struct details details;

static void begin(struct record *r, size_t seed, bool is_shadow)
{
	memset(r, 0, sizeof(*r));
	r->ok = true;
	r->platform = "bochs-vmx";
	r->workload = "fork";
	r->variant = "";
	r->seed = seed + 1;
	r->shadow = is_shadow;
	r->vendor = KVM_EXITMETER_VENDOR_VMX;
	r->window.net.nr_rows = LEDGER_MAX_ROWS;
	r->window.net.guest = 500000;
	r->window.net.user = 100000;
	r->window.net.blocked = 400000;
}

static int setup(void **state)
{
	size_t i;

	(void)state;
	memset(&details, 0, sizeof(details));
	for (i = 0; i < SEEDS; i++) {
		begin(&tdp[i], i, false);
		begin(&shadow[i], i, true);
		seeds[i] = (struct pair) {
			.vendor = KVM_EXITMETER_VENDOR_VMX, .tdp = &tdp[i], .shadow = &shadow[i],
		};
	}
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	detail_free(&details.net);
	return 0;
}

static struct advice advice(void)
{
	return advice_of(&all, &seeds[0], NULL);
}

/* Of 600,000 cycles of CPU time so many more, in either seed. */
static enum advice_class class_of(int64_t first, int64_t second)
{
	shadow[0].window.net.guest = 500000 + first;
	shadow[1].window.net.guest = 500000 + second;
	return advice().class;
}

static void test_classes(void **state)
{
	(void)state;
	assert_int_equal(class_of(150001, 150001), ADVICE_HURTS);
	assert_int_equal(class_of(149999, 149999), ADVICE_FELT);
	assert_int_equal(class_of(12001, 12001), ADVICE_FELT);
	assert_int_equal(class_of(11999, 11999), ADVICE_NOTHING);
	assert_int_equal(class_of(-11999, -11999), ADVICE_NOTHING);
	assert_int_equal(class_of(-12001, -12001), ADVICE_WINS);
	/* What seeds do not agree on does not matter. */
	assert_int_equal(class_of(200000, -100), ADVICE_NOTHING);
}

/* Waiting, and what was before the first entry, is not CPU time. */
static void test_not_busy(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < SEEDS; i++) {
		shadow[i].window.net.blocked = 0;
		shadow[i].window.net.offcpu = 400000;
		shadow[i].window.net.startup = 900000;
		shadow[i].window.net.wall = 9000000;
	}
	assert_int_equal(advice().class, ADVICE_NOTHING);
	assert_true(advice().busy.factor.median == 1);
}

/* Twice of next to nothing is next to nothing. */
static void test_idle(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < SEEDS; i++)
		tdp[i].window.net.blocked = shadow[i].window.net.blocked = 100000000;
	assert_int_equal(class_of(600000, 600000), ADVICE_NOTHING);
	assert_true(advice().is_idle);
	assert_true(advice().elapsed == 100600000);
}

/* Starting the program up makes no class: both modes' windows grow by it. */
static void test_net(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < SEEDS; i++) {
		tdp[i].has_startup = shadow[i].has_startup = true;
		tdp[i].startup.net.guest = 100000;
		shadow[i].startup.net.guest = 400000;
		tdp[i].window.net.guest += 100000;
		shadow[i].window.net.guest += 400000;
	}
	assert_true(advice().busy.factor.median == 1);
	assert_int_equal(advice().class, ADVICE_NOTHING);
}

static void set(struct record *r, unsigned int reason, int64_t count, int64_t kernel)
{
	struct ledger_row *row = &r->window.net.rows[reason];
	struct ledger *l = &r->window.net;

	l->exits += count - row->count;
	l->kernel += kernel - row->kernel;
	row->count = count;
	row->kernel = kernel;
}

static void test_cause(void **state)
{
	struct advice a;
	size_t i;

	(void)state;
	for (i = 0; i < SEEDS; i++) {
		set(&tdp[i], CR, 2, 100);
		set(&shadow[i], CR, 12, 800);
		/* What shrinks makes up for nothing ... */
		set(&tdp[i], 12, 5, 600);
		/* ... but faults of the other mode: an access to a device is a fault in both. */
		set(&shadow[i], EXCEPTION, 9, 450);
		set(&tdp[i], MISCONFIG, 9, 300);
		set(&tdp[i], VIOLATION, 1, 50);
	}
	a = advice();
	assert_false(a.causes.has_mmio);
	assert_int_equal(a.cause, CAUSE_CR);
	assert_true(a.added == 700 && a.grown == 800);
	assert_true(a.causes.exits[1][CAUSE_CR] == 12 && a.causes.exits[0][CAUSE_CR] == 2);
	assert_true(a.causes.cycles[0][CAUSE_OTHER] == 600);
	assert_string_equal(cause_name(&a.causes, CAUSE_FAULT), "page faults and MMIO");
}

/* Dearer accesses to a device are no page faults, if keys tell. */
static void test_mmio(void **state)
{
	struct advice a;
	size_t i;

	(void)state;
	details.net.features = KVM_EXITMETER_FEATURE_KEYS;
	assert_int_equal(detail_add_key(&details.net, RESERVED, 10, 5000), 0);
	for (i = 0; i < SEEDS; i++) {
		set(&tdp[i], MISCONFIG, 10, 2000);
		set(&shadow[i], EXCEPTION, 14, 6000);
		shadow[i].window.details = &details;
	}
	a = advice();
	assert_true(a.causes.has_mmio);
	assert_int_equal(a.cause, CAUSE_MMIO);
	assert_true(a.added == 3000 && a.grown == 4000);
	assert_true(a.causes.exits[1][CAUSE_FAULT] == 4);
	assert_true(a.causes.cycles[1][CAUSE_FAULT] == 1000);
	assert_string_equal(cause_name(&a.causes, CAUSE_FAULT), "page faults");
}

static void test_nothing(void **state)
{
	struct advice a = advice();

	(void)state;
	assert_int_equal(a.cause, CAUSE_NR);
	assert_true(a.added == 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_classes, setup, teardown),
		cmocka_unit_test_setup_teardown(test_not_busy, setup, teardown),
		cmocka_unit_test_setup_teardown(test_idle, setup, teardown),
		cmocka_unit_test_setup_teardown(test_net, setup, teardown),
		cmocka_unit_test_setup_teardown(test_cause, setup, teardown),
		cmocka_unit_test_setup_teardown(test_mmio, setup, teardown),
		cmocka_unit_test_setup_teardown(test_nothing, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
