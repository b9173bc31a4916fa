/* SPDX-License-Identifier: GPL-2.0 */
/* The ledger of L2's first vCPU over time, as in a record. */
#ifndef RECORD_TIMELINE_H
#define RECORD_TIMELINE_H

#include <jansson.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "ledger/ledger.h"

/* Of a row: count, kernel, user, blocked, offcpu. */
#define TIMELINE_COLUMNS	5

/* Of the name of a row. */
#define TIMELINE_NAME_SIZE	16

/**
 * struct timeline_change - what was charged to a row between two samples
 * @row: index into the timeline's rows
 * @by: count and cycles; its max is 0
 */
struct timeline_change {
	unsigned int row;
	struct ledger_row by;
};

/**
 * struct timeline_sample - what happened since the sample before, or the vCPU's creation
 * @wall: cycles that passed
 * @guest: of these in the guest
 * @nr: rows that something was charged to
 */
struct timeline_sample {
	int64_t wall;
	int64_t guest;
	size_t nr;
	struct timeline_change *changes;
};

/**
 * struct timeline - measured.timeline of a record
 * @interval_ns: of L1's clock, between two samples
 * @thinned: how often every second sample was dropped and the interval doubled, for there
 *	was no more room
 * @late: samples that should have been taken and were not
 * @cpu_ns: CPU time that sampling took in L1
 * @nr_rows: rows of the ledger that anything was ever charged to
 * @rows: their names, as in a table: reasons in decimal, pseudo-reasons
 * @nr: number of samples
 *
 * In JSON a sample is an array: wall, guest, and for each change an array of row and up to
 * TIMELINE_COLUMNS differences, those that are left out being 0.
 */
struct timeline {
	int64_t interval_ns;
	int64_t thinned;
	int64_t late;
	int64_t cpu_ns;
	size_t nr_rows;
	char (*rows)[TIMELINE_NAME_SIZE];
	size_t nr;
	struct timeline_sample *samples;
};

/**
 * timeline_from_json - read a record's timeline
 * @t: receives it, for timeline_free(); nothing to free on an error
 * @error: receives a message about what is wrong, without a newline
 *
 * Return: 0, or -1.
 */
int timeline_from_json(struct timeline *t, const json_t *json, char *error, size_t size);

/* timeline_to_json - as in a record */
json_t *timeline_to_json(const struct timeline *t);

/**
 * timeline_from_text - read what the sampler of a cell wrote
 * @f: "name value" lines about all of it; for each sample a line "sample" and the table of
 *	debugfs' file exitmeter
 * @error: receives what is wrong
 *
 * Return: 0, or -1; timeline_free() it in both cases.
 */
int timeline_from_text(struct timeline *t, FILE *f, char *error, size_t size);

void timeline_free(struct timeline *t);

#define TIMELINE_TIME_LAW	"in each sample guest + all accounts = time that passed, and " \
				"nothing shrinks"
#define TIMELINE_SUM_LAW	"the samples add up to the ledger at the VM's end, row by row, " \
				"but for the time between these two readings"

/* timeline_time_off - by how much TIMELINE_TIME_LAW does not hold, in cycles or exits */
int64_t timeline_time_off(const struct timeline *t);

/**
 * timeline_sum_off - by how much TIMELINE_SUM_LAW does not hold, in exits and cycles
 * @end: the vCPU's ledger as L1 read it after the last sample while the VM stood still: so
 *	nothing may have been counted since, and all time since must be on one account; NULL if
 *	L1 did not
 */
int64_t timeline_sum_off(const struct timeline *t, const struct ledger *end);

#endif
