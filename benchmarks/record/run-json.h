/* SPDX-License-Identifier: GPL-2.0 */
/* run.json: which cells a run has. */
#ifndef EXITBENCH_RUN_JSON_H
#define EXITBENCH_RUN_JSON_H

#include <jansson.h>
#include <time.h>

#include "exitbench/matrix.h"

#define RUN_SCHEMA	"exitmeter-run/1"

/**
 * struct run_json - what goes into it
 * @folder: of the run
 * @matrix: of this call
 * @jobs: emulators at a time
 * @started: this call
 * @earlier: as an earlier call left it; NULL if there was none
 */
struct run_json {
	const char *folder;
	const struct matrix *matrix;
	int jobs;
	time_t started;
	json_t *earlier;
};

/* run_json_begin - read what is there; @run is for run_json_end() */
void run_json_begin(struct run_json *run, const char *folder, const struct matrix *matrix,
		    int jobs);

/**
 * run_json_write - write it
 * @seconds: that all cells took; 0 if they were not measured in one go, which leaves it out
 *
 * Cells of earlier calls into the same folder that have a record stay part of the run.
 *
 * Return: 0, or -1 with a message on stderr.
 */
int run_json_write(const struct run_json *run, double seconds);

void run_json_end(struct run_json *run);

#endif
