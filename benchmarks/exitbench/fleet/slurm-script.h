/* SPDX-License-Identifier: GPL-2.0 */
/* The batch script of an array. */
#ifndef EXITBENCH_SLURM_SCRIPT_H
#define EXITBENCH_SLURM_SCRIPT_H

#include <stdio.h>

#include "slurm-plan.h"

/**
 * slurm_script_print - print it
 * @to: a file
 * @plan: its folder need not be there yet
 * @array: of @plan
 * @constraint: of nodes, in sbatch's words; empty for none
 */
void slurm_script_print(FILE *to, const struct slurm_plan *plan, const struct slurm_array *array,
			const char *constraint);

/**
 * slurm_script_tasks - print the cells of each task, as the script wants to find them
 * @to: a file
 * @array: whose tasks
 */
void slurm_script_tasks(FILE *to, const struct slurm_array *array);

/**
 * slurm_script_seconds - how long a task may take at most
 * @jobs: cells at a time
 *
 * Return: seconds, all time-outs and tries of its cells together.
 */
long slurm_script_seconds(const struct slurm_task *task, long jobs);

#endif
