/* SPDX-License-Identifier: GPL-2.0 */
/*
 * One metric of two sides, each measured with one seed or several: what lies between them, and
 * whether the repeats are enough to call it a difference.
 */
#ifndef EXITREPORT_EFFECT_H
#define EXITREPORT_EFFECT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bootstrap.h"

/* A corrected p up to this is called significant. */
#define EFFECT_LEVEL	0.05
/*
 * Seeds that all agree make a difference unless chance alone would make them agree more often:
 * three against three that are apart completely, one in ten.
 */
#define EFFECT_CHANCE	0.1

/**
 * struct sample - the values of one side
 * @value: one a seed, in the order of the seeds
 * @seed: that they were measured with
 * @nr: how many; 0 if it was not measured
 */
struct sample {
	double *value;
	int64_t *seed;
	size_t nr;
};

enum effect_call {
	CALL_NONE,	/* one of the sides was not measured */
	CALL_SAME,
	CALL_MORE,	/* than on the first side */
	CALL_FEWER,
	CALL_UNCLEAR,	/* chance may have done it */
	CALL_NR,
};

/* What a call rests on. */
enum effect_basis {
	BASIS_NONE,		/* there is no call */
	BASIS_EXACT_ONE,	/* exact platforms: one seed a side */
	BASIS_EXACT_EQUAL,	/* exact platforms: all seeds of a side are equal */
	BASIS_EXACT_AGREE,	/* exact platforms: all seeds say the same */
	BASIS_EXACT_DISAGREE,	/* exact platforms: it depends on the seed */
	BASIS_ONE,		/* one seed on a side: nothing is known of the noise */
	BASIS_EQUAL,		/* all values of both sides are equal */
	BASIS_TEST,		/* the interval says so, and the test */
	BASIS_AGREE,		/* the interval says so, and so do all seeds */
	BASIS_FEW,		/* they do, but so few would too often by chance */
	BASIS_OVERLAP,		/* they do not */
	BASIS_NR,
};

/**
 * struct effect - from one side, a, to the other, b
 * @nr: seeds of a, of b
 * @median: of a, of b
 * @range: of a, of b: from the least value to the largest
 * @interval: of the medians; their ranges on an exact platform, whose seeds are different
 *	beginnings and not samples of noise
 * @has_interval: there are two seeds or more; of a, of b
 * @ratio: b / a, of the medians
 * @has_ratio: there is one: no value of a is 0 or below, none of b is below 0
 * @ratio_interval: of it; from seed to seed on an exact platform
 * @has_ratio_interval: both sides have an interval, and there is a ratio
 * @exact: equal runs are equal on both sides
 * @paired: both sides have the same seeds
 * @agree: the same in all seeds if @paired; or all values of one side are below all of the other
 * @chance: how often chance alone would make so many seeds agree so; 1 unless @agree
 * @has_test: @p is valid: the platform is not exact, both sides have an interval
 * @p: that chance alone does it
 * @p_least: that the test can give with so many seeds
 * @p_holm: corrected by effects_call()
 * @excludes: the interval of the difference leaves out 0, as it always does if all seeds agree
 *	that there is one
 */
struct effect {
	size_t nr[2];
	double median[2];
	struct interval range[2];
	struct interval interval[2];
	bool has_interval[2];
	double ratio;
	bool has_ratio;
	struct interval ratio_interval;
	bool has_ratio_interval;
	bool exact;
	bool paired;
	bool agree;
	double chance;
	bool has_test;
	double p;
	double p_least;
	double p_holm;
	bool excludes;
	enum effect_call call;
	enum effect_basis basis;
};

/**
 * effect_measure - everything but what needs the other effects
 * @e: receives it; to be given to effects_call()
 * @exact: equal runs are equal on both sides
 */
void effect_measure(struct effect *e, const struct sample *a, const struct sample *b, bool exact);

/**
 * effects_call - correct the tests for their number, and call the differences
 * @effects: that one table shows
 */
void effects_call(struct effect *const effects[], size_t nr);

/* "more", "not told apart" */
const char *effect_call_name(enum effect_call call);

/* What the call of an effect rests on, in some words; to be freed. */
char *effect_basis_text(const struct effect *e);

#endif
