/* SPDX-License-Identifier: GPL-2.0 */
/* All metrics of the cells that are compared. */
#ifndef EXITREPORT_DIFFERENCE_H
#define EXITREPORT_DIFFERENCE_H

#include <stdio.h>

#include "match.h"

/**
 * struct difference - a metric of one match
 * @match: belongs to the matches
 * @key: as metric_key()
 * @label: as metric_label()
 */
struct difference {
	const struct match *match;
	struct metric metric;
	char *key;
	char *label;
	struct effect effect;
};

/**
 * struct differences - all of them
 * @matches: that are not the caller's, but theirs
 */
struct differences {
	struct difference *difference;
	size_t nr;
	struct match **matches;
	size_t nr_matches;
};

/**
 * differences_of_matches - compare what can be compared
 * @c: receives it in the order of the matches, for differences_free(); @m must outlive it
 * @metric: only metrics whose key or label this pattern of fnmatch(3) fits; NULL for all
 * @lone: sides that have nothing to be compared with, too
 *
 * Exits of a kind or a reason that no cell of a match has are left out.  Tests are corrected for
 * their number among the metrics of the same class on the same platform.
 */
void differences_of_matches(struct differences *c, const struct matches *m, const char *metric,
			    bool lone);

/**
 * differences_of_part - the same of a part of a run, not yet called
 * @f: receives them, for differences_of_parts()
 * @metric: as above
 */
void differences_of_part(FILE *f, const struct run *part, const char *metric);

/**
 * differences_of_parts - all parts together
 * @c: receives them, for differences_free()
 * @f: what differences_of_part() wrote for one part after the other
 */
void differences_of_parts(struct differences *c, FILE *f);

void differences_free(struct differences *c);

/* differences_have_seeds - has a side of any of them several seeds? NULL: on any platform */
bool differences_have_seeds(const struct differences *c, const char *platform);

#endif
