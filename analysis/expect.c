// SPDX-License-Identifier: GPL-2.0
#include "expect.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "account.h"
#include "format.h"
#include "nearly.h"
#include "platform.h"
#include "role.h"

const char *const outcome_texts[] = {
	[OUTCOME_HOLDS] = "holds",
	[OUTCOME_DIRECTION] = "direction holds, amount does not",
	[OUTCOME_BROKEN] = "**does not hold**",
	[OUTCOME_NOT_MEASURED] = "not measured",
	[OUTCOME_NOT_VISIBLE] = "not visible here",
};

#define SOURCE_CLEAN	"two clean published runs (course reports B and C)"
#define SOURCE_PVM	"PVM, SOSP 2023"
#define SOURCE_WALK	"CERN 2015; VMware; Agile Paging"

/* An average of fewer exits says little. */
#define MANY_EXITS	100

/**
 * struct expectation - one of them
 * @check: sets everything but the source
 * @role: of the exits that it is about
 * @what: for the text
 * @low: range of the ratio
 * @high: likewise
 */
struct expectation {
	void (*check)(struct expectation_result *result, const struct pairs *pairs,
		      const struct expectation *e);
	const char *source;
	enum role role;
	const char *what;
	double low;
	double high;
};

static const char *mode(const struct pairs *pairs, bool shadow)
{
	return record_mode_name(pairs->pair[0].vendor, shadow);
}

#define TEXT(result, ...) snprintf((result)->text, sizeof((result)->text), __VA_ARGS__)
#define OBSERVED(result, ...) \
	snprintf((result)->observed, sizeof((result)->observed), __VA_ARGS__)

/* Exits that the mode rules out, from the VMs' creation on. */
static void check_absent(struct expectation_result *result, const struct pairs *pairs,
			 const struct expectation *e)
{
	bool shadow = e->role == ROLE_TDP_ONLY;
	const struct record *r, *worst = NULL;
	int64_t count, sum = 0, most = 0;
	size_t i, cells = 0;

	TEXT(result, "%s: exits %s are exactly 0", mode(pairs, shadow),
	     role_text(e->role, pairs->pair[0].vendor));
	for (i = 0; i < pairs->nr; i++) {
		r = shadow ? pairs->pair[i].shadow : pairs->pair[i].tdp;
		if (!r)
			continue;
		cells++;
		count = role_sum(e->role, r->vendor, &r->window.end).count;
		sum += count;
		if (count > most) {
			most = count;
			worst = r;
		}
	}
	result->outcome = !cells ? OUTCOME_NOT_MEASURED : sum ? OUTCOME_BROKEN : OUTCOME_HOLDS;
	if (worst)
		OBSERVED(result, "%s exits in %zu cells, most in %s", format_int(sum).text, cells,
			 worst->id);
	else
		OBSERVED(result, "0 in %zu cells, from the VM's creation on", cells);
}

static const struct pair *find_boot(const struct pairs *pairs)
{
	size_t i;

	for (i = 0; i < pairs->nr; i++)
		if (pair_is_whole(&pairs->pair[i]) &&
		    !strcmp(pair_any(&pairs->pair[i])->measure, "boot"))
			return &pairs->pair[i];
	return NULL;
}

static void check_up_on_boot(struct expectation_result *result, const struct pairs *pairs,
			     const struct expectation *e)
{
	const struct pair *boot = find_boot(pairs);
	int64_t tdp, shadow;
	double ratio;

	TEXT(result, "boot: exits %s go up %.0f to %.0f times with %s",
	     role_text(e->role, pairs->pair[0].vendor), e->low, e->high, mode(pairs, true));
	result->outcome = OUTCOME_NOT_MEASURED;
	if (!boot)
		return;
	tdp = role_sum(e->role, boot->vendor, &boot->tdp->window.net).count;
	shadow = role_sum(e->role, boot->vendor, &boot->shadow->window.net).count;
	OBSERVED(result, "%s: %s with %s, %s with %s", format_change(tdp, shadow).text,
		 format_int(tdp).text, mode(pairs, false), format_int(shadow).text,
		 mode(pairs, true));
	ratio = tdp ? (double)shadow / tdp : INFINITY;
	if (shadow <= tdp)
		result->outcome = OUTCOME_BROKEN;
	else if (ratio >= e->low && ratio <= e->high)
		result->outcome = OUTCOME_HOLDS;
	else
		result->outcome = OUTCOME_DIRECTION;
}

/* Negative controls: paging has nothing to do with them. */
static void check_equal(struct expectation_result *result, const struct pairs *pairs,
			const struct expectation *e)
{
	const struct pair *p, *worst = NULL;
	int64_t tdp, shadow, worst_tdp = 0, worst_shadow = 0;
	size_t i, nr = 0, equal = 0;

	TEXT(result, "exits %s (%s) nearly equal in both modes: within %.0f %% or %d exits",
	     role_text(e->role, pairs->pair[0].vendor), e->what, 100 * NEARLY, FEW_EXITS);
	for (i = 0; i < pairs->nr; i++) {
		p = &pairs->pair[i];
		if (!pair_is_whole(p))
			continue;
		tdp = role_sum(e->role, p->vendor, &p->tdp->window.net).count;
		shadow = role_sum(e->role, p->vendor, &p->shadow->window.net).count;
		if (!tdp && !shadow)
			continue;
		nr++;
		equal += nearly_equal_exits(tdp, shadow);
		if (!worst || llabs(shadow - tdp) > llabs(worst_shadow - worst_tdp)) {
			worst = p;
			worst_tdp = tdp;
			worst_shadow = shadow;
		}
	}
	result->outcome = !nr ? OUTCOME_NOT_MEASURED :
			  equal == nr ? OUTCOME_HOLDS : OUTCOME_BROKEN;
	if (worst)
		OBSERVED(result, "in %zu of %zu workloads that have any; largest difference in "
			 "%s: %s and %s", equal, nr, worst->name,
			 format_int(worst_tdp).text, format_int(worst_shadow).text);
}

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

/* @what: words that the names of such workloads contain. */
static void check_slower(struct expectation_result *result, const struct pairs *pairs,
			 const struct expectation *e)
{
	const struct pair *p;
	size_t i, nr = 0, slower = 0, at = 0;
	int64_t tdp, shadow;

	TEXT(result, "slower with %s, in busy cycles: workloads of processes and page tables (%s)",
	     mode(pairs, true), e->what);
	for (i = 0; i < pairs->nr; i++) {
		p = &pairs->pair[i];
		if (!pair_is_whole(p) || !has_word(p->name, e->what))
			continue;
		tdp = account_busy(&p->tdp->window.net);
		shadow = account_busy(&p->shadow->window.net);
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

/* What nested paging's longer page walks cost. */
static void check_walks(struct expectation_result *result, const struct pairs *pairs,
			const struct expectation *e)
{
	const struct platform *platform = platform_find(pairs->pair[0].platform);
	const struct pair *p;
	int64_t tdp, shadow;
	size_t i;

	TEXT(result, "large working set that misses the TLB, page tables at rest: slower with %s",
	     mode(pairs, false));
	if (!platform->has_hardware) {
		result->outcome = OUTCOME_NOT_VISIBLE;
		OBSERVED(result, "page walks cost nothing on %s", pairs->pair[0].platform);
		return;
	}
	result->outcome = OUTCOME_NOT_MEASURED;
	for (i = 0; i < pairs->nr; i++) {
		p = &pairs->pair[i];
		if (!pair_is_whole(p) || !has_word(p->name, e->what))
			continue;
		tdp = account_busy(&p->tdp->window.net);
		shadow = account_busy(&p->shadow->window.net);
		result->outcome = shadow < tdp ? OUTCOME_HOLDS : OUTCOME_BROKEN;
		OBSERVED(result, "%s: busy cycles %s", p->name,
			 format_change(tdp, shadow).text);
		return;
	}
}

/* What one exit costs in KVM, over all workloads. */
static void check_round_trip(struct expectation_result *result, const struct pairs *pairs,
			     const struct expectation *e)
{
	struct ledger_row row, sum[2] = { { 0 }, { 0 } };
	const struct pair *p;
	double cost[2];
	size_t i, m;

	TEXT(result, "one exit %s (%s) costs nearly the same in both modes: within %.0f %%",
	     role_text(e->role, pairs->pair[0].vendor), e->what, 100 * NEARLY);
	for (i = 0; i < pairs->nr; i++) {
		p = &pairs->pair[i];
		for (m = 0; m < 2 && pair_is_whole(p); m++) {
			row = role_sum(e->role, p->vendor,
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
	OBSERVED(result, "%s and %s kernel cycles, %s", format_int(llround(cost[0])).text,
		 format_int(llround(cost[1])).text, format_times(cost[1] / cost[0]).text);
	result->outcome = fabs(log(cost[1] / cost[0])) <= log(1 + NEARLY) ? OUTCOME_HOLDS :
									     OUTCOME_BROKEN;
}

static const struct expectation expectations[] = {
	{ check_absent, SOURCE_CLEAN, ROLE_TDP_ONLY, "", 0, 0 },
	{ check_absent, SOURCE_CLEAN, ROLE_SHADOW_ONLY, "", 0, 0 },
	{ check_up_on_boot, SOURCE_CLEAN, ROLE_CR, "", 100, 500 },
	{ check_up_on_boot, SOURCE_CLEAN, ROLE_FAULT, "", 37, 290 },
	{ check_equal, SOURCE_CLEAN, ROLE_CPUID, "CPUID", 0, 0 },
	{ check_equal, SOURCE_CLEAN, ROLE_IO, "port I/O", 0, 0 },
	{ check_equal, SOURCE_CLEAN, ROLE_WBINVD, "WBINVD", 0, 0 },
	{ check_equal, SOURCE_CLEAN, ROLE_XSETBV, "XSETBV", 0, 0 },
	{ check_slower, SOURCE_PVM, ROLE_NR, "fork exec fault mmap mprotect process spawn", 0, 0 },
	{ check_round_trip, SOURCE_PVM, ROLE_CPUID, "CPUID", 0, 0 },
	{ check_round_trip, SOURCE_PVM, ROLE_MSR, "MSR", 0, 0 },
	{ check_round_trip, SOURCE_PVM, ROLE_IO, "port I/O", 0, 0 },
	{ check_walks, SOURCE_WALK, ROLE_NR, "memory tlb", 0, 0 },
};

size_t expect_count(void)
{
	return sizeof(expectations) / sizeof(expectations[0]);
}

void expect_check(struct expectation_result *result, size_t index, const struct pairs *pairs)
{
	const struct expectation *e = &expectations[index];

	memset(result, 0, sizeof(*result));
	e->check(result, pairs, e);
	result->source = e->source;
}
