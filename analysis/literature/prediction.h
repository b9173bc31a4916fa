/* SPDX-License-Identifier: GPL-2.0 */
/* What others measured, as predictions of what a run has: each is a range, and can fail. */
#ifndef EXITREPORT_PREDICTION_H
#define EXITREPORT_PREDICTION_H

#include <stddef.h>

#include "published.h"
#include "select/pair.h"

enum prediction_outcome {
	PREDICTION_HOLDS,
	PREDICTION_OTHER_REASON,	/* in the range, but not for what the source has it from */
	PREDICTION_UNTESTED,		/* in the range; nothing tells for what reason */
	PREDICTION_DIRECTION,		/* the direction is as predicted, the amount is not */
	PREDICTION_FAILS,
	PREDICTION_OUTCOMES,
};

/* For readers. */
extern const char *const prediction_texts[PREDICTION_OUTCOMES];

/**
 * struct prediction - one of them, and what came of it
 * @text: what it is about
 * @source: who measured it
 * @low: of the factor, from EPT on to EPT off
 * @high: likewise
 * @factor: of the run
 * @observed: likewise for readers, with what it is of
 */
struct prediction {
	char text[96];
	const char *source;
	double low;
	double high;
	double factor;
	char observed[192];
	enum prediction_outcome outcome;
};

/**
 * struct prediction_input - what is looked at
 * @exits: data/published/exits.csv
 * @timings: data/published/timings.csv
 * @plain: of one platform, settings at their default, all seeds
 * @varied: of it, the others
 */
struct prediction_input {
	const struct published *exits;
	const struct published *timings;
	const struct pairs *plain;
	const struct pairs *varied;
};

/* prediction_distribution - a distribution's boot that stands for the published ones, or NULL */
const struct pair *prediction_distribution(const struct pairs *pairs);

/* How many there are. */
size_t prediction_count(void);

/**
 * prediction_make - one of them
 * @p: receives it
 * @index: from 0, below prediction_count()
 *
 * Return: false if the run has nothing to tell by.
 */
bool prediction_make(struct prediction *p, size_t index, const struct prediction_input *in);

#endif
