// SPDX-License-Identifier: GPL-2.0
#include "cell.h"

#include <err.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "ledger/mode.h"

/* Where the settings are in a job. */
static const size_t offsets[SETTING_NR] = {
#define X(key) [SETTING_##key] = offsetof(struct job, key),
	SETTINGS(X)
#undef X
};

bool cell_choose_cpu(struct cell *cell)
{
	const struct cpu *cpus = cell->platform->cpus;
	const char *name = cell->settings[SETTING_cpu];

	if (!cpus)
		return !strcmp(name, SETTING_AUTO);
	cell->cpu = strcmp(name, SETTING_AUTO) ? cpu_find(cpus, name) : cpus;
	if (!cell->cpu)
		return false;
	cell->settings[SETTING_cpu] = cell->cpu->name;
	return true;
}

/* What a setting is if the matrix says nothing, on the cell's platform. */
static const char *initial(const struct cell *cell, int setting)
{
	if (setting == SETTING_cpu && cell->platform->cpus)
		return cell->platform->cpus->name;
	return settings[setting].initial;
}

/* Returns the length that the variant has, whole. */
static size_t name_variant(struct cell *cell)
{
	size_t used = 0;
	int i;

	*cell->variant = '\0';
	for (i = 0; i < SETTING_NR && used < sizeof(cell->variant); i++)
		if (strcmp(cell->settings[i], initial(cell, i)))
			used += snprintf(cell->variant + used, sizeof(cell->variant) - used,
					 "%s%s-%s", used ? "." : "", settings[i].name,
					 cell->settings[i]);
	return used;
}

int cell_name(struct cell *cell)
{
	const char *parameter = mode_parameter(platform_vendor(cell->platform)->id, cell->paging);
	int name = strcspn(parameter, "=");
	size_t variant = name_variant(cell);
	size_t used = snprintf(cell->id, sizeof(cell->id), "%s.%.*s%s.%s.s%ld%s%s",
			       cell->platform->name, name, parameter, parameter + name + 1,
			       cell->workload->name, cell->seed, *cell->variant ? "." : "",
			       cell->variant);

	if (variant < sizeof(cell->variant) && used < sizeof(cell->id))
		return 0;
	warnx("the name of cell %.60s... has more than %d characters: take "
	      "a shorter name for the workload, or leave more settings at their defaults",
	      cell->id, NAME_CELL_SIZE - 1);
	return -1;
}

void cell_job(const struct cell *cell, struct job *job)
{
	const struct workload *w = cell->workload;
	const struct vendor *vendor = platform_vendor(cell->platform);
	int i;

	memset(job, 0, sizeof(*job));
	snprintf(job->seed, sizeof(job->seed), "%ld", cell->seed);
	snprintf(job->module, sizeof(job->module), "%s", vendor->module);
	snprintf(job->parameter, sizeof(job->parameter), "%s",
		 mode_parameter(vendor->id, cell->paging));
	for (i = 0; i < SETTING_NR; i++)
		snprintf((char *)job + offsets[i], JOB_VALUE_SIZE, "%s",
			 cell->settings[i]);
	strcpy(job->measure, w->measure);
	strcpy(job->system, w->system);
	strcpy(job->scratch, w->scratch);
	strcpy(job->network, w->network);
	strcpy(job->prepare, w->prepare);
	strcpy(job->startup, w->startup);
	strcpy(job->command, w->command);
	strcpy(job->points, w->points);
}
