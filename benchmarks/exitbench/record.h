/* SPDX-License-Identifier: GPL-2.0 */
/* The record of a cell: what it left behind, put together and checked. */
#ifndef EXITBENCH_RECORD_H
#define EXITBENCH_RECORD_H

#include <jansson.h>
#include <stdbool.h>
#include <time.h>

#include "cell.h"

#define RECORD_SCHEMA	"exitmeter-record/1"
#define RECORD_OK	"ok"
#define RECORD_FAILED	"failed"
#define RECORD_TIMEOUT	"timeout"
/* Ran well, but without a window: see JOB_MEASURE_NONE. */
#define RECORD_UNMEASURED	"unmeasured"

/**
 * struct record_host - what is known of the machine below, never compared
 * @started: when the cell was started
 * @seconds: wall-clock time that it took
 * @jobs: emulators at a time
 * @boots: how often L1 was started; more than once if the emulator spoilt the cell
 */
struct record_host {
	time_t started;
	double seconds;
	int jobs;
	int boots;
};

/**
 * record_build - the record of a cell that has ended
 * @identity: of image and tools; a new reference is taken
 * @logs: folder with what the cell wrote
 * @error: NULL, or why the cell is known to have failed
 * @timeout: did it take too long?
 *
 * A cell whose results are incomplete or break a law gets a record with status
 * RECORD_FAILED, with everything that there is.
 *
 * Return: a new reference.
 */
json_t *record_build(const struct cell *cell, json_t *identity, const char *logs,
		     const struct record_host *host, const char *error, bool timeout);

/**
 * record_is_kept - is there a good record that need not be measured again?
 * @path: of the record
 * @cell: as it would be run; a record of a cell or workload that differs in
 *	anything is not kept
 * @identity: of the present image; a record of another one is not kept
 */
bool record_is_kept(const char *path, const struct cell *cell, json_t *identity);

/* record_is_good - neither failed nor unreadable. */
bool record_is_good(const json_t *record);

/* record_status - RECORD_OK and so on; "" for a file that is no record. */
const char *record_status(const json_t *record);

#endif
