// SPDX-License-Identifier: GPL-2.0
#include "resource.h"

#include <err.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "util/infile.h"
#include "util/memory.h"

#define ANALYSIS	"analysis/"

static char *read_file(const char *folder, const char *name)
{
	bool inside = !strncmp(name, ANALYSIS, strlen(ANALYSIS));
	char *path = inside ? memory_printf("%s/%s", folder, name + strlen(ANALYSIS)) :
			      memory_printf("%s/../%s", folder, name);
	char *text = infile_read(path, "EXITMETER_ANALYSIS must be the folder analysis of the "
				 "sources, or not be set");

	free(path);
	return text;
}

const char *resource_find(const char *name)
{
	size_t i;

	for (i = 0; resources[i].name; i++)
		if (!strcmp(resources[i].name, name))
			return resources[i].text;
	return NULL;
}

char *resource_read(const char *name)
{
	const char *folder = getenv("EXITMETER_ANALYSIS");
	const char *text = resource_find(name);

	if (folder && *folder)
		return read_file(folder, name);
	if (text)
		return memory_printf("%s", text);
	warnx("%s: not in this program; build it again", name);
	return NULL;
}
