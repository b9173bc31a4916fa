/* SPDX-License-Identifier: GPL-2.0 */
/* Run A against run B: what differs, and by how much. */
#ifndef EXITREPORT_COMPARISON_H
#define EXITREPORT_COMPARISON_H

#include "difference.h"
#include "identity-change.h"

/**
 * struct comparison - of two runs
 * @run: A and B
 * @not_compared: matches, seeds taken together, that were not measured on both sides
 * @lost: of those that were, a text for each seed that failed or has no record, though the run was to
 *	have it
 * @fail_above: percent; below 0 if there is no limit
 * @is_chosen: the metrics were chosen by a pattern
 */
struct comparison {
	const struct run *run[2];
	struct matches matches;
	struct identity identity;
	struct differences differences;
	size_t not_compared;
	char **lost;
	size_t nr_lost;
	double fail_above;
	bool is_chosen;
};

/**
 * comparison_make - compare
 * @c: receives it, for comparison_free(); the runs must outlive it
 * @workload: only names that this pattern of fnmatch(3) fits; NULL for all
 * @metric: only keys or labels that this pattern fits; NULL for all
 * @fail_above: percent; below 0 for no limit
 *
 * Return: 0, or -1 with a message if a pattern fits nothing.
 */
int comparison_make(struct comparison *c, const struct run *a, const struct run *b,
		    const char *workload, const char *metric, double fail_above);

void comparison_free(struct comparison *c);

/* Is a metric under the limit? Sums are; or, if a pattern chose, what it chose. */
bool comparison_is_limited(const struct comparison *c, const struct difference *difference);

/*
 * Is a metric worse, which is more, in B by above the limit?  Not if the seeds overlap, and so
 * do not say that it is.
 */
bool comparison_is_worse(const struct comparison *c, const struct difference *difference);

size_t comparison_count_worse(const struct comparison *c);

/* comparison_is_whole - is there something to compare, and all of it? */
bool comparison_is_whole(const struct comparison *c);

/* Why a side of a match has nothing to compare, to be freed: "not in RUN"; NULL if it has. */
char *comparison_lack(const struct comparison *c, const struct match *m, size_t side);

#endif
