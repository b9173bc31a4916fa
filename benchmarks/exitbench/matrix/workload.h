/* SPDX-License-Identifier: GPL-2.0 */
/* A workload: what is run in L2 in one window, or in one a point, as a file describes it. */
#ifndef EXITBENCH_WORKLOAD_H
#define EXITBENCH_WORKLOAD_H

#include "exitbench/payload/payload.h"
#include "record/facts/config.h"
#include "util/name.h"
#include "record/facts/rule.h"

#define WORKLOAD_DIR	"benchmarks/workloads"
#define WORKLOAD_SUFFIX	".workload"

/**
 * struct workload
 * @name: of the file, without the suffix
 * @summary: a line for readers
 * @group: boot, everyday, fio, sysbench ...
 * @measure: JOB_MEASURE_*
 * @system: JOB_SYSTEM_*
 * @scratch: JOB_SCRATCH_*
 * @network: JOB_NETWORK_*
 * @prepare: command before the window; may be empty
 * @startup: @command with next to nothing to do; may be empty
 * @command: what is measured
 * @points: words, each put for JOB_POINT into @startup and @command in turn; may be empty
 * @operations: what one operation of the command is; may be empty
 * @rules: what must come of the operations, and why
 * @timeout: seconds of wall-clock time for the whole cell
 * @payload: what L2's scratch disk brings; NULL if it is the image's
 */
struct workload {
	char name[NAME_MAX_LENGTH + 1];
	char summary[CONFIG_VALUE_SIZE];
	char group[CONFIG_VALUE_SIZE];
	char measure[CONFIG_VALUE_SIZE];
	char system[CONFIG_VALUE_SIZE];
	char scratch[CONFIG_VALUE_SIZE];
	char network[CONFIG_VALUE_SIZE];
	char prepare[CONFIG_VALUE_SIZE];
	char startup[CONFIG_VALUE_SIZE];
	char command[CONFIG_VALUE_SIZE];
	char points[CONFIG_VALUE_SIZE];
	char operations[CONFIG_VALUE_SIZE];
	struct rules rules;
	long timeout;
	const struct payload *payload;
};

/**
 * workload_read - read a workload by name
 * @w: release it with workload_free(), also after an error
 * @dir: folder of the workload files; NULL for the project's
 *
 * Return: 0, or -1 with a message on stderr.
 */
int workload_read(struct workload *w, const char *dir, const char *name);

void workload_free(struct workload *w);

#endif
