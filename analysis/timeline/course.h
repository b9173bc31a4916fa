/* SPDX-License-Identifier: GPL-2.0 */
/* A cell's ledger over time, from its record's timeline. */
#ifndef EXITREPORT_COURSE_H
#define EXITREPORT_COURSE_H

#include "record/record.h"
#include "record/run.h"
#include "record/timeline.h"

#define COURSE_MAX_PHASES	4

/**
 * struct course_phase - a part of the VM's life
 * @name: a word
 * @text: what it is
 * @begin: cycles since the vCPU's creation
 * @end: likewise
 */
struct course_phase {
	const char *name;
	const char *text;
	int64_t begin;
	int64_t end;
};

/**
 * struct course - of one cell
 * @r: its record
 * @timeline: as recorded
 * @row: the ledger's row of each of the timeline's rows
 * @wall: cycles from the vCPU's creation to the last sample
 * @khz: of the TSC: cycles in a millisecond
 * @phases: without a gap, from 0 to @wall
 */
struct course {
	const struct record *r;
	struct timeline timeline;
	unsigned int *row;
	int64_t wall;
	double khz;
	size_t nr_phases;
	struct course_phase phases[COURSE_MAX_PHASES];
};

/**
 * struct courses - of a run
 * @course: of the cells that have one, in the run's order
 */
struct courses {
	struct course *course;
	size_t nr;
};

/* course_exists - was the ledger looked at over time, in a cell that ended well? */
bool course_exists(const struct record *r);

/**
 * courses_load - of all cells that have one
 * @courses: receives them, for courses_free(); empty on an error
 * @run: must be there as long as @courses
 *
 * Return: 0, or -1 with a message if one can't be read.
 */
int courses_load(struct courses *courses, const struct run *run);

void courses_free(struct courses *courses);

/* courses_partner - the same cell in the other paging mode; NULL if there is none */
const struct course *courses_partner(const struct courses *courses, const struct course *c);

/**
 * course_phase - the phase of that name
 *
 * Return: NULL if the cell has none; what is known of it decides.
 */
const struct course_phase *course_phase(const struct course *c, const char *name);

/* The phase that a time, in cycles since the vCPU's creation, is in. */
const struct course_phase *course_phase_at(const struct course *c, int64_t at);

/* Names of phases: see course_phase(). */
#define COURSE_START	"start"		/* before the first VM entry */
#define COURSE_FIRMWARE	"firmware"	/* until L2's kernel begins to keep time */
#define COURSE_KERNEL	"kernel"	/* until its first process begins */
#define COURSE_BOOT	"boot"		/* both, if it is not known when the kernel began */
#define COURSE_REST	"rest"		/* until the VM's end */

/**
 * course_sum - what the samples from one to another say
 * @from: first sample
 * @to: behind the last
 * @sum: receives totals and rows; what a timeline does not have is 0
 */
void course_sum(const struct course *c, size_t from, size_t to, struct ledger *sum);

/* course_sum_phase - likewise, of the samples that end in the phase */
void course_sum_phase(const struct course *c, const struct course_phase *p, struct ledger *sum);

/* When a sample begins, cycles since the vCPU's creation; for behind the last, its end. */
int64_t course_time(const struct course *c, size_t sample);

/**
 * course_next - the end of an interval of samples
 * @from: first sample; there is one
 * @cycles: how long the interval is to be, as nearly as samples allow
 *
 * Return: the sample behind the last, above @from.
 */
size_t course_next(const struct course *c, size_t from, int64_t cycles);

static inline double course_ms(const struct course *c, int64_t cycles)
{
	return cycles / c->khz;
}

#endif
