// SPDX-License-Identifier: GPL-2.0
/* What of the consoles makes a cell a failed one, what is the emulator's fault, and what is neither. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "exitbench/collect/sign.h"

static char folder[] = "/tmp/exitmeter-sign-XXXXXX";
static char line[512];

static const struct sign *find(enum sign_kind kind, const char *log, const char *text)
{
	char path[sizeof(folder) + 32];
	const struct sign *found;
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", folder, log);
	f = fopen(path, "w");
	assert_non_null(f);
	fputs(text, f);
	fclose(f);
	found = sign_find(folder, kind, line, sizeof(line));
	unlink(path);
	return found;
}

static bool complains(const char *console)
{
	return find(SIGN_COMPLAINT, SIGN_L2, console);
}

static const char *flaw(const char *log, const char *text)
{
	const struct sign *found = find(SIGN_FLAW, log, text);

	return found ? found->meaning : NULL;
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

static void test_no_complaint(void **state)
{
	(void)state;
	assert_null(sign_find(folder, SIGN_COMPLAINT, line, sizeof(line)));
	assert_false(complains(""));
	/* What each boot on the emulated AMD CPU says. */
	assert_false(complains("Speculative Return Stack Overflow: WARNING: kernel not compiled "
			       "with MITIGATION_SRSO.\r\n"));
	/* What each kernel says that was not told to be quiet. */
	assert_false(complains("[    0.000000] rcu: Hierarchical RCU implementation.\r\n"
			       "[    0.000000] rcu: \tRCU restricting CPUs from NR_CPUS=512.\r\n"));
	/* L1's console is not L2's. */
	assert_null(find(SIGN_COMPLAINT, SIGN_L1, "BUG: of L1\n"));
}

static void test_complaints(void **state)
{
	(void)state;
	assert_true(complains("something\r\nrcu: INFO: rcu_sched self-detected stall on CPU\r\n"
			      "rcu: \tPossible timer handling issue\r\n"));
	assert_string_equal(line, "rcu: INFO: rcu_sched self-detected stall on CPU");
	assert_true(complains("WARNING: CPU: 0 PID: 1 at kernel/x.c:1 x+0x1/0x2\n"));
	assert_true(complains("BUG: kernel NULL pointer dereference\n"));
	assert_true(complains("clocksource: timekeeping watchdog on CPU0: tsc\n"));
	assert_true(complains("INFO: task fio:7 blocked for more than 120 seconds.\n"));
}

static void test_no_flaw(void **state)
{
	(void)state;
	assert_null(sign_find(folder, SIGN_FLAW, NULL, 0));
	assert_null(flaw(SIGN_L1, ""));
	assert_null(flaw(SIGN_L1, "Oops: 0002 [#1] SMP NOPTI\r\nKernel panic\r\n"));
	assert_null(flaw(SIGN_L2, "BUG: kernel NULL pointer dereference\r\n"));
	/* A stall of L1 may well be the fault of its KVM. */
	assert_null(flaw(SIGN_L1, "rcu: INFO: rcu_sched self-detected stall on CPU\r\n"));
}

static void test_flaws(void **state)
{
	(void)state;
	assert_string_equal(flaw(SIGN_L1, "quiet\r\nOops: int3: 0000 [#1] SMP NOPTI\r\n"),
			    "L1 ran code that it had replaced");
	assert_string_equal(flaw(SIGN_L2, "int3: 0000 [#1] PREEMPT SMP\r\n"),
			    "L2 ran code that it had replaced");
	assert_string_equal(flaw(SIGN_L2, "rcu: INFO: rcu_sched self-detected stall on CPU\r\n"),
			    "a timer of L2 was lost");
}

static void test_ends(void **state)
{
	const struct sign *sign;

	(void)state;
	assert_non_null(find(SIGN_L1_PANIC, SIGN_L1, "[ 1.0] Kernel panic - not syncing: x\r\n"));
	assert_string_equal(line, "Kernel panic - not syncing: x");
	assert_null(find(SIGN_L1_PANIC, SIGN_L2, "Kernel panic - not syncing: x\n"));
	sign = find(SIGN_AGENT_KILLED, SIGN_L2,
		    "Kernel panic - not syncing: Attempted to kill init! exitcode=0x0000000b\n");
	assert_non_null(sign);
	assert_string_equal(sign_behind(sign, line), "0000000b");
	sign = find(SIGN_L1_FAILED, SIGN_L1, "exitmeter: failed: mount /proc\n");
	assert_non_null(sign);
	assert_string_equal(sign_behind(sign, line), "mount /proc");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_no_complaint),
		cmocka_unit_test(test_complaints),
		cmocka_unit_test(test_no_flaw),
		cmocka_unit_test(test_flaws),
		cmocka_unit_test(test_ends),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
