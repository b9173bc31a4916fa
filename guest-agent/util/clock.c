// SPDX-License-Identifier: GPL-2.0
#include "util/clock.h"

int64_t clock_ns(clockid_t clock)
{
	struct timespec t;

	clock_gettime(clock, &t);
	return t.tv_sec * NS_PER_S + t.tv_nsec;
}

double clock_seconds(void)
{
	return clock_ns(CLOCK_MONOTONIC) / (double)NS_PER_S;
}
