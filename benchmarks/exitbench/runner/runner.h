/* SPDX-License-Identifier: GPL-2.0 */
/* Runs the cells of a matrix, as many at a time as there are cores. */
#ifndef EXITBENCH_RUNNER_H
#define EXITBENCH_RUNNER_H

#include <jansson.h>
#include <stdbool.h>

#include "exitbench/matrix/matrix.h"

/**
 * struct runner_options
 * @run: folder of the run
 * @image: folder with boot.img, bzImage, root.img and identity.json
 * @jobs: emulators at a time
 * @node: name of this machine in a fleet, for the records; NULL if it is none
 * @again: measure cells anew that have a good record
 * @keep_work: leave the emulator's files of each cell
 */
struct runner_options {
	const char *run;
	const char *image;
	int jobs;
	const char *node;
	bool again;
	bool keep_work;
};

/* Less than it are the results of runner_run() of a run that was ended by a signal. */
#define RUNNER_SIGNALLED	1

/**
 * runner_run - run what is not measured yet, write a record for each cell
 *
 * A cell that fails is recorded as failed and the rest goes on.  SIGINT, SIGTERM and SIGHUP,
 * unless they are ignored, end the cells that run, without a record, and keep the others; a
 * second one does not wait for them to end, which they do nevertheless.
 *
 * Nothing but records, logs and run.json is in the folder at the end, whatever ends it.
 *
 * Return: number of cells that failed, -1 with a message on stderr, or -RUNNER_SIGNALLED less
 * the number of the signal that ended it.
 */
int runner_run(const struct matrix *m, const struct runner_options *o);

/**
 * runner_identity - what a record of a cell must say of image and tools
 * @image: its folder
 *
 * Return: a new reference, or NULL with a message on stderr.
 */
json_t *runner_identity(const struct cell *cell, const char *image);

#endif
