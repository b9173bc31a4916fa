/* SPDX-License-Identifier: GPL-2.0 */
/* Which cells are compared with which: the two modes of a run, or two runs. */
#ifndef EXITREPORT_MATCH_H
#define EXITREPORT_MATCH_H

#include "select/repeats.h"

/**
 * struct match - two sides to be compared
 * @side: nested and shadow paging, or run A and run B; NULL if there is no such cell
 * @platform: for readers; "nested -> host" if the sides differ
 * @name: of the workload with its settings, likewise
 * @mode: likewise; empty if the sides are the modes
 * @exact: equal runs are equal on both sides
 * @cycles: a cycle is the same thing on both sides
 * @reasons: both sides have the same vendor, and so the same reasons
 */
struct match {
	const struct repeats *side[2];
	char *platform;
	char *name;
	char *mode;
	bool exact;
	bool cycles;
	bool reasons;
};

/**
 * struct matches - all of them
 * @list: what the sides point to; the second is empty if both sides are of one run
 */
struct matches {
	struct match *match;
	size_t nr;
	struct repeats_list list[2];
};

/**
 * matches_of_modes - nested paging against shadow paging
 * @m: receives them in the order of the matrix, for matches_free()
 * @platform: only of this platform; NULL for all
 */
void matches_of_modes(struct matches *m, const struct run *run, const char *platform);

/**
 * matches_of_runs - run A against run B
 * @m: receives them, for matches_free(): those of A in its order, then what only B has
 * @workload: only names that this pattern of fnmatch(3) fits; NULL for all
 *
 * A cell's partner has the same platform, workload, settings and mode.  Where a platform is in
 * one of the runs only, its partner is the only other one of its vendor, or else the only other
 * one at all, that is in the other run only.  Where settings are in one of the runs only,
 * likewise.
 */
void matches_of_runs(struct matches *m, const struct run *a, const struct run *b,
		     const char *workload);

void matches_free(struct matches *m);

/* match_is_whole - was something measured on both sides? */
static inline bool match_is_whole(const struct match *m)
{
	return m->side[0] && m->side[1] && m->side[0]->nr && m->side[1]->nr;
}

/* match_any - Return: one of the sides, measured if one was */
static inline const struct repeats *match_any(const struct match *m)
{
	return m->side[0] && (m->side[0]->nr || !m->side[1]) ? m->side[0] : m->side[1];
}

#endif
