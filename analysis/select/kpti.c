// SPDX-License-Identifier: GPL-2.0
#include "kpti.h"

#include <string.h>

#include "cell-facts.h"
#include "same.h"

const char *const kpti_texts[KPTI_NR] = {
	[KPTI_OFF] = "KPTI off",
	[KPTI_ON] = "KPTI on",
	[KPTI_UNKNOWN] = "KPTI not recorded",
};

enum kpti record_kpti(const struct record *r)
{
	const char *pti = record_pti(r);

	return !pti ? KPTI_UNKNOWN : !strcmp(pti, "on") ? KPTI_ON : KPTI_OFF;
}

/* Settings as those of @like, or others in nothing but KPTI. */
static bool is_alike(const struct pair *p, const struct pair *like)
{
	return record_same(p->tdp, pair_any(like), SAME_WORKLOAD) &&
	       (record_same(p->tdp, pair_any(like), SAME_SETTINGS) ||
		record_has_only(p->tdp, "pti"));
}

static struct kpti_pair find(const struct pairs *pairs, const struct pair *like, enum kpti wanted)
{
	const struct pair *p;
	size_t i;

	for (i = 0; i < pairs->nr; i++) {
		p = &pairs->pair[i];
		if (pair_is_whole(p) && is_alike(p, like) && record_kpti(p->tdp) == wanted &&
		    record_kpti(p->shadow) == wanted)
			return (struct kpti_pair) { p, pairs };
	}
	return (struct kpti_pair) { NULL, NULL };
}

struct kpti_pair kpti_find(const struct pairs *plain, const struct pairs *varied,
			   const struct pair *like, enum kpti wanted)
{
	struct kpti_pair found = find(plain, like, wanted);

	return found.pair ? found : find(varied, like, wanted);
}
