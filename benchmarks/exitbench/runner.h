/* SPDX-License-Identifier: GPL-2.0 */
/* Runs the cells of a matrix, as many at a time as there are cores. */
#ifndef EXITBENCH_RUNNER_H
#define EXITBENCH_RUNNER_H

#include <jansson.h>
#include <stdbool.h>

#include "matrix.h"

/**
 * struct runner_options
 * @run: folder of the run
 * @image: folder with boot.img, bzImage, root.img and identity.json
 * @jobs: emulators at a time
 * @again: measure cells anew that have a good record
 * @keep_work: leave the emulator's files of each cell
 */
struct runner_options {
	const char *run;
	const char *image;
	int jobs;
	bool again;
	bool keep_work;
};

/**
 * runner_run - run what is not measured yet, write a record for each cell
 *
 * A cell that fails is recorded as failed and the rest goes on.  SIGINT and
 * SIGTERM end the cells that run, without a record, and keep the others.
 *
 * Return: number of cells that failed, or -1 with a message on stderr.
 */
int runner_run(const struct matrix *m, const struct runner_options *o);

#endif
