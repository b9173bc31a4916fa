/* SPDX-License-Identifier: GPL-2.0 */
/* A cell: platform x paging mode x workload x seed. */
#ifndef EXITBENCH_CELL_H
#define EXITBENCH_CELL_H

#include <stdbool.h>

#include "cell/job.h"
#include "exitbench/platform/platform.h"
#include "record/facts/cpu.h"
#include "record/facts/settings.h"
#include "workload.h"

/**
 * struct cell
 * @id: names the cell's files, such as bochs-vmx.ept0.boot.s1; ends in @variant. Whole:
 *	no two cells have the same
 * @variant: the settings that are not at their default, such as
 *	meter-off.observer-hist; empty if all are
 * @cpu: that the platform plays; NULL if it has that of this machine
 * @paging: KVM_EXITMETER_PAGING_*
 * @seed: 1 and up
 * @settings: by enum setting_index
 */
struct cell {
	char id[NAME_CELL_SIZE];
	char variant[NAME_CELL_SIZE];
	const struct platform *platform;
	const struct workload *workload;
	const struct cpu *cpu;
	unsigned int paging;
	long seed;
	const char *settings[SETTING_NR];
};

/**
 * cell_choose_cpu - fill in @cpu from the setting
 *
 * The setting "auto" becomes the name of the platform's default.
 *
 * Return: does the platform have that CPU?
 */
bool cell_choose_cpu(struct cell *cell);

/**
 * cell_name - fill in @id and @variant from the rest
 *
 * Return: 0, or -1 with a message on stderr if they would be too long for a file's name.
 */
int cell_name(struct cell *cell);

/* cell_job - what L1 and L2 are told. */
void cell_job(const struct cell *cell, struct job *job);

#endif
