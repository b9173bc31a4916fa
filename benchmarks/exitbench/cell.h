/* SPDX-License-Identifier: GPL-2.0 */
/* A cell: platform x paging mode x workload x seed. */
#ifndef EXITBENCH_CELL_H
#define EXITBENCH_CELL_H

#include "job.h"
#include "platform.h"
#include "workload.h"

/**
 * struct cell
 * @id: names the cell's files, such as bochs-vmx.ept0.boot.s1
 * @paging: KVM_EXITMETER_PAGING_*
 * @seed: 1 and up
 * @memory: of L2, MiB
 * @vcpus: of L2
 */
struct cell {
	char id[128];
	const struct platform *platform;
	const struct workload *workload;
	unsigned int paging;
	long seed;
	long memory;
	long vcpus;
};

/* cell_name - fill in @id from the rest. */
void cell_name(struct cell *cell);

/* cell_job - what L1 and L2 are told. */
void cell_job(const struct cell *cell, struct job *job);

#endif
