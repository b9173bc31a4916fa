/* SPDX-License-Identifier: GPL-2.0 */
/* Which cells are alike: "the same cell but for X". */
#ifndef EXITREPORT_SAME_H
#define EXITREPORT_SAME_H

#include "record/record.h"

/* What makes a cell; combined with |. */
enum same {
	SAME_PLATFORM = 1 << 0,
	SAME_WORKLOAD = 1 << 1,
	SAME_SETTINGS = 1 << 2,
	SAME_MODE = 1 << 3,
	SAME_SEED = 1 << 4,
	SAME_CELL = (1 << 5) - 1,
};

/* All but some: the cells that may differ in nothing else. */
#define SAME_BUT(what)	(SAME_CELL & ~(what))

/* record_same - are two cells alike in all of @what? */
bool record_same(const struct record *a, const struct record *b, unsigned int what);

/**
 * struct group - cells that are alike
 * @record: in the order in which they were added; there is at least one
 */
struct group {
	const struct record **record;
	size_t nr;
};

/**
 * struct groups - cells by what they have in common
 * @what: that is, of enum same
 * @group: in the order of their first cells
 * @slots: by the hash of @what, index into @group plus 1; 0 for none
 */
struct groups {
	unsigned int what;
	struct group *group;
	size_t nr;
	size_t *slots;
	size_t nr_slots;
};

/* groups_begin - @g: for groups_free(), without a group */
void groups_begin(struct groups *g, unsigned int what);

/* groups_add - Return: the index of the group that the cell is in now. */
size_t groups_add(struct groups *g, const struct record *r);

/**
 * groups_find - the group of cells like this one
 * @like: need not be of the run: only what the groups have in common is looked at
 *
 * Return: NULL if there is none.
 */
const struct group *groups_find(const struct groups *g, const struct record *like);

void groups_free(struct groups *g);

#endif
