// SPDX-License-Identifier: GPL-2.0
/*
 * workload-timer: sleep for a short while again and again; one operation is one wake-up.
 *
 * The kernel programs its timer, the CPU halts, the timer's interrupt wakes it.
 */
#include <errno.h>
#include <time.h>

#include "shared/work.h"

#define SECOND_US	1000000l

static long microseconds = 100, operations = 100;

static const struct work_option options[] = {
	{ "microseconds", &microseconds, 1, "how long to sleep" },
	{ "operations", &operations, 0, "wake-ups" },
	{ 0 },
};

static const struct work work = {
	.doc = "Sleep and wake up.",
	.operation = "wake-ups",
	.options = options,
};

int main(int argc, char **argv)
{
	struct timespec time;
	long i;

	work_parse(&work, argc, argv);
	time.tv_sec = microseconds / SECOND_US;
	time.tv_nsec = microseconds % SECOND_US * 1000;
	for (i = 0; i < operations; i++) {
		errno = clock_nanosleep(CLOCK_MONOTONIC, 0, &time, NULL);
		if (errno)
			work_fail("sleep");
	}
	work_done(&work, operations);
	return 0;
}
