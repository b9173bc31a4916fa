// SPDX-License-Identifier: GPL-2.0
#include "complaint.h"

#include <stdio.h>
#include <string.h>

#include "log-file.h"

/*
 * Where the kernel is booted with "quiet", what is on the console is at least an error. That of
 * a distribution is not, and says much else.
 */
static const char *const signs[] = {
	"rcu: INFO: ", "BUG: ", "WARNING: CPU: ", "INFO: task ",
	"clocksource: timekeeping watchdog", "Oops", "Kernel panic",
};

static bool is_complaint(const char *line)
{
	size_t i;

	for (i = 0; i < sizeof(signs) / sizeof(signs[0]); i++)
		if (strstr(line, signs[i]))
			return true;
	return false;
}

bool complaint_find(const char *logs, char *text, size_t size)
{
	char line[512];
	bool found = false;
	FILE *f;

	f = log_file_open(logs, "l2-console.log");
	if (!f)
		return false;
	while (!found && fgets(line, sizeof(line), f))
		found = is_complaint(line);
	fclose(f);
	if (found) {
		line[strcspn(line, "\r\n")] = '\0';
		snprintf(text, size, "L2's kernel complains: %.300s; see l2-console.log, and "
			 "measure again", line);
	}
	return found;
}
