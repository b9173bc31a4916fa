// SPDX-License-Identifier: GPL-2.0
/* Expectations of how many exits there are. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "expect-check.h"
#include "output/format.h"
#include "select/thresholds.h"

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
