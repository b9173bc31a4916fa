// SPDX-License-Identifier: GPL-2.0
#include "archetype.h"

const struct archetype archetypes[ARCHETYPE_NR] = {
	[ARCHETYPE_COMPUTING] = {
		"computing", "computing", { "sysbench-cpu", "sysbench-memory" },
	},
	[ARCHETYPE_SWITCHES] = {
		"system calls and switches", "work made of system calls and switches",
		{ "syscall", "sysbench-threads", "context-switch" },
	},
	[ARCHETYPE_PAGE_TABLES] = {
		"page-table changes", "work that changes page tables",
		{ "page-touch", "fork-exit", "fork-exec", "compile" },
	},
};

struct archetype_factors archetype_factors(const struct archetype *a, const struct machine *m)
{
	static const struct net_quantity busy = { .sum = NET_BUSY };
	struct archetype_factors f = { .nr = 0 };
	const struct pair *p;
	size_t i;

	for (i = 0; m && i < ARCHETYPE_WORKLOADS && a->workloads[i]; i++) {
		p = machine_pair(m, a->workloads[i]);
		if (!p)
			continue;
		f.net[f.nr] = net_of(&m->pairs, p, &busy);
		if (!f.net[f.nr].factor.nr)
			continue;
		f.name[f.nr] = a->workloads[i];
		if (f.net[f.nr].factor.median < f.net[f.least].factor.median)
			f.least = f.nr;
		if (f.net[f.nr].factor.median > f.net[f.most].factor.median)
			f.most = f.nr;
		f.nr++;
	}
	return f;
}
