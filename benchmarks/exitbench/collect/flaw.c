// SPDX-License-Identifier: GPL-2.0
#include "flaw.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "log-file.h"

/*
 * Linux patches its code while it runs: for a moment there is an INT3 at the place. Up to
 * version 8.0, QEMU reads what it translates before it locks the page, so a thread of
 * its can run into that INT3 after it is gone (fixed by QEMU's commit deba78709ae8,
 * "accel/tcg: Always lock pages before translation"). KVM makes Linux patch its
 * scheduler whenever the first virtual machine is made and the last one goes.
 *
 * And a timer of a CPU that waits gets lost now and then.
 */
static const struct {
	const char *log;
	const char *sign;
	const char *text;
} flaws[] = {
	{ "console.log", "int3: 0000", "L1 ran code that it had replaced" },
	{ "l2-console.log", "int3: 0000", "L2 ran code that it had replaced" },
	{ "l2-console.log", "rcu: INFO: rcu_", "a timer of L2 was lost" },
};

static bool is_in(const char *logs, const char *log, const char *sign)
{
	char line[512];
	bool found = false;
	FILE *f;

	f = log_file_open(logs, log);
	if (!f)
		return false;
	while (!found && fgets(line, sizeof(line), f))
		found = strstr(line, sign);
	fclose(f);
	return found;
}

const char *flaw_find(const char *logs)
{
	size_t i;

	for (i = 0; i < sizeof(flaws) / sizeof(flaws[0]); i++)
		if (is_in(logs, flaws[i].log, flaws[i].sign))
			return flaws[i].text;
	return NULL;
}
