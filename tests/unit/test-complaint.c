// SPDX-License-Identifier: GPL-2.0
/* What of L2's console makes a cell a failed one, and what does not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "exitbench/collect/complaint.h"

static char folder[] = "/tmp/exitmeter-complaint-XXXXXX";
static char text[512];

static bool complains(const char *console)
{
	char path[sizeof(folder) + 32];
	bool found;
	FILE *f;

	snprintf(path, sizeof(path), "%s/l2-console.log", folder);
	f = fopen(path, "w");
	assert_non_null(f);
	fputs(console, f);
	fclose(f);
	found = complaint_find(folder, text, sizeof(text));
	unlink(path);
	return found;
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

static void test_nothing(void **state)
{
	(void)state;
	assert_false(complaint_find(folder, text, sizeof(text)));
	assert_false(complains(""));
	/* What each boot on the emulated AMD CPU says. */
	assert_false(complains("Speculative Return Stack Overflow: WARNING: kernel not compiled "
			       "with MITIGATION_SRSO.\r\n"));
	/* What each kernel says that was not told to be quiet. */
	assert_false(complains("[    0.000000] rcu: Hierarchical RCU implementation.\r\n"
			       "[    0.000000] rcu: \tRCU restricting CPUs from NR_CPUS=512.\r\n"));
}

static void test_lost_timer(void **state)
{
	(void)state;
	assert_true(complains("something\r\nrcu: INFO: rcu_sched self-detected stall on CPU\r\n"
			      "rcu: \tPossible timer handling issue\r\n"));
	assert_non_null(strstr(text, "rcu_sched self-detected stall on CPU; see l2-console.log"));
	assert_null(strchr(text, '\r'));
}

static void test_others(void **state)
{
	(void)state;
	assert_true(complains("WARNING: CPU: 0 PID: 1 at kernel/x.c:1 x+0x1/0x2\n"));
	assert_true(complains("BUG: kernel NULL pointer dereference\n"));
	assert_true(complains("clocksource: timekeeping watchdog on CPU0: tsc\n"));
	assert_true(complains("INFO: task fio:7 blocked for more than 120 seconds.\n"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_nothing),
		cmocka_unit_test(test_lost_timer),
		cmocka_unit_test(test_others),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
