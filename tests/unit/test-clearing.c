// SPDX-License-Identifier: GPL-2.0
/* Exits in which the host clears a page, told by how long they take. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "select/clearing.h"

#define FAULT		0
#define VIOLATION	48
#define IO		30

static struct record record;
static struct details window, startup;

static int setup(void **state)
{
	(void)state;
	memset(&record, 0, sizeof(record));
	memset(&window, 0, sizeof(window));
	memset(&startup, 0, sizeof(startup));
	record.ok = true;
	record.vendor = KVM_EXITMETER_VENDOR_VMX;
	record.window.net.nr_reasons = record.startup.net.nr_reasons = KVM_EXITMETER_VMX_REASONS;
	record.window.details = &window;
	window.net.features = startup.net.features = KVM_EXITMETER_FEATURE_HISTOGRAM;
	return 0;
}

static void test_window(void **state)
{
	struct clearing c;

	(void)state;
	window.net.buckets[VIOLATION][12] = 500;
	window.net.buckets[VIOLATION][18] = 9;	/* below 2^18 */
	window.net.buckets[VIOLATION][19] = 17;
	window.net.buckets[VIOLATION][20] = 1;
	/* What takes long is not the clearing of a page, if it is no fault. */
	window.net.buckets[IO][20] = 3;
	c = clearing_of(&record);
	assert_true(c.is_known);
	/* Twice as long is too long for one page. */
	assert_int_equal(c.exits, 17);
	assert_int_equal(c.least, 17 * 262144);
	assert_int_equal(c.longer, 1);
}

/* With shadow paging the longest are those in which KVM emulates the guest's clearing. */
static void test_emulated(void **state)
{
	struct clearing c;

	(void)state;
	window.net.buckets[FAULT][19] = 3;
	window.net.buckets[FAULT][20] = 29;
	window.net.buckets[IO][20] = 3;
	c = clearing_of(&record);
	assert_int_equal(c.exits, 3);
	assert_int_equal(c.least, 3 * 262144);
	assert_int_equal(clearing_emulated(&record), 29);
	window.net.features = KVM_EXITMETER_FEATURE_KEYS;
	assert_int_equal(clearing_emulated(&record), 0);
}

static void test_startup(void **state)
{
	struct clearing c;

	(void)state;
	record.has_startup = true;
	record.startup.details = &startup;
	startup.net.buckets[VIOLATION][19] = 1;
	c = clearing_of(&record);
	assert_int_equal(c.exits, -1);
	assert_int_equal(c.least, -262144);
	assert_int_equal(c.longer, 0);
}

static void test_unknown(void **state)
{
	(void)state;
	window.net.features = KVM_EXITMETER_FEATURE_KEYS;
	assert_false(clearing_of(&record).is_known);
	assert_null(clearing_find(NULL, &record));
	window.net.features = KVM_EXITMETER_FEATURE_HISTOGRAM;
	assert_ptr_equal(clearing_find(NULL, &record), &record);
	record.window.details = NULL;
	assert_false(clearing_of(&record).is_known);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_window, setup),
		cmocka_unit_test_setup(test_emulated, setup),
		cmocka_unit_test_setup(test_startup, setup),
		cmocka_unit_test_setup(test_unknown, setup),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
