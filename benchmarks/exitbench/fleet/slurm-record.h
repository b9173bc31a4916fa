/* SPDX-License-Identifier: GPL-2.0 */
/* Records that come from elsewhere: are they what the cell was to give? */
#ifndef EXITBENCH_SLURM_RECORD_H
#define EXITBENCH_SLURM_RECORD_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "exitbench/matrix/cell.h"
#include "record/record.h"

enum slurm_verdict {
	SLURM_MISSING,	/* there is no such file */
	SLURM_INVALID,	/* it can't be believed */
	SLURM_FAILED,	/* a valid record of a cell that failed */
	SLURM_GOOD,
};

/**
 * slurm_record_look - read a record and judge it
 * @path: of the file
 * @cell: that it is to be of
 * @identity: from runner_identity(); where the platform is the node's own hardware, what it
 *	says of the machine is not compared
 * @record: receives the record, for record_free(), if it is good or failed; else NULL
 * @why: receives a sentence if it is not good
 *
 * Nothing that the record says of itself is believed: all checks are made anew. A message names
 * a file that can't be read.
 */
enum slurm_verdict slurm_record_look(const char *path, const struct cell *cell,
				     const json_t *identity, struct record **record, char *why,
				     size_t size);

#endif
