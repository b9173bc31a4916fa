// SPDX-License-Identifier: GPL-2.0
/* What counts as the emulator's fault, and what does not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "exitbench/collect/flaw.h"

static char folder[] = "/tmp/exitmeter-flaw-XXXXXX";

static const char *flaw(const char *log, const char *text)
{
	char path[sizeof(folder) + 32];
	const char *found;
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", folder, log);
	f = fopen(path, "w");
	assert_non_null(f);
	fputs(text, f);
	fclose(f);
	found = flaw_find(folder);
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

static void test_none(void **state)
{
	(void)state;
	assert_null(flaw_find(folder));
	assert_null(flaw("console.log", ""));
	assert_null(flaw("console.log", "Oops: 0002 [#1] SMP NOPTI\r\nKernel panic\r\n"));
	assert_null(flaw("l2-console.log", "BUG: kernel NULL pointer dereference\r\n"));
	/* A stall of L1 may well be the fault of its KVM. */
	assert_null(flaw("console.log", "rcu: INFO: rcu_sched self-detected stall on CPU\r\n"));
}

static void test_replaced_code(void **state)
{
	(void)state;
	assert_non_null(flaw("console.log", "quiet\r\nOops: int3: 0000 [#1] SMP NOPTI\r\n"));
	assert_non_null(flaw("l2-console.log", "int3: 0000 [#1] PREEMPT SMP\r\n"));
}

static void test_lost_timer(void **state)
{
	(void)state;
	assert_non_null(flaw("l2-console.log",
			     "rcu: INFO: rcu_sched self-detected stall on CPU\r\n"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_none),
		cmocka_unit_test(test_replaced_code),
		cmocka_unit_test(test_lost_timer),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
