// SPDX-License-Identifier: GPL-2.0
#include "ranked.h"

#include <stdlib.h>
#include <string.h>

#include "util/memory.h"

static double key(const struct ranked *r)
{
	return r->advice.is_idle ? -1 : r->advice.busy.factor.median;
}

static int compare(const void *a, const void *b)
{
	const struct ranked *x = a, *y = b;

	if (key(x) != key(y))
		return key(x) < key(y) ? 1 : -1;
	return strcmp(x->pair->name, y->pair->name);
}

struct ranked *ranked_jobs(const struct pairs *all, const struct pairs *jobs,
			   const struct run *detail, size_t *nr)
{
	struct ranked *ranked = memory_zalloc((jobs->nr + 1) * sizeof(*ranked));
	const struct pair *p;
	size_t i;

	for (i = *nr = 0; i < jobs->nr; i++) {
		p = &jobs->pair[i];
		if (pair_is_whole(p))
			ranked[(*nr)++] = (struct ranked) { p, advice_of(all, p, detail) };
	}
	qsort(ranked, *nr, sizeof(*ranked), compare);
	return ranked;
}
