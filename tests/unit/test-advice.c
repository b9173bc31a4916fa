// SPDX-License-Identifier: GPL-2.0
/* What a workload's two windows lead to. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "modes/advice.h"

static struct record tdp, shadow;
static const struct pair pair = {
	.vendor = KVM_EXITMETER_VENDOR_VMX, .tdp = &tdp, .shadow = &shadow,
};

static int setup(void **state)
{
	(void)state;
	memset(&tdp, 0, sizeof(tdp));
	memset(&shadow, 0, sizeof(shadow));
	tdp.window.net.wall = 1000;
	tdp.window.net.guest = 600;
	return 0;
}

/* Busy for so many cycles more. */
static enum advice_class class_of(int64_t more)
{
	shadow.window.net.guest = 600 + more;
	return advice_of(&pair).class;
}

static void test_classes(void **state)
{
	(void)state;
	assert_int_equal(class_of(251), ADVICE_HURTS);
	assert_int_equal(class_of(250), ADVICE_FELT);
	assert_int_equal(class_of(21), ADVICE_FELT);
	assert_int_equal(class_of(20), ADVICE_NOTHING);
	assert_int_equal(class_of(-20), ADVICE_NOTHING);
	assert_int_equal(class_of(-21), ADVICE_WINS);
}

static void set(struct record *r, unsigned int reason, int64_t count, int64_t kernel)
{
	r->window.net.rows[reason].count = count;
	r->window.net.rows[reason].kernel = kernel;
}

static void test_cause(void **state)
{
	struct advice a;

	(void)state;
	set(&tdp, 28, 2, 100);
	set(&shadow, 28, 12, 800);
	/* What shrinks makes up for nothing ... */
	set(&tdp, 12, 5, 600);
	/* ... but faults of the other mode: an access to a device is a fault in both. */
	set(&shadow, 0, 9, 450);
	set(&tdp, 49, 9, 300);
	set(&tdp, 48, 1, 50);
	a = advice_of(&pair);
	assert_int_equal(a.cause, CLASS_CR);
	assert_int_equal(a.added, 700);
	assert_int_equal(a.added_exits, 10);
	assert_int_equal(a.grown, 800);

	set(&shadow, 0, 30, 1500);
	a = advice_of(&pair);
	assert_int_equal(a.cause, CLASS_FAULT);
	assert_int_equal(a.added, 1150);
	assert_int_equal(a.added_exits, 20);
	assert_int_equal(a.grown, 1850);
	assert_non_null(advice_remedy(a.cause));
}

static void test_nothing(void **state)
{
	struct advice a;

	(void)state;
	tdp.window.net.wall = 0;
	a = advice_of(&pair);
	assert_int_equal(a.added, 0);
	assert_int_equal(a.cause, CLASS_OTHER);
	assert_null(advice_remedy(a.cause));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_classes, setup),
		cmocka_unit_test_setup(test_cause, setup),
		cmocka_unit_test_setup(test_nothing, setup),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
