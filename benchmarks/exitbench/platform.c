// SPDX-License-Identifier: GPL-2.0
#include "platform.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

const struct platform *const platforms[] = {
	&platform_bochs_vmx,
	&platform_tcg_svm,
	NULL,
};

const struct platform *platform_find(const char *name)
{
	const struct platform *const *p;

	for (p = platforms; *p; p++)
		if (!strcmp((*p)->name, name))
			return *p;
	return NULL;
}

static int in_path(const char *tool)
{
	char *path = strdup(getenv("PATH") ? getenv("PATH") : ""), *dir, *save = NULL;
	char file[PATH_MAX];
	int found = 0;

	for (dir = strtok_r(path, ":", &save); dir && !found; dir = strtok_r(NULL, ":", &save)) {
		snprintf(file, sizeof(file), "%s/%s", dir, tool);
		found = !access(file, X_OK);
	}
	free(path);
	return found;
}

int platform_check(const struct platform *p)
{
	const char *const *tool;

	for (tool = p->tools; *tool; tool++) {
		if (**tool == '/' ? !access(*tool, R_OK) : in_path(*tool))
			continue;
		fprintf(stderr, "exitbench: platform %s needs %s, which is not here; "
			"'make deps' installs it\n", p->name, *tool);
		return -1;
	}
	return 0;
}
