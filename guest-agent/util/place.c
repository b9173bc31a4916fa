// SPDX-License-Identifier: GPL-2.0
#include "place.h"

#include <libgen.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define INSTALLED "share/exitmeter/"

/* The folder above the one of the program; empty if that is not to be had. */
static void find_home(char home[PATH_MAX])
{
	char self[PATH_MAX];
	ssize_t n = readlink("/proc/self/exe", self, sizeof(self) - 1);

	self[n < 0 ? 0 : n] = '\0';
	snprintf(home, PATH_MAX, "%s", n < 0 ? "" : dirname(dirname(self)));
}

const char *place_find(const char *path, char found[PATH_MAX])
{
	static const char *const below[] = { "", INSTALLED };
	char home[PATH_MAX];
	size_t i;

	find_home(home);
	for (i = 0; i < sizeof(below) / sizeof(below[0]) && access(path, F_OK); i++)
		if (snprintf(found, PATH_MAX, "%s/%s%s", home, below[i], path) < PATH_MAX &&
		    !access(found, F_OK))
			return found;
	snprintf(found, PATH_MAX, "%s", path);
	return found;
}
