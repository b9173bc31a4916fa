/* SPDX-License-Identifier: GPL-2.0 */
/* run.json: which cells a run has. */
#ifndef RECORD_RUN_JSON_H
#define RECORD_RUN_JSON_H

#include <jansson.h>
#include <stddef.h>
#include <time.h>

/**
 * struct run_json - what goes into it
 * @folder: of the run
 * @matrix: of this call
 * @ids: of its cells
 * @nr: of them
 * @image: hash of the image that its cells run; NULL if they need not have one
 * @packages: versions of Debian's packages that it was made of, by name; NULL if nobody knows
 * @jobs: emulators at a time
 * @started: this call
 * @earlier: as an earlier call left it; NULL if there was none
 */
struct run_json {
	const char *folder;
	const char *matrix;
	const char *const *ids;
	size_t nr;
	const char *image;
	json_t *packages;
	int jobs;
	time_t started;
	json_t *earlier;
};

/**
 * run_json_begin - read what is there
 * @run: @folder to @jobs are set; for run_json_end()
 */
void run_json_begin(struct run_json *run);

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
