// SPDX-License-Identifier: GPL-2.0
#include "status.h"

#include <stdio.h>
#include <string.h>

#include "log-file.h"

static bool find_line(FILE *f, const char *key, char *value, size_t size)
{
	char line[1024], *at;

	while (fgets(line, sizeof(line), f)) {
		at = strchr(line, '=');
		if (!at || (size_t)(at - line) != strlen(key) || strncmp(line, key, at - line))
			continue;
		line[strcspn(line, "\n")] = '\0';
		snprintf(value, size, "%s", at + 1);
		return true;
	}
	return false;
}

bool status_find(const char *logs, const char *key, char *value, size_t size)
{
	/* L2's reason first: L1's may be a consequence. */
	static const char *const files[] = { "l2/status", "status" };
	bool found = false;
	size_t i;
	FILE *f;

	for (i = 0; i < sizeof(files) / sizeof(files[0]) && !found; i++) {
		f = log_file_open(logs, files[i]);
		if (!f)
			continue;
		found = find_line(f, key, value, size);
		fclose(f);
	}
	return found;
}
