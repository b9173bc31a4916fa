// SPDX-License-Identifier: GPL-2.0
/* Expectations of how long things take. */
#include <math.h>
#include <string.h>

#include "select/metric.h"
#include "ledger/account.h"
#include "expect-check.h"
#include "output/format.h"
#include "select/thresholds.h"
#include "record/facts/platform-facts.h"

/* Has a name one of some words in it? */
static bool has_word(const char *name, const char *words)
{
	const char *at = words;
	char word[32];
	int len;

	for (; sscanf(at, "%31s%n", word, &len) == 1; at += len)
		if (strstr(name, word))
			return true;
	return false;
}

static int64_t busy(const struct record *r)
{
	return metric_busy(&r->window.net);
}

void expect_slower(struct expectation_result *result, const struct expect_input *in,
		   const struct expectation *e)
{
	const struct pair *p;
	size_t i, nr = 0, slower = 0, at = 0;
	int64_t tdp, shadow;

	EXPECT_TEXT(result, "slower with %s, in busy cycles: workloads of processes and page "
		    "tables (%s)", expect_mode(in, true), e->what);
	for (i = 0; i < in->pairs->nr; i++) {
		p = &in->pairs->pair[i];
		if (!pair_is_whole(p) || !has_word(p->name, e->what))
			continue;
		tdp = busy(p->tdp);
		shadow = busy(p->shadow);
		nr++;
		slower += shadow > tdp;
		if (at < sizeof(result->observed))
			at += snprintf(result->observed + at, sizeof(result->observed) - at,
				       "%s%s %s", at ? ", " : "", p->name,
				       format_change(tdp, shadow).text);
	}
	result->outcome = !nr ? OUTCOME_NOT_MEASURED :
			  slower == nr ? OUTCOME_HOLDS : OUTCOME_BROKEN;
}

/* The first of the workloads with one of some words in its name. */
static const struct pair *find_workload(const struct pairs *pairs, const char *words)
{
	size_t i;

	for (i = 0; i < pairs->nr; i++)
		if (pair_is_whole(&pairs->pair[i]) &&
		    has_word(pairs->pair[i].name, words))
			return &pairs->pair[i];
	return NULL;
}

/* Nested paging's longer page walks make no exits. */
void expect_walks(struct expectation_result *result, const struct expect_input *in,
		  const struct expectation *e)
{
	const struct platform_facts *platform = platform_facts(in->pairs->pair[0].platform);
	const struct pair *p = find_workload(in->pairs, e->what);

	EXPECT_TEXT(result, "%s: slower with %s", e->text, expect_mode(in, false));
	if (!platform->has_hardware) {
		result->outcome = OUTCOME_NOT_VISIBLE;
		EXPECT_OBSERVED(result, "page walks cost nothing on %s",
				in->pairs->pair[0].platform);
		return;
	}
	result->outcome = OUTCOME_NOT_MEASURED;
	if (!p)
		return;
	result->outcome = busy(p->shadow) < busy(p->tdp) ? OUTCOME_HOLDS : OUTCOME_BROKEN;
	EXPECT_OBSERVED(result, "%s: busy cycles %s", p->name,
			format_change(busy(p->tdp), busy(p->shadow)).text);
}

void expect_round_trip(struct expectation_result *result, const struct expect_input *in,
		       const struct expectation *e)
{
	struct ledger_row row, sum[2] = { { 0 }, { 0 } };
	const struct pair *p;
	double cost[2];
	size_t i, m;

	EXPECT_TEXT(result, "one exit %s (%s) costs nearly the same in both modes: within %.0f %%",
		    class_reasons(e->role, in->pairs->pair[0].vendor), e->what, 100 * NEARLY);
	if (!platform_has_cycles(platform_facts(in->pairs->pair[0].platform))) {
		result->outcome = OUTCOME_NOT_VISIBLE;
		EXPECT_OBSERVED(result, "cycles are the emulator's time on %s",
				in->pairs->pair[0].platform);
		return;
	}
	for (i = 0; i < in->pairs->nr; i++) {
		p = &in->pairs->pair[i];
		for (m = 0; m < 2 && pair_is_whole(p); m++) {
			row = class_sum(e->role, p->vendor,
				       m ? &p->shadow->window.net : &p->tdp->window.net);
			sum[m].count += row.count;
			sum[m].kernel += row.kernel;
		}
	}
	result->outcome = OUTCOME_NOT_MEASURED;
	if (sum[0].count < MANY_EXITS || sum[1].count < MANY_EXITS)
		return;
	for (m = 0; m < 2; m++)
		cost[m] = (double)sum[m].kernel / sum[m].count;
	EXPECT_OBSERVED(result, "%s and %s kernel cycles, %s", format_int(llround(cost[0])).text,
			format_int(llround(cost[1])).text, format_times(cost[1] / cost[0]).text);
	result->outcome = fabs(log(cost[1] / cost[0])) <= log(1 + NEARLY) ? OUTCOME_HOLDS :
									     OUTCOME_BROKEN;
}
