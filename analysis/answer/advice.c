// SPDX-License-Identifier: GPL-2.0
#include "advice.h"

#include <math.h>

#include "select/thresholds.h"

static const char *const class_texts[ADVICE_NR] = {
	[ADVICE_WINS]		= "**It saves CPU time**, over 2 %",
	[ADVICE_NOTHING]	= "**It does not matter**: within 2 %, or seeds that do not agree",
	[ADVICE_FELT]		= "**It is felt**: 2 to 25 % more CPU time",
	[ADVICE_HURTS]		= "**It hurts**: over 25 % more CPU time",
};

static enum advice_class classify(const struct advice *a)
{
	const struct spread *f = &a->busy.factor;

	/* Seeds that lie on both sides of 1 tell no direction. */
	if (!f->nr || a->is_idle || (f->min < 1 && f->max > 1))
		return ADVICE_NOTHING;
	if (f->median > 1 + ADVICE_HURTS_FROM)
		return ADVICE_HURTS;
	if (f->median > 1 + SAME_BUSY)
		return ADVICE_FELT;
	return f->median < 1 - SAME_BUSY ? ADVICE_WINS : ADVICE_NOTHING;
}

static double nested_median(const struct pairs *all, const struct pair *p, enum net_sum sum)
{
	const struct net_quantity q = { .sum = sum };

	return net_of(all, p, &q).tdp.median;
}

static void find_cause(struct advice *a)
{
	enum cause cause;
	double added;

	a->cause = CAUSE_NR;
	for (cause = 0; cause < CAUSE_NR; cause++) {
		added = a->causes.cycles[1][cause] - a->causes.cycles[0][cause];
		if (added <= 0)
			continue;
		a->grown += added;
		if (added <= a->added)
			continue;
		a->added = added;
		a->cause = cause;
	}
}

struct advice advice_of(const struct pairs *all, const struct pair *p, const struct run *detail)
{
	const struct net_quantity busy = { .sum = NET_BUSY };
	struct advice a = { .busy = net_of(all, p, &busy), .causes = causes_of(p, detail) };

	a.elapsed = a.busy.tdp.median + nested_median(all, p, NET_BLOCKED) +
		    nested_median(all, p, NET_OFFCPU);
	a.is_idle = a.elapsed > 0 && fabs(a.busy.difference.median) < ADVICE_IDLE * a.elapsed &&
		    fabs(a.busy.factor.median - 1) > SAME_BUSY;
	a.class = classify(&a);
	find_cause(&a);
	return a;
}

const char *advice_class_text(enum advice_class class)
{
	return class_texts[class];
}
