/* SPDX-License-Identifier: GPL-2.0 */
/* What doctor finds on a machine, as features of a node of Slurm's. */
#ifndef EXITBENCH_SLURM_FEATURE_H
#define EXITBENCH_SLURM_FEATURE_H

#include <stddef.h>
#include <stdio.h>

#include "exitbench/platform/platform.h"

/* What the words begin with: for a platform that works, and for the kind of CPU. */
#define SLURM_FEATURE	"exitmeter-"
#define SLURM_CPU	"cpu-"

/**
 * slurm_feature - the word for a platform
 * @text: receives exitmeter-bochs-vmx, say; on hardware with the second level of page tables
 *	that this machine's CPU has, exitmeter-host-ept, for the cells' names have it, too
 */
void slurm_feature(const struct platform *p, char *text, size_t size);

/* slurm_feature_print - a line with the words of this machine, separated by commas. */
void slurm_feature_print(FILE *to);

#endif
