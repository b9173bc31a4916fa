/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The workloads that isolate one mechanism each: whether a cell did what its workload's rules say
 * that it must (record/rule.h).
 */
#ifndef EXITREPORT_MECHANISM_H
#define EXITREPORT_MECHANISM_H

#include "record/record.h"
#include "record/facts/rule.h"

/* A part of a bound. */
#define MECHANISM_SLACK	0.05

/**
 * struct mechanism_result - a rule and what a cell has
 * @holds: at all of the rule's points
 * @least: exits per operation where they are fewest, start-up subtracted
 * @most: likewise, where they are most
 * @point: where it does not hold first; NULL if it holds
 */
struct mechanism_result {
	const struct rule *rule;
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

/* mechanism_text - what must happen, sentences; NULL if the workload does not say */
const char *mechanism_text(const struct record *r);

/**
 * mechanism_is_younger - is a record held to other rules than it was measured under?
 *
 * What the rules say was then known, and only a measurement anew can prove them wrong.
 */
bool mechanism_is_younger(const struct record *r);

/* mechanism_exits - which exits a rule is about, for readers: "48, 49", "all", "all others" */
const char *mechanism_exits(const struct rule *rule, unsigned int vendor);

/* mechanism_bound - so many exits per operation, in words; to be freed */
char *mechanism_bound(const struct rule *rule);

#endif
