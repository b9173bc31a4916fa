/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A plan: how the cells of a matrix are handed to Slurm, as arrays of tasks.
 *
 * Each submission of a run has a folder RUN/fleet/N with all that its tasks need, so that
 * nothing that is edited meanwhile changes what they measure:
 *
 *	plan.json		this
 *	matrices/ workloads/	as they were
 *	ARRAY.sh		what sbatch got
 *	ARRAY.tasks		a line for each task, the names of its cells
 *	ARRAY/TASK.log		what the task printed
 *	ARRAY/TASK/ATTEMPT/	a run folder for each time that the task was started
 */
#ifndef EXITBENCH_SLURM_PLAN_H
#define EXITBENCH_SLURM_PLAN_H

#include <limits.h>

#include "exitbench/matrix/selection.h"

#define SLURM_FLEET	"fleet"

/**
 * struct slurm_task - what one task of an array runs
 * @cells: one after the other
 * @nr: their number
 */
struct slurm_task {
	const struct cell **cells;
	size_t nr;
};

/**
 * struct slurm_array - tasks that need the same of a node
 * @name: of its files
 * @platform: of all its cells
 * @cpus: that one cell takes
 * @tasks: by index
 * @nr_tasks: their number
 * @job: Slurm's id for it; empty until it is submitted
 */
struct slurm_array {
	char *name;
	const struct platform *platform;
	long cpus;
	struct slurm_task *tasks;
	size_t nr_tasks;
	char *job;
};

/**
 * struct slurm_plan - one submission
 * @folder: absolute
 * @selection: of the cells of the matrices, as they were
 * @image: absolute
 * @modules: absolute; NULL for the usual ones
 * @jobs: emulators at a time in a task
 * @group: cells of a task
 * @constraint: of nodes, instead of doctor's words; NULL for those
 * @options: for sbatch, NULL-terminated
 * @arrays: what is submitted
 * @nr_arrays: their number
 * @values: for slurm_plan_read(): what the strings are in
 */
struct slurm_plan {
	char *folder;
	struct selection selection;
	const char *image;
	const char *modules;
	long jobs;
	long group;
	const char *constraint;
	const char *const *options;
	struct slurm_array *arrays;
	size_t nr_arrays;
	struct slurm_plan_values *values;
};

/**
 * slurm_plan_divide - make arrays of tasks
 * @cells: that are to be measured, pointers into @plan->selection
 * @nr: their number
 * @max_array: tasks that an array can have
 *
 * Where a cycle is the node's own, both modes of a workload stay in one task: they are
 * compared, so they must be of one machine.
 */
void slurm_plan_divide(struct slurm_plan *plan, const struct cell **cells, size_t nr,
		       long max_array);

/**
 * slurm_plan_write - write plan.json
 *
 * Return: 0, or -1 with a message on stderr.
 */
int slurm_plan_write(const struct slurm_plan *plan);

/**
 * slurm_plan_read - read what slurm_plan_write() wrote, and the matrices beside it
 * @plan: release it with slurm_plan_free(), also after an error
 * @folder: of the submission, absolute
 *
 * Return: 0, or -1 with a message on stderr.
 */
int slurm_plan_read(struct slurm_plan *plan, const char *folder);

void slurm_plan_free(struct slurm_plan *plan);

/* The script of an array, which is also what the queue is asked for. */
void slurm_plan_script(const struct slurm_plan *plan, const struct slurm_array *array,
		       char path[PATH_MAX]);

/**
 * slurm_plan_attempts - the run folders of a task
 * @paths: receives them, the first attempt first; free each, and the array
 *
 * Return: their number.
 */
size_t slurm_plan_attempts(const struct slurm_plan *plan, const struct slurm_array *array,
			   size_t task, char ***paths);

/**
 * slurm_plans_read - all submissions of a run, the first one first
 * @plans: receives an array; release it with slurm_plans_free(), also after an error
 * @run: folder of the run
 *
 * Return: their number, 0 if there are none, or -1 with a message on stderr.
 */
long slurm_plans_read(struct slurm_plan **plans, const char *run);

void slurm_plans_free(struct slurm_plan *plans, long nr);

#endif
