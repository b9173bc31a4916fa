// SPDX-License-Identifier: GPL-2.0
#include "stall.h"

#include <stdio.h>
#include <string.h>

#include "log-file.h"


/*
 * Seconds for each vCPU. With its timers L2 waits for 0.1 to 0.8 s, with two vCPUs for 2.6 to
 * 10.7; where one was lost, for 12 and more.
 */
#define MOST 10.0

static double seconds_halted(const char *logs, const char *file)
{
	double seconds = -1;
	long long value;
	char name[64];
	FILE *f = log_file_open(logs, file);

	while (f && fscanf(f, "%63s %lld", name, &value) == 2)
		if (!strcmp(name, "halt_wait_ns"))
			seconds = value / 1e9;
	if (f)
		fclose(f);
	return seconds;
}

bool stall_find(const char *logs, long vcpus, char *text, size_t size)
{
	double seconds = seconds_halted(logs, "kvm-stats.before");

	if (seconds < 0)
		seconds = seconds_halted(logs, "kvm-stats.end");
	if (seconds <= MOST * vcpus)
		return false;
	snprintf(text, size, "L2 waited for %.1f s before its work, as if one of its timers had "
		 "been lost; measure again", seconds);
	return true;
}
