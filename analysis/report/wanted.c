// SPDX-License-Identifier: GPL-2.0
#include "wanted.h"

#include <err.h>
#include <stdlib.h>
#include <string.h>

#include "util/memory.h"

int topics_check(char *const names[])
{
	char *all;
	size_t i;

	for (; *names; names++) {
		if (topic_find(*names))
			continue;
		all = memory_printf("%s", "");
		for (i = 0; topics[i]; i++)
			if (topics[i]->tables || topics[i]->charts)
				memory_append(&all, ", ", topics[i]->name);
		warnx("no topic \"%s\"; there are %s", *names, all);
		free(all);
		return -1;
	}
	return 0;
}

bool topic_is_wanted(const struct topic *topic, char *const names[])
{
	size_t i;

	for (i = 0; names[i]; i++)
		if (!strcmp(names[i], topic->name))
			return true;
	return !names[0];
}
