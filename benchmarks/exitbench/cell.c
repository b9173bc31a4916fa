// SPDX-License-Identifier: GPL-2.0
#include "cell.h"

#include <stdio.h>
#include <string.h>

void cell_name(struct cell *cell)
{
	const char *parameter = cell->platform->parameter[cell->paging];
	int name = strcspn(parameter, "=");

	snprintf(cell->id, sizeof(cell->id), "%s.%.*s%s.%s.s%ld", cell->platform->name,
		 name, parameter, parameter + name + 1, cell->workload->name, cell->seed);
}

void cell_job(const struct cell *cell, struct job *job)
{
	const struct workload *w = cell->workload;

	memset(job, 0, sizeof(*job));
	snprintf(job->seed, sizeof(job->seed), "%ld", cell->seed);
	snprintf(job->module, sizeof(job->module), "%s", cell->platform->module);
	snprintf(job->parameter, sizeof(job->parameter), "%s",
		 cell->platform->parameter[cell->paging]);
	strcpy(job->meter, w->meter);
	snprintf(job->memory, sizeof(job->memory), "%ld", cell->memory);
	snprintf(job->vcpus, sizeof(job->vcpus), "%ld", cell->vcpus);
	strcpy(job->measure, w->measure);
	strcpy(job->scratch, w->scratch);
	strcpy(job->prepare, w->prepare);
	strcpy(job->startup, w->startup);
	strcpy(job->command, w->command);
}
