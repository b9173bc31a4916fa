/* SPDX-License-Identifier: GPL-2.0 */
/* All figures of the cells that are compared. */
#ifndef EXITREPORT_CONTRAST_H
#define EXITREPORT_CONTRAST_H

#include "match.h"

/**
 * struct contrast - a figure of one match
 * @match: belongs to the matches
 * @key: as figure_key()
 * @label: as figure_label()
 */
struct contrast {
	const struct match *match;
	struct figure figure;
	char *key;
	char *label;
	struct effect effect;
};

struct contrasts {
	struct contrast *contrast;
	size_t nr;
};

/**
 * contrasts_of_matches - compare what can be compared
 * @c: receives it in the order of the matches, for contrasts_free(); @m must outlive it
 * @figure: only figures whose key or label this pattern of fnmatch(3) fits; NULL for all
 * @lone: sides that have nothing to be compared with, too
 *
 * Exits of a kind or a reason that no cell of a match has are left out.  Tests are corrected for
 * their number among the figures of the same class on the same platform.
 */
void contrasts_of_matches(struct contrasts *c, const struct matches *m, const char *figure,
			  bool lone);

void contrasts_free(struct contrasts *c);

/* contrasts_have_seeds - has a side of any of them several seeds? */
bool contrasts_have_seeds(const struct contrasts *c);

#endif
