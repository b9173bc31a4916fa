// SPDX-License-Identifier: GPL-2.0
#include "sign.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "log-file.h"

/*
 * Flaws of QEMU's TCG. Linux patches its code while it runs: for a moment there is an INT3 at
 * the place. Until 8.1, QEMU's translator read guest code before locking the page, so a thread
 * of QEMU could execute the INT3 after Linux had removed it (fixed by QEMU's commit
 * deba78709ae8, "accel/tcg: Always lock pages before translation"). KVM makes Linux patch its
 * scheduler whenever the first virtual machine is made and the last one goes. And a timer of a
 * CPU that waits gets lost now and then.
 *
 * Complaints. A guest whose timer got lost, or that was starved, did not do the workload alone;
 * that its counts add up does not make it a measurement. Where the kernel is booted with
 * "quiet", what is on the console is at least an error. That of a distribution is not, and says
 * much else.
 */
static const struct sign signs[] = {
	{ SIGN_FLAW, SIGN_L1, "int3: 0000", "L1 ran code that it had replaced" },
	{ SIGN_FLAW, SIGN_L2, "int3: 0000", "L2 ran code that it had replaced" },
	{ SIGN_FLAW, SIGN_L2, "rcu: INFO: rcu_", "a timer of L2 was lost" },
	{ SIGN_COMPLAINT, SIGN_L2, "rcu: INFO: ", NULL },
	{ SIGN_COMPLAINT, SIGN_L2, "BUG: ", NULL },
	{ SIGN_COMPLAINT, SIGN_L2, "WARNING: CPU: ", NULL },
	{ SIGN_COMPLAINT, SIGN_L2, "INFO: task ", NULL },
	{ SIGN_COMPLAINT, SIGN_L2, "clocksource: timekeeping watchdog", NULL },
	{ SIGN_COMPLAINT, SIGN_L2, "Oops", NULL },
	{ SIGN_COMPLAINT, SIGN_L2, "Kernel panic", NULL },
	{ SIGN_L1_PANIC, SIGN_L1, "Kernel panic", NULL },
	{ SIGN_L2_PANIC, SIGN_L2, "Kernel panic", NULL },
	{ SIGN_AGENT_KILLED, SIGN_L2, "Attempted to kill init! exitcode=0x", NULL },
	{ SIGN_L1_FAILED, SIGN_L1, "exitmeter: failed: ", NULL },
};

static const struct sign *sign_in_line(enum sign_kind kind, const char *log, const char *line)
{
	size_t i;

	for (i = 0; i < sizeof(signs) / sizeof(signs[0]); i++)
		if (signs[i].kind == kind && !strcmp(signs[i].log, log) &&
		    strstr(line, signs[i].text))
			return &signs[i];
	return NULL;
}

static const struct sign *sign_in_log(const char *logs, const char *log, enum sign_kind kind,
				      char *line, size_t size)
{
	const struct sign *found = NULL;
	char text[512];
	FILE *f = log_file_open(logs, log);

	while (f && !found && fgets(text, sizeof(text), f))
		found = sign_in_line(kind, log, text);
	if (f)
		fclose(f);
	if (found && line) {
		text[strcspn(text, "\r\n")] = '\0';
		snprintf(line, size, "%s", strstr(text, found->text));
	}
	return found;
}

const struct sign *sign_find(const char *logs, enum sign_kind kind, char *line, size_t size)
{
	const struct sign *found = sign_in_log(logs, SIGN_L1, kind, line, size);

	return found ? found : sign_in_log(logs, SIGN_L2, kind, line, size);
}

const char *sign_behind(const struct sign *sign, const char *line)
{
	return line + strlen(sign->text);
}
