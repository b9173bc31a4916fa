/* SPDX-License-Identifier: GPL-2.0 */
/* From what a cell left behind to its record. */
#ifndef EXITBENCH_COLLECT_H
#define EXITBENCH_COLLECT_H

#include <stdbool.h>
#include <time.h>

#include "exitbench/matrix/cell.h"
#include "record/record.h"

/**
 * struct collect_how - how a cell was run
 * @identity: of image and tools; a new reference is taken
 * @started: when the cell was started
 * @seconds: wall-clock time that it took
 * @jobs: emulators at a time
 * @boots: how often L1 was started; more than once if the emulator spoilt the cell
 * @error: NULL, or why the cell is known to have failed
 * @timed_out: did it take too long?
 */
struct collect_how {
	json_t *identity;
	time_t started;
	double seconds;
	int jobs;
	int boots;
	const char *error;
	bool timed_out;
};

/**
 * collect - the record of a cell that has ended
 * @cell: must be there as long as the record
 * @logs: folder with what the cell wrote: the files of L1, and in l2 those of L2
 *
 * A cell whose results are incomplete or break a law gets a record with status
 * RECORD_FAILED, with everything that there is.
 *
 * Return: for record_free().
 */
struct record *collect(const struct cell *cell, const char *logs, const struct collect_how *how);

/**
 * collect_is_kept - is there a good record that need not be measured again?
 * @path: of the record
 * @cell: as it would be run; a record of a cell or workload that differs in
 *	anything is not kept
 * @identity: of the present image; a record of another one is not kept
 *
 * A file that is no record, or a record that breaks a law, is named on stderr.
 */
bool collect_is_kept(const char *path, const struct cell *cell, json_t *identity);

/* collect_is_of - is a record one of this cell, as it would be run? */
bool collect_is_of(const struct record *r, const struct cell *cell);

/**
 * collect_operations - what a program says that it did
 * @output: all that it printed; may be NULL
 * @what: receives the rest of the line, to be freed
 *
 * Return: N of the one line "operations N WHAT"; -1, with no @what, if there is no such line, or
 * more than one, or N is no number.
 */
int64_t collect_operations(const char *output, char **what);

#endif
