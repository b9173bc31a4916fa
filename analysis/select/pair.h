/* SPDX-License-Identifier: GPL-2.0 */
/* The two paging modes of one workload side by side. */
#ifndef EXITREPORT_PAIR_H
#define EXITREPORT_PAIR_H

#include "record/run.h"

/**
 * struct pair - cells that differ in nothing but the paging mode
 * @label: the name, and the seed if there are several
 * @name: of the workload and, if there is one, the variant of its settings
 * @tdp: ept=1 or npt=1; NULL if it was not measured
 * @shadow: ept=0 or npt=0; NULL if it was not measured
 * @first_seed: no other pair of this name on this platform comes before
 *
 * At least one of the two records is there, and both are ok.
 */
struct pair {
	char *label;
	const char *platform;
	const char *name;
	int64_t seed;
	unsigned int vendor;
	const struct record *tdp;
	const struct record *shadow;
	bool first_seed;
};

struct pairs {
	struct pair *pair;
	size_t nr;
};

/**
 * pairs_of_run - pair what was measured
 * @pairs: receives them in the order of the matrix, for pairs_free()
 * @platform: only of this platform; NULL for all
 *
 * Cells with an observer are left out, for its cycles are in theirs.
 */
void pairs_of_run(struct pairs *pairs, const struct run *run, const char *platform);

/**
 * pairs_keep_plain - keep those whose settings are all at their default
 * @others: receives those that are not, for pairs_free()
 *
 * If none is, all are kept: what was measured is the run's default then.
 */
void pairs_keep_plain(struct pairs *pairs, struct pairs *others);

/* pairs_append - add all of @more to @pairs, which it belongs to from now on */
void pairs_append(struct pairs *pairs, struct pairs *more);

/* pairs_keep_first_seeds - keep one pair of each name, for what shows no repeats */
void pairs_keep_first_seeds(struct pairs *pairs);

/**
 * pairs_of_jobs - those that stand for work that somebody wants done
 * @jobs: receives them; its array is to be freed, what is in it belongs to @pairs
 *
 * A workload of one mechanism is the sum of the points that its author chose: among others
 * in a sum or a median it would be as arbitrary.  If there are no others, it is all there is.
 */
void pairs_of_jobs(struct pairs *jobs, const struct pairs *pairs);

/* pairs_has_others - were any left out of the jobs? */
static inline bool pairs_has_others(const struct pairs *jobs, const struct pairs *pairs)
{
	return jobs->nr < pairs->nr;
}

/**
 * pairs_find_smp - the same workload with more vCPUs, no other setting off its default
 *
 * Return: a pair with both modes, or NULL.
 */
const struct pair *pairs_find_smp(const struct pairs *pairs, const struct pair *plain);

/* pairs_find_boot - the first boot that was measured in both modes; NULL if there is none */
const struct pair *pairs_find_boot(const struct pairs *pairs);

void pairs_free(struct pairs *pairs);

/* pairs_longest_name - characters of the longest name of a workload, with its settings */
size_t pairs_longest_name(const struct pairs *pairs);

/* Any of the two records: for what they have in common. */
static inline const struct record *pair_any(const struct pair *p)
{
	return p->tdp ? p->tdp : p->shadow;
}

/* pair_is_job - does it stand for work that somebody wants done? See pairs_of_jobs(). */
bool pair_is_job(const struct pair *p);

static inline bool pair_is_whole(const struct pair *p)
{
	return p->tdp && p->shadow;
}

/* pairs_observed - how many measured cells pairs_of_run() leaves out */
size_t pairs_observed(const struct run *run);

/* pairs_tell_observed - say so to the user, if there are any */
void pairs_tell_observed(const struct run *run);

/* pairs_tell_left_out - the same of a run whose number is known */
void pairs_tell_left_out(const char *folder, size_t nr);

/**
 * platforms_of_run - the platforms with measurements that can be compared
 * @names: receives an array in order of appearance, to be freed; the strings
 *	belong to the run
 *
 * Return: how many.
 */
size_t platforms_of_run(const struct run *run, const char ***names);

#endif
