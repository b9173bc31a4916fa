// SPDX-License-Identifier: GPL-2.0
/* Expectations of how many exits there are. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "expect-check.h"
#include "output/format.h"
#include "select/thresholds.h"
#include "select/cell-facts.h"
#include "select/same.h"

/* Exits that the mode rules out, from the VMs' creation on. */
void expect_absent(struct expectation_result *result, const struct expect_input *in,
		   const struct expectation *e)
{
	bool shadow = e->role == CLASS_TDP_ONLY;
	const struct record *r, *worst = NULL;
	int64_t count, sum = 0, most = 0;
	size_t i, cells = 0;

	EXPECT_TEXT(result, "%s: exits %s are exactly 0", expect_mode(in, shadow),
		    class_reasons(e->role, in->pairs->pair[0].vendor));
	for (i = 0; i < in->pairs->nr; i++) {
		r = shadow ? in->pairs->pair[i].shadow : in->pairs->pair[i].tdp;
		if (!r)
			continue;
		cells++;
		count = class_sum(e->role, r->vendor, &r->window.end).count;
		sum += count;
		if (count > most) {
			most = count;
			worst = r;
		}
	}
	result->outcome = !cells ? OUTCOME_NOT_MEASURED : sum ? OUTCOME_BROKEN : OUTCOME_HOLDS;
	if (worst)
		EXPECT_OBSERVED(result, "%s exits in %zu cells, most in %s", format_int(sum).text,
				cells, worst->id);
	else
		EXPECT_OBSERVED(result, "0 in %zu cells, from the VM's creation on", cells);
}

static int64_t count(enum exit_class role, const struct record *r)
{
	const struct ledger *net = &r->window.net;

	return role == CLASS_ALL ? net->exits : class_sum(role, r->vendor, net).count;
}

/* The ratio against its range; any range lies wholly above or below 1. */
static enum outcome judge(int64_t tdp, int64_t shadow, const struct expectation *e)
{
	double ratio = tdp ? (double)shadow / tdp : INFINITY;
	bool up = shadow > tdp, expected_up = e->low >= 1;

	/* Nearly equal is no direction. */
	if (up != expected_up || fabs(log(ratio)) <= log(1 + NEARLY))
		return OUTCOME_BROKEN;
	return ratio >= e->low && ratio <= e->high ? OUTCOME_HOLDS : OUTCOME_DIRECTION;
}

void expect_on_boot(struct expectation_result *result, const struct expect_input *in,
		    const struct expectation *e)
{
	const char *which = e->role == CLASS_ALL ? "" :
			    class_reasons(e->role, in->pairs->pair[0].vendor);
	const struct pair *boot = pairs_find_boot(in->pairs);
	int64_t tdp, shadow;

	EXPECT_TEXT(result, "boot: %s%s go %s %g to %g times with %s",
		    *which ? "exits " : "all exits", which, e->low >= 1 ? "up" : "down to",
		    e->low, e->high, expect_mode(in, true));
	result->outcome = OUTCOME_NOT_MEASURED;
	if (!boot)
		return;
	tdp = count(e->role, boot->tdp);
	shadow = count(e->role, boot->shadow);
	EXPECT_OBSERVED(result, "%s: %s with %s, %s with %s", format_change(tdp, shadow).text,
			format_int(tdp).text, expect_mode(in, false), format_int(shadow).text,
			expect_mode(in, true));
	if (llabs(shadow - tdp) > FEW_EXITS)
		result->outcome = judge(tdp, shadow, e);
	else
		EXPECT_OBSERVED(result, "%s with %s, %s with %s: too few to tell",
				format_int(tdp).text, expect_mode(in, false),
				format_int(shadow).text, expect_mode(in, true));
}

/* SVM enters a guest in real mode, with either paging. */
void expect_emulation(struct expectation_result *result, const struct expect_input *in,
		      const struct expectation *e)
{
	const struct pair *boot = pairs_find_boot(in->pairs);
	int64_t tdp, shadow;

	EXPECT_TEXT(result, "boot: %s", e->text);
	result->outcome = OUTCOME_NOT_MEASURED;
	if (in->pairs->pair[0].vendor != KVM_EXITMETER_VENDOR_VMX) {
		result->outcome = OUTCOME_NOT_VISIBLE;
		EXPECT_OBSERVED(result, "SVM runs real mode itself, with either paging");
		return;
	}
	if (!boot)
		return;
	tdp = boot->tdp->window.end.emulation;
	shadow = boot->shadow->window.end.emulation;
	result->outcome = !tdp && shadow ? OUTCOME_HOLDS : OUTCOME_BROKEN;
	EXPECT_OBSERVED(result, "%s runs with %s, %s with %s; the ledger keeps them apart, for the "
			"hardware made no exit", format_int(tdp).text, expect_mode(in, false),
			format_int(shadow).text, expect_mode(in, true));
}

/* Negative controls: paging has nothing to do with them. */
void expect_equal(struct expectation_result *result, const struct expect_input *in,
		  const struct expectation *e)
{
	const struct pair *p, *worst = NULL;
	int64_t tdp, shadow, worst_tdp = 0, worst_shadow = 0;
	size_t i, nr = 0, equal = 0;

	EXPECT_TEXT(result, "exits %s (%s) nearly equal in both modes: within %.0f %% or %d exits",
		    class_reasons(e->role, in->pairs->pair[0].vendor), e->what, 100 * NEARLY,
		    FEW_EXITS);
	for (i = 0; i < in->pairs->nr; i++) {
		p = &in->pairs->pair[i];
		if (!pair_is_whole(p))
			continue;
		tdp = class_sum(e->role, p->vendor, &p->tdp->window.net).count;
		shadow = class_sum(e->role, p->vendor, &p->shadow->window.net).count;
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
		EXPECT_OBSERVED(result, "in %zu of %zu workloads that have any; largest difference "
				"in %s: %s and %s", equal, nr, worst->name,
				format_int(worst_tdp).text, format_int(worst_shadow).text);
}

/*
 * Do they differ in nothing but this: does L2's kernel keep its page tables apart?  A
 * boot has no system calls, for it is measured up to the first process.
 */
static bool differ_in_kpti(const struct pair *a, const struct pair *b)
{
	const char *one = record_pti(a->tdp);
	const char *other = record_pti(b->tdp);

	return one && other && strcmp(one, other) && !record_is_boot(a->tdp) &&
	       record_same(a->tdp, b->tdp, SAME_BUT(SAME_SETTINGS)) && !*a->tdp->variant &&
	       record_has_only(b->tdp, "pti");
}

static bool has_kpti(const struct pair *p)
{
	return !strcmp(record_pti(p->tdp), "on");
}

static double exits_ratio(const struct pair *p)
{
	return (double)p->shadow->window.net.exits / p->tdp->window.net.exits;
}

void expect_kpti(struct expectation_result *result, const struct expect_input *in,
		 const struct expectation *e)
{
	const struct pair *plain, *varied, *on, *off;
	size_t i, k, nr = 0, wider = 0, at = 0;

	EXPECT_TEXT(result, "%s", e->text);
	for (i = 0; i < in->pairs->nr; i++) {
		for (k = 0; k < in->varied->nr; k++) {
			plain = &in->pairs->pair[i];
			varied = &in->varied->pair[k];
			if (!pair_is_whole(plain) || !pair_is_whole(varied) ||
			    !differ_in_kpti(plain, varied) || plain->tdp->window.net.exits <= 0 ||
			    varied->tdp->window.net.exits <= 0)
				continue;
			on = has_kpti(plain) ? plain : varied;
			off = on == plain ? varied : plain;
			nr++;
			wider += exits_ratio(on) > exits_ratio(off);
			if (at < sizeof(result->observed))
				at += snprintf(result->observed + at,
					       sizeof(result->observed) - at,
					       "%s%s: exits %s with it, %s without",
					       at ? "; " : "", plain->tdp->workload,
					       format_times(exits_ratio(on)).text,
					       format_times(exits_ratio(off)).text);
		}
	}
	result->outcome = !nr ? OUTCOME_NOT_MEASURED :
			  wider == nr ? OUTCOME_HOLDS : OUTCOME_BROKEN;
	if (!nr)
		EXPECT_OBSERVED(result, "no workload was measured with and without it");
}
