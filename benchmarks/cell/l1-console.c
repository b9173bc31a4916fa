// SPDX-License-Identifier: GPL-2.0
#include "l1-console.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "init.h"
#include "l1-qemu.h"

/* agetty's, behind the name of the host. */
#define PROMPT	" login: "

void l1_console_await_login(int fd)
{
	static const char prompt[] = PROMPT;
	int log = open(L1_QEMU_LOG, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
	char text[512];
	size_t seen = 0;
	ssize_t n = 1, i;

	if (log < 0)
		init_fail("%s: %s", L1_QEMU_LOG, strerror(errno));
	while (prompt[seen] && (n = read(fd, text, sizeof(text))) > 0) {
		if (write(log, text, n) != n)
			init_fail("write %s: %s", L1_QEMU_LOG, strerror(errno));
		/* The first letter, a blank, is nowhere else in it but at its end. */
		for (i = 0; i < n && prompt[seen]; i++)
			seen = text[i] == prompt[seen] ? seen + 1 : text[i] == *prompt;
	}
	if (n <= 0)
		init_fail("QEMU ended before L2 asked for a login; see qemu.log, l2-console.log");
	close(log);
}

static bool says(const char *message, char *line, size_t size)
{
	FILE *f = fopen(L1_QEMU_LOG, "r");
	bool found = false;

	while (f && !found && fgets(line, size, f))
		found = strstr(line, message);
	if (f)
		fclose(f);
	return found;
}

void l1_console_report(const struct job *job)
{
	static const char clock[] = "kvm-clock: using sched offset of ";
	char line[512];
	const char *pti;

	/* Nothing can be learnt from a kernel that was told to be quiet. */
	if (!says("Linux version ", line, sizeof(line)))
		return;
	pti = says("Kernel/User page tables isolation: enabled", line, sizeof(line)) ?
	      SETTING_ON : SETTING_OFF;
	init_status("pti", "%s", pti);
	if (strcmp(job->pti, SETTING_AUTO) && strcmp(job->pti, pti))
		init_fail("L2 was booted with pti=%s, and it is %s there", job->pti, pti);
	if (says(clock, line, sizeof(line)))
		init_status("kernel_ns", "%lld", atoll(strstr(line, clock) + strlen(clock)));
}
