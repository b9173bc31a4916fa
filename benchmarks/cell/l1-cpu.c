// SPDX-License-Identifier: GPL-2.0
#include "l1-cpu.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "init.h"

/* Lines of /proc/cpuinfo, and what they are called here. */
static const struct {
	const char *key;
	const char *name;
} facts[] = {
	{ "vendor_id", "vendor" },
	{ "cpu family", "family" },
	{ "model", "model" },
	{ "model name", "name" },
	{ "stepping", "stepping" },
	{ "microcode", "microcode" },
	{ "bugs", "bugs" },
};

static FILE *open_or_fail(const char *path, const char *mode)
{
	FILE *f = fopen(path, mode);

	if (!f)
		init_fail("%s: %s", path, strerror(errno));
	return f;
}

/* Of the first CPU: the others are like it. */
static void save_cpu(void)
{
	FILE *in = open_or_fail("/proc/cpuinfo", "r"), *out = open_or_fail(INIT_OUT "/cpu", "w");
	char line[4096], *value;
	size_t i;

	while (fgets(line, sizeof(line), in) && *line != '\n') {
		value = strchr(line, ':');
		if (!value)
			continue;
		*value++ = '\0';
		line[strcspn(line, "\t")] = '\0';
		for (i = 0; i < sizeof(facts) / sizeof(facts[0]); i++)
			if (!strcmp(facts[i].key, line))
				fprintf(out, "%s%s", facts[i].name, value);
	}
	fclose(in);
	fclose(out);
}

static void save_parameter(const char *module, const char *dir, const char *name, FILE *out)
{
	char path[2 * PATH_MAX], value[64];
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	f = fopen(path, "r");
	/* Some are written only. */
	if (!f)
		return;
	if (fscanf(f, "%63s", value) == 1)
		fprintf(out, "%s.%s %s\n", module, name, value);
	fclose(f);
}

static void save_parameters(const char *module, FILE *out)
{
	struct dirent **entries;
	char dir[PATH_MAX];
	int n, i;

	snprintf(dir, sizeof(dir), "/sys/module/%s/parameters", module);
	n = scandir(dir, &entries, NULL, alphasort);
	if (n < 0)
		init_fail("%s: %s", dir, strerror(errno));
	for (i = 0; i < n; i++) {
		if (*entries[i]->d_name != '.')
			save_parameter(module, dir, entries[i]->d_name, out);
		free(entries[i]);
	}
	free(entries);
}

void l1_cpu_save(const struct job *job)
{
	FILE *out = open_or_fail(INIT_OUT "/kvm-parameters", "w");
	char vendor[JOB_VALUE_SIZE], *dash;

	strcpy(vendor, job->module);
	for (dash = vendor; (dash = strchr(dash, '-')); )
		*dash = '_';
	save_parameters("kvm", out);
	save_parameters(vendor, out);
	fclose(out);
	save_cpu();
}
