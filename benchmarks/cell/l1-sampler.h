/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The ledger of L2's first vCPU over time: a process beside the VMM looks at it every so many
 * milliseconds, from the VM's first appearance to its end.
 *
 * L2 does not take part.  What it costs is CPU time of L1, and on a single CPU a timer
 * interrupt and two switches of tasks a sample.
 */
#ifndef CELL_L1_SAMPLER_H
#define CELL_L1_SAMPLER_H

#include <sys/types.h>

#include "job.h"

/**
 * sampler_start - begin to look, if the job wants it
 * @vmm: the VMM's process, which need not have a VM yet
 *
 * Return: the sampler's process; 0 if the job wants none.
 */
pid_t sampler_start(const struct job *job, pid_t vmm);

/**
 * sampler_finish - look once more, and write down what was seen
 * @sampler: from sampler_start(); 0 does nothing
 *
 * To be called when the VM stands still.  Writes INIT_OUT/timeline: "name value" lines, and
 * for each sample a line "sample" and the table as it was.
 */
void sampler_finish(pid_t sampler);

/* sampler_drop - forget what was seen: the VM ends before its time. */
void sampler_drop(pid_t sampler);

#endif
