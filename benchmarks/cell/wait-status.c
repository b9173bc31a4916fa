// SPDX-License-Identifier: GPL-2.0
#include "wait-status.h"

#include <stdio.h>
#include <string.h>
#include <sys/wait.h>

/* As shells, env and timeout have them. */
static const struct {
	int status;
	const char *text;
} meanings[] = {
	{ 126, ": the program can't be run" },
	{ 127, ": no such program" },
};

const char *wait_status_text(int status, char *text, size_t size)
{
	const char *meaning = "";
	size_t i;

	if (WIFSIGNALED(status)) {
		snprintf(text, size, "was killed by signal %d (%s)", WTERMSIG(status),
			 strsignal(WTERMSIG(status)));
		return text;
	}
	for (i = 0; i < sizeof(meanings) / sizeof(meanings[0]); i++)
		if (meanings[i].status == WEXITSTATUS(status))
			meaning = meanings[i].text;
	snprintf(text, size, "ended with status %d%s", WEXITSTATUS(status), meaning);
	return text;
}
