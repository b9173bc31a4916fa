/* SPDX-License-Identifier: GPL-2.0 */
/* Cells that differ in nothing but the seed. */
#ifndef EXITREPORT_REPEATS_H
#define EXITREPORT_REPEATS_H

#include "statistics/effect.h"
#include "metric.h"
#include "record/run.h"
#include "same.h"

/**
 * struct repeats - one workload in one mode, with all its seeds
 * @any: one of the cells, measured or not: for what they have in common
 * @record: those that were measured, in the order of their seeds
 * @nr: how many of them; 0 if none was
 */
struct repeats {
	const struct record *any;
	const struct record **record;
	size_t nr;
};

/**
 * struct repeats_list - those of a run
 * @groups: the cells that each is of, measured or not
 */
struct repeats_list {
	struct repeats *repeats;
	size_t nr;
	struct groups groups;
};

/**
 * repeats_of_run - gather the cells of a run
 * @list: receives them in the order of the matrix, for repeats_free()
 *
 * Left out are cells with an observer, whose cycles are in theirs, and cells that were to run
 * without a window.
 */
void repeats_of_run(struct repeats_list *list, const struct run *run);

/* repeats_find - of the cells like this one in all but the seed; NULL if there are none */
const struct repeats *repeats_find(const struct repeats_list *list, const struct record *like);

void repeats_free(struct repeats_list *list);

/* repeats_have - has any of them a metric that is not 0? */
bool repeats_have(const struct repeats *r, const struct metric *f);

/**
 * repeats_sample - the values of a metric
 * @sample: receives them, for sample_free()
 */
void repeats_sample(struct sample *sample, const struct repeats *r, const struct metric *f);

void sample_free(struct sample *sample);

#endif
