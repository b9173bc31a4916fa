// SPDX-License-Identifier: GPL-2.0
/* A guest that waited too long before its work is told from one that just booted. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <stdio.h>

#include "exitbench/collect/stall.h"

static char dir[] = "/tmp/test-stall.XXXXXX";

static void write_stats(const char *when, const char *text)
{
	char path[64];
	FILE *f;

	snprintf(path, sizeof(path), "%s/kvm-stats.%s", dir, when);
	if (!text) {
		unlink(path);
		return;
	}
	f = fopen(path, "w");
	assert_non_null(f);
	fputs(text, f);
	fclose(f);
}

static bool finds(const char *before, const char *end, long vcpus, char text[256])
{
	write_stats("before", before);
	write_stats("end", end);
	return stall_find(dir, vcpus, text, 256);
}

static void test_stall(void **state)
{
	char text[256];

	(void)state;
	assert_false(finds("exits 7\nhalt_wait_ns 490188000\n", "halt_wait_ns 90000000000\n", 1, text));
	assert_false(finds("halt_wait_ns 12171416946\n", NULL, 2, text));
	assert_true(finds("halt_wait_ns 12171416946\n", NULL, 1, text));
	assert_non_null(strstr(text, "12.2 s"));
	/* A boot has no moment before. */
	assert_true(finds(NULL, "halt_wait_ns 13098108353\nexits 7\n", 1, text));
	assert_false(finds(NULL, "halt_wait_ns 162924160\n", 1, text));
	/* Nothing is known of a machine that left nothing. */
	assert_false(finds(NULL, NULL, 1, text));
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_stall) };
	int failed;

	if (!mkdtemp(dir))
		return 1;
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	write_stats("before", NULL);
	write_stats("end", NULL);
	rmdir(dir);
	return failed;
}
