/* SPDX-License-Identifier: GPL-2.0 */
/* Gathers what the tasks of a run measured into the run itself. */
#ifndef EXITBENCH_SLURM_COLLECT_H
#define EXITBENCH_SLURM_COLLECT_H

#include <stddef.h>

#include "slurm.h"
#include "slurm-plan.h"

/* What became of a cell. */
enum slurm_outcome {
	SLURM_CELL_GOOD,
	SLURM_CELL_FAILED,
	SLURM_CELL_INVALID,
	SLURM_CELL_RUNNING,
	SLURM_CELL_QUEUED,
	SLURM_CELL_MISSING,
	SLURM_OUTCOMES,
};

/**
 * struct slurm_node - what one node measured, of the good records
 * @name: empty for cells that were not measured by a task
 * @cells: their number
 * @seconds: that they took, one after the other
 */
struct slurm_node {
	char *name;
	size_t cells;
	double seconds;
};

/**
 * struct slurm_collection - the whole run
 * @outcomes: number of cells by enum slurm_outcome
 * @gathered: good records that were not in the run before
 * @nodes: by name
 * @nr_nodes: their number
 */
struct slurm_collection {
	size_t outcomes[SLURM_OUTCOMES];
	size_t gathered;
	struct slurm_node *nodes;
	size_t nr_nodes;
};

/**
 * slurm_collect - gather
 * @c: receives what became of the cells; release it with slurm_collection_free(), also after
 *	an error
 * @run: folder of the run
 * @plans: all submissions, the first one first
 * @nr_plans: at least 1
 * @queue: as it was before anything was looked at
 *
 * A line on stdout for each cell that is not good and not to be waited for. Run folders of tasks
 * whose cells are all in the run are removed. May be called again at any time.
 *
 * Return: 0, or -1 with a message on stderr.
 */
int slurm_collect(struct slurm_collection *c, const char *run, const struct slurm_plan *plans,
		  long nr_plans, const struct slurm_queue *queue);

void slurm_collection_free(struct slurm_collection *c);

#endif
