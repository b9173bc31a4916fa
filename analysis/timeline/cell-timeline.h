/* SPDX-License-Identifier: GPL-2.0 */
/* A cell's ledger over time, from its record's timeline. */
#ifndef EXITREPORT_CELL_TIMELINE_H
#define EXITREPORT_CELL_TIMELINE_H

#include "record/record.h"
#include "record/run.h"
#include "record/timeline.h"

#define TIMELINE_MAX_PHASES	4

/**
 * struct timeline_phase - a part of the VM's life
 * @name: a word
 * @text: what it is
 * @begin: cycles since the vCPU's creation
 * @end: likewise
 */
struct timeline_phase {
	const char *name;
	const char *text;
	int64_t begin;
	int64_t end;
};

/**
 * struct cell_timeline - of one cell
 * @r: its record
 * @timeline: as recorded; what it refers to is the record's
 * @row: the ledger's row of each of the timeline's rows
 * @wall: cycles from the vCPU's creation to the last sample
 * @khz: of the TSC: cycles in a millisecond
 * @phases: without a gap, from 0 to @wall
 */
struct cell_timeline {
	const struct record *r;
	struct timeline timeline;
	unsigned int *row;
	int64_t wall;
	double khz;
	size_t nr_phases;
	struct timeline_phase phases[TIMELINE_MAX_PHASES];
};

/**
 * struct cell_timelines - of a run
 * @cell: of the cells that have one, in the run's order
 */
struct cell_timelines {
	struct cell_timeline *cell;
	size_t nr;
};

/* cell_timeline_exists - was the ledger looked at over time, in a cell that ended well? */
bool cell_timeline_exists(const struct record *r);

/**
 * cell_timelines_load - of all cells that have one
 * @timelines: receives them, for cell_timelines_free(); empty on an error
 * @run: must be there as long as @timelines
 *
 * Return: 0, or -1 with a message if one can't be read.
 */
int cell_timelines_load(struct cell_timelines *timelines, const struct run *run);

void cell_timelines_free(struct cell_timelines *timelines);

/* cell_timelines_partner - the same cell in the other paging mode; NULL if there is none */
const struct cell_timeline *cell_timelines_partner(const struct cell_timelines *timelines,
						   const struct cell_timeline *c);

/**
 * cell_timeline_phase - the phase of that name
 *
 * Return: NULL if the cell has none; what is known of it decides.
 */
const struct timeline_phase *cell_timeline_phase(const struct cell_timeline *c, const char *name);

/* The phase that a time, in cycles since the vCPU's creation, is in. */
const struct timeline_phase *cell_timeline_phase_at(const struct cell_timeline *c, int64_t at);

/* Names of phases: see cell_timeline_phase(). */
#define PHASE_START	"start"		/* before the first VM entry */
#define PHASE_FIRMWARE	"firmware"	/* until L2's kernel begins to keep time */
#define PHASE_KERNEL	"kernel"	/* until its first process begins */
#define PHASE_BOOT	"boot"		/* both, if it is not known when the kernel began */
#define PHASE_REST	"rest"		/* until the VM's end */

/**
 * cell_timeline_sum - what the samples from one to another say
 * @from: first sample
 * @to: behind the last
 * @sum: receives totals and rows; what a timeline does not have is 0
 */
void cell_timeline_sum(const struct cell_timeline *c, size_t from, size_t to, struct ledger *sum);

/* cell_timeline_sum_phase - likewise, of the samples that end in the phase */
void cell_timeline_sum_phase(const struct cell_timeline *c, const struct timeline_phase *p,
			     struct ledger *sum);

/* When a sample begins, cycles since the vCPU's creation; for behind the last, its end. */
int64_t cell_timeline_time(const struct cell_timeline *c, size_t sample);

/**
 * cell_timeline_next - the end of an interval of samples
 * @from: first sample; there is one
 * @cycles: how long the interval is to be, as nearly as samples allow
 *
 * Return: the sample behind the last, above @from.
 */
size_t cell_timeline_next(const struct cell_timeline *c, size_t from, int64_t cycles);

static inline double cell_timeline_ms(const struct cell_timeline *c, int64_t cycles)
{
	return cycles / c->khz;
}

#endif
