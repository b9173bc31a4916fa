/* SPDX-License-Identifier: GPL-2.0 */
/* What Slurm's own programs are asked, and how they are told. */
#ifndef EXITBENCH_SLURM_H
#define EXITBENCH_SLURM_H

#include <stdbool.h>
#include <stddef.h>

/* Slurm's MaxArraySize if it does not say. */
#define SLURM_MAX_ARRAY	1001

/* Where a task is. */
enum slurm_state {
	SLURM_GONE,
	SLURM_QUEUED,
	SLURM_RUNNING,
};

/**
 * struct slurm_queue - this user's tasks that wait or run
 * @tasks: sorted by script and index
 * @nr: their number
 */
struct slurm_queue {
	struct slurm_queued *tasks;
	size_t nr;
};

/**
 * slurm_queue_read - ask squeue
 * @q: release it with slurm_queue_free(), also after an error
 *
 * Return: 0, or -1 with a message on stderr.
 */
int slurm_queue_read(struct slurm_queue *q);

/**
 * slurm_queue_find - where a task of an array is
 * @script: of the array, an absolute path: it tells arrays apart, for each has its own
 * @index: of the task
 */
enum slurm_state slurm_queue_find(const struct slurm_queue *q, const char *script, long index);

void slurm_queue_free(struct slurm_queue *q);

/**
 * slurm_max_array - how many tasks an array can have
 *
 * Return: the number, or -1 with a message on stderr.
 */
long slurm_max_array(void);

/**
 * slurm_cpus - the kinds of CPU of the nodes that have a feature
 * @feature: such as "exitmeter-host-ept"
 * @cpus: receives their words SLURM_CPU..., one each, to be freed with their array
 * @nr_cpus: receives their number
 *
 * Return: the number of nodes that have the feature, those in several partitions counted in
 * each; or -1 with a message on stderr.
 */
long slurm_cpus(const char *feature, char ***cpus, size_t *nr_cpus);

/**
 * slurm_submit - submit a batch script
 * @script: an absolute path
 *
 * Return: the job's id, to be freed; or NULL with a message on stderr.
 */
char *slurm_submit(const char *script);

#endif
