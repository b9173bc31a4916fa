// SPDX-License-Identifier: GPL-2.0
/* Ledgers of debugfs as a window: the sum of the vCPUs, and none where something is missing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "exitbench/collect/host-window.h"

#define VCPU(number, exits)						\
	"vcpu " #number "\nexits " #exits "\nguest 900\nwall 1000\n"	\
	"reason count kernel user blocked offcpu max\n30 " #exits " 40 30 5 2 7\n"

static char folder[] = "/tmp/exitmeter-host-window-XXXXXX";
static struct window window;

static bool window_of(const char *status, char *tables, unsigned int vendor)
{
	struct l1_ledgers ledgers = { 0 };
	char path[sizeof(folder) + 16], error[256];
	bool there;
	FILE *f;

	f = fmemopen(tables, strlen(tables) + !*tables, "r");
	assert_non_null(f);
	if (*tables)
		assert_int_equal(l1_ledgers_from_text(&ledgers, f, vendor, error, sizeof(error)), 0);
	fclose(f);
	snprintf(path, sizeof(path), "%s/status", folder);
	f = fopen(path, "w");
	assert_non_null(f);
	fputs(status, f);
	fclose(f);
	there = host_window(&window, folder, &ledgers);
	unlink(path);
	free(ledgers.vcpus);
	return there;
}

static void test_one(void **state)
{
	char tables[] = VCPU(0, 8);

	(void)state;
	assert_true(window_of("ept=N\ntsc_khz=1000\n", tables, KVM_EXITMETER_VENDOR_VMX));
	assert_int_equal(window.net.exits, 8);
	assert_int_equal(window.end.guest, 900);
	assert_int_equal(window.begin.exits, 0);
	assert_int_equal(window.empty.wall, 0);
	assert_int_equal(window.info.tsc_khz, 1000);
	assert_int_equal(window.info.vendor, KVM_EXITMETER_VENDOR_VMX);
	assert_int_equal(window.info.paging, KVM_EXITMETER_PAGING_SHADOW);
	assert_true(window.from_zero);
	assert_int_equal(window.nr_vcpus, 0);
	window_free(&window);
}

static void test_several(void **state)
{
	char tables[] = VCPU(0, 8) VCPU(1, 5);

	(void)state;
	assert_true(window_of("npt=Y\ntsc_khz=1000\n", tables, KVM_EXITMETER_VENDOR_SVM));
	assert_int_equal(window.net.exits, 13);
	assert_int_equal(window.net.wall, 2000);
	assert_int_equal(window.nr_vcpus, 2);
	assert_int_equal(window.vcpus[1].exits, 5);
	assert_int_equal(window.info.vendor, KVM_EXITMETER_VENDOR_SVM);
	assert_int_equal(window.info.paging, KVM_EXITMETER_PAGING_TDP);
	window_free(&window);
}

static void test_missing(void **state)
{
	char none[] = "", tables[] = VCPU(0, 8);

	(void)state;
	assert_false(window_of("ept=Y\ntsc_khz=1000\n", none, KVM_EXITMETER_VENDOR_VMX));
	assert_false(window_of("ept=Y\n", tables, KVM_EXITMETER_VENDOR_VMX));
	assert_false(window_of("tsc_khz=1000\n", tables, KVM_EXITMETER_VENDOR_VMX));
}

static int setup(void **state)
{
	(void)state;
	return mkdtemp(folder) ? 0 : -1;
}

static int teardown(void **state)
{
	(void)state;
	return rmdir(folder);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_one),
		cmocka_unit_test(test_several),
		cmocka_unit_test(test_missing),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
