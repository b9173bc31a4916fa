/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The workloads that isolate one mechanism each: what the code of each must make the
 * machine do, and whether it did.
 */
#ifndef EXITREPORT_MECHANISM_H
#define EXITREPORT_MECHANISM_H

#include "record/record.h"
#include "ledger/class.h"

enum mechanism_modes {
	MECHANISM_TDP = 1,
	MECHANISM_SHADOW = 2,
	MECHANISM_BOTH = 3,
};

/* A part of a bound. */
#define MECHANISM_SLACK	0.05

/**
 * struct mechanism_rule - what must come of a workload's operations
 * @modes: in which it must, enum mechanism_modes
 * @pti: if L2's kernel keeps its page tables apart ("on") or does not ("off"); NULL: in
 *	both cases
 * @points: at these, words; NULL: at all
 * @role: of the exits
 * @low: so many an operation, or more
 * @high: so many an operation, or fewer; INFINITY for any number
 * @why: from the workload's code and the kernel's
 */
struct mechanism_rule {
	const char *workload;
	enum mechanism_modes modes;
	const char *pti;
	const char *points;
	enum exit_class role;
	double low;
	double high;
	const char *why;
};

/**
 * struct mechanism_result - a rule and what a cell has
 * @holds: at all of the rule's points
 * @least: exits an operation where they are fewest, starting up taken off
 * @most: likewise, where they are most
 * @point: where it does not hold first; NULL if it holds
 */
struct mechanism_result {
	const struct mechanism_rule *rule;
	bool holds;
	double least;
	double most;
	const char *point;
};

typedef void (*mechanism_visitor)(void *context, const struct record *r,
				  const struct mechanism_result *result);

/**
 * mechanism_check - check the rules that are about a cell
 * @r: measured
 * @visit: called for each rule, in the same order for each record
 *
 * None is, if its workload has no points.  A count may be off by FEW_EXITS or
 * MECHANISM_SLACK of the bound at a point: interrupts come when they come, and processes
 * that had work need not end as those do that had none, which is taken off.
 */
void mechanism_check(const struct record *r, mechanism_visitor visit, void *context);

/* mechanism_text - what must happen, a sentence; NULL for a workload that has no rules */
const char *mechanism_text(const char *workload);

#endif
