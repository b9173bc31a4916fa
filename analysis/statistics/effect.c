// SPDX-License-Identifier: GPL-2.0
#include "effect.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_statistics.h>

#include "median.h"
#include "util/memory.h"
#include "permutation.h"

static void describe_side(struct effect *e, size_t side, const struct sample *s)
{
	double *values = memory_zalloc(s->nr * sizeof(*values));

	e->nr[side] = s->nr;
	e->has_interval[side] = s->nr > 1;
	if (s->nr) {
		memcpy(values, s->value, s->nr * sizeof(*values));
		gsl_stats_minmax(&e->range[side].low, &e->range[side].high, values, 1, s->nr);
		e->median[side] = median(values, s->nr);
	}
	e->interval[side] = e->range[side];
	free(values);
}

static bool is_paired(const struct sample *a, const struct sample *b)
{
	return a->nr == b->nr && !memcmp(a->seed, b->seed, a->nr * sizeof(*a->seed));
}

/* The least and the largest ratio: of a seed on both sides, or of any with any. */
static struct interval ratio_range(const struct effect *e, const struct sample *a,
				   const struct sample *b)
{
	double *ratios = memory_zalloc(a->nr * sizeof(*ratios));
	struct interval range = {
		e->range[1].low / e->range[0].high, e->range[1].high / e->range[0].low,
	};
	size_t i;

	for (i = 0; i < a->nr && e->paired; i++)
		ratios[i] = b->value[i] / a->value[i];
	if (e->paired)
		gsl_stats_minmax(&range.low, &range.high, ratios, 1, a->nr);
	free(ratios);
	return range;
}

/* All values of one side are below all of the other. */
static bool is_apart(const struct effect *e)
{
	return e->range[0].high < e->range[1].low || e->range[1].high < e->range[0].low;
}

/* With the same seeds on both sides: all go up, all go down, or none does either. */
static bool is_unanimous(const struct sample *a, const struct sample *b)
{
	size_t up = 0, down = 0, i;

	for (i = 0; i < a->nr; i++) {
		up += b->value[i] > a->value[i];
		down += b->value[i] < a->value[i];
	}
	return up == a->nr || down == a->nr || !(up + down);
}

static void measure_agreement(struct effect *e, const struct sample *a, const struct sample *b)
{
	e->chance = 1;
	if (is_apart(e)) {
		e->agree = true;
		e->chance = permutation_ranks_least(a->nr, b->nr);
	}
	if (e->paired && is_unanimous(a, b)) {
		e->agree = true;
		e->chance = fmin(e->chance, permutation_paired_least(a->nr));
	}
}

static void measure_exact(struct effect *e, const struct sample *a, const struct sample *b)
{
	if (!e->has_ratio || !e->has_interval[0] || !e->has_interval[1])
		return;
	e->has_ratio_interval = true;
	e->ratio_interval = ratio_range(e, a, b);
}

static double test(const struct sample *a, const struct sample *b, bool paired)
{
	double *differences, p;
	size_t i;

	if (!paired)
		return permutation_ranks(a->value, a->nr, b->value, b->nr);
	differences = memory_zalloc(a->nr * sizeof(*differences));
	for (i = 0; i < a->nr; i++)
		differences[i] = b->value[i] - a->value[i];
	p = permutation_paired(differences, a->nr);
	free(differences);
	return p;
}

static void measure_noisy(struct effect *e, const struct sample *a, const struct sample *b)
{
	struct bootstrap intervals;

	bootstrap(&intervals, a->value, a->nr, b->value, b->nr, e->paired);
	e->interval[0] = intervals.a;
	e->interval[1] = intervals.b;
	if (!e->has_interval[0] || !e->has_interval[1])
		return;
	e->has_ratio_interval = e->has_ratio;
	e->ratio_interval = intervals.ratio;
	e->excludes = intervals.difference.low > 0 || intervals.difference.high < 0;
	e->has_test = true;
	e->p = test(a, b, e->paired);
	e->p_least = e->paired ? permutation_paired_least(a->nr) :
				 permutation_ranks_least(a->nr, b->nr);
}

/* One side alone has an interval, too. */
static void measure_one(struct effect *e, const struct sample *a, const struct sample *b)
{
	const struct sample *s = a->nr ? a : b;
	struct bootstrap intervals;

	if (e->exact || !s->nr)
		return;
	bootstrap(&intervals, s->value, s->nr, s->value, s->nr, true);
	e->interval[s == b] = intervals.a;
}

void effect_measure(struct effect *e, const struct sample *a, const struct sample *b, bool exact)
{
	memset(e, 0, sizeof(*e));
	describe_side(e, 0, a);
	describe_side(e, 1, b);
	e->exact = exact;
	if (!a->nr || !b->nr) {
		measure_one(e, a, b);
		return;
	}
	e->paired = is_paired(a, b);
	measure_agreement(e, a, b);
	e->has_ratio = e->range[0].low > 0 && e->range[1].low >= 0;
	if (e->has_ratio)
		e->ratio = e->median[1] / e->median[0];
	if (exact)
		measure_exact(e, a, b);
	else
		measure_noisy(e, a, b);
}

static bool all_equal(const struct effect *e, size_t side)
{
	return e->range[side].low == e->range[side].high;
}

static enum effect_call call_direction(const struct effect *e)
{
	return e->median[1] > e->median[0] ? CALL_MORE : CALL_FEWER;
}

static enum effect_basis find_basis(const struct effect *e)
{
	bool equal = all_equal(e, 0) && all_equal(e, 1);

	if (e->exact && e->nr[0] == 1 && e->nr[1] == 1)
		return BASIS_EXACT_ONE;
	if (e->exact && equal)
		return BASIS_EXACT_EQUAL;
	if (e->exact)
		return e->agree ? BASIS_EXACT_AGREE : BASIS_EXACT_DISAGREE;
	if (!e->has_test)
		return BASIS_ONE;
	if (equal && e->median[0] == e->median[1])
		return BASIS_EQUAL;
	if (e->excludes && e->p_holm <= EFFECT_LEVEL)
		return BASIS_TEST;
	if (!e->agree)
		return BASIS_OVERLAP;
	return e->chance <= EFFECT_CHANCE ? BASIS_AGREE : BASIS_FEW;
}

/**
 * struct basis - what follows from one
 * @is_call: that the sides differ in the direction of the medians, or are the same
 * @text: for readers
 * @behind: the number of seeds, which is behind @text; NULL if it is not told
 */
static const struct basis {
	bool is_call;
	const char *text;
	const char *behind;
} bases[BASIS_NR] = {
	[BASIS_NONE]		= { false, "", NULL },
	[BASIS_EXACT_ONE]	= { true, "exact, one seed", NULL },
	[BASIS_EXACT_EQUAL]	= { true, "exact, equal in all ", " seeds" },
	[BASIS_EXACT_AGREE]	= { true, "all ", " seeds agree" },
	[BASIS_EXACT_DISAGREE]	= { false, "depends on the seed", NULL },
	[BASIS_ONE]		= { false, "one seed: no interval", NULL },
	[BASIS_EQUAL]		= { true, "equal in all ", " seeds" },
	[BASIS_TEST]		= { true, "interval and test", NULL },
	[BASIS_AGREE]		= { true, "all ", " seeds agree" },
	[BASIS_FEW]		= { false, "", " seeds are too few" },
	[BASIS_OVERLAP]		= { false, "seeds overlap", NULL },
};

static void call(struct effect *e)
{
	e->basis = find_basis(e);
	if (!bases[e->basis].is_call)
		e->call = CALL_UNCLEAR;
	else if (e->median[0] == e->median[1])
		e->call = CALL_SAME;
	else
		e->call = call_direction(e);
}

void effects_call(struct effect *const effects[], size_t nr)
{
	double *p = memory_zalloc(nr * sizeof(*p));
	size_t tests = 0, i;

	for (i = 0; i < nr; i++)
		if (effects[i]->has_test)
			p[tests++] = effects[i]->p;
	permutation_holm(p, tests);
	for (tests = 0, i = 0; i < nr; i++) {
		if (effects[i]->has_test)
			effects[i]->p_holm = p[tests++];
		if (effects[i]->nr[0] && effects[i]->nr[1])
			call(effects[i]);
	}
	free(p);
}

const char *effect_call_name(enum effect_call call)
{
	static const char *const names[CALL_NR] = {
		[CALL_NONE]	= "",
		[CALL_SAME]	= "same",
		[CALL_MORE]	= "more",
		[CALL_FEWER]	= "fewer",
		[CALL_UNCLEAR]	= "not told apart",
	};

	return names[call];
}

char *effect_basis_text(const struct effect *e)
{
	const struct basis *b = &bases[e->basis];

	if (!b->behind)
		return memory_printf("%s", b->text);
	if (e->nr[0] == e->nr[1])
		return memory_printf("%s%zu%s", b->text, e->nr[0], b->behind);
	return memory_printf("%s%zu and %zu%s", b->text, e->nr[0], e->nr[1], b->behind);
}
