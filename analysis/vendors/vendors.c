// SPDX-License-Identifier: GPL-2.0
#include "vendors.h"

#include <stdlib.h>
#include <string.h>

#include "util/memory.h"
#include "select/same.h"

static void find_platform(struct side *side, const struct run *run)
{
	const char **names;
	size_t nr = platforms_of_run(run, &names), i;

	for (i = 0; i < nr && !side->platform; i++) {
		pairs_of_run(&side->pairs, run, names[i]);
		if (side->pairs.pair[0].vendor == side->vendor) {
			side->platform = names[i];
			pairs_keep_first_seeds(&side->pairs);
		} else {
			pairs_free(&side->pairs);
			memset(&side->pairs, 0, sizeof(side->pairs));
		}
	}
	free(names);
}

static const struct pair *find_whole(const struct pairs *pairs, const struct pair *like)
{
	size_t i;

	for (i = 0; i < pairs->nr; i++)
		if (pair_is_whole(&pairs->pair[i]) &&
		    record_same(pair_any(&pairs->pair[i]), pair_any(like),
				SAME_WORKLOAD | SAME_SETTINGS))
			return &pairs->pair[i];
	return NULL;
}

void vendors_of_run(struct vendors *s, const struct run *run)
{
	const struct pairs *vmx = &s->side[SIDE_VMX].pairs, *svm = &s->side[SIDE_SVM].pairs;
	const struct pair *other;
	size_t i;

	memset(s, 0, sizeof(*s));
	s->side[SIDE_VMX].vendor = KVM_EXITMETER_VENDOR_VMX;
	s->side[SIDE_SVM].vendor = KVM_EXITMETER_VENDOR_SVM;
	for (i = 0; i < SIDE_NR; i++)
		find_platform(&s->side[i], run);
	for (i = 0; i < vmx->nr; i++) {
		other = find_whole(svm, &vmx->pair[i]);
		if (!pair_is_whole(&vmx->pair[i]) || !pair_is_job(&vmx->pair[i]) || !other)
			continue;
		s->workloads = memory_grow(s->workloads, s->nr, sizeof(*s->workloads));
		s->workloads[s->nr++] = (struct vendors_workload){
			vmx->pair[i].name,
			{ &vmx->pair[i], other },
		};
	}
}

void vendors_free(struct vendors *s)
{
	size_t i;

	for (i = 0; i < SIDE_NR; i++)
		pairs_free(&s->side[i].pairs);
	free(s->workloads);
}
