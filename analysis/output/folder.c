// SPDX-License-Identifier: GPL-2.0
#include "folder.h"

#include <limits.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "util/memory.h"

/* The absolute path of a folder of which only the parent need exist. */
static bool absolute(const char *folder, char path[PATH_MAX])
{
	char *copy = memory_printf("%s", folder), *slash = strrchr(copy, '/');
	const char *name = slash ? slash + 1 : copy;
	bool found;

	if (!strcmp(name, ".") || !strcmp(name, "..")) {
		free(copy);
		return realpath(folder, path);
	}
	if (slash)
		*slash = '\0';
	found = realpath(slash ? (*copy ? copy : "/") : ".", path);
	if (found && strlen(path) + strlen(name) + 2 <= PATH_MAX) {
		strcat(path, "/");
		strcat(path, name);
	} else {
		found = false;
	}
	free(copy);
	return found;
}

char *folder_relative(const char *from, const char *to)
{
	char a[PATH_MAX], b[PATH_MAX], *out, *longer;
	size_t i, common = 0;

	if (!realpath(from, a) || !absolute(to, b))
		return memory_printf("%s", to);
	/* Up to the last folder that they share. */
	for (i = 0; a[i] && a[i] == b[i]; i++)
		if (a[i] == '/')
			common = i;
	if ((!a[i] && b[i] == '/') || (!b[i] && a[i] == '/') || (!a[i] && !b[i]))
		common = i;

	out = memory_printf("%s", "");
	for (i = common; a[i]; i++) {
		if (a[i] != '/' || !a[i + 1])
			continue;
		longer = memory_printf("../%s", out);
		free(out);
		out = longer;
	}
	longer = memory_printf("%s%s", out, b[common] == '/' ? b + common + 1 : b + common);
	free(out);
	return longer;
}

char *folder_beside(const char *folder, const char *name)
{
	const char *slash = strrchr(folder, '/');

	if (!slash)
		return memory_printf("%s", name);
	return memory_printf("%.*s/%s", (int)(slash - folder), folder, name);
}
