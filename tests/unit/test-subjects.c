// SPDX-License-Identifier: GPL-2.0
/* What the exits of a kind were for: keys of a window, and of each point's. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "detail/subjects.h"
#include "ledger/window/detail.h"

#define PORT	KVM_EXITMETER_KEY(30, KVM_EXITMETER_KEY_PORT, 0xcf8)

static struct record record;
static struct record_point points[2];
static struct details window, of_point[2];

static void begin(struct details *d, int64_t count)
{
	memset(d, 0, sizeof(*d));
	d->net.features = KVM_EXITMETER_FEATURE_KEYS;
	assert_int_equal(detail_add_key(&d->net, PORT, count, 1000 * count), 0);
}

static int setup(void **state)
{
	(void)state;
	memset(&record, 0, sizeof(record));
	memset(points, 0, sizeof(points));
	record.ok = true;
	record.vendor = KVM_EXITMETER_VENDOR_VMX;
	begin(&window, 5);
	begin(&of_point[0], 20);
	begin(&of_point[1], 300);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	detail_free(&window.net);
	detail_free(&of_point[0].net);
	detail_free(&of_point[1].net);
	return 0;
}

static void assert_subject(int64_t count)
{
	const struct pair pair = { .vendor = KVM_EXITMETER_VENDOR_VMX, .tdp = &record };
	struct subjects s;

	subjects_of_pairs(&s, &pair, 1, KVM_EXITMETER_KEY_PORT);
	assert_int_equal(s.nr, count ? 1 : 0);
	assert_int_equal(s.total[0], count);
	if (count) {
		assert_int_equal(s.subject[0].count[0], count);
		assert_int_equal(s.subject[0].cycles[0], 1000 * count);
		assert_int_equal(s.subject[0].nr_workloads, 1);
	}
	subjects_free(&s);
}

static void test_window(void **state)
{
	(void)state;
	assert_subject(0);
	record.window.details = &window;
	assert_subject(5);
}

/* A workload with points has its keys there, and is one workload. */
static void test_points(void **state)
{
	(void)state;
	points[0].window.details = &of_point[0];
	points[1].window.details = &of_point[1];
	record.points = points;
	record.nr_points = 2;
	assert_subject(320);
	of_point[1].net.features = 0;
	assert_subject(20);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_window, setup, teardown),
		cmocka_unit_test_setup_teardown(test_points, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
