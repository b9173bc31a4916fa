/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What programs do, in three kinds, each with workloads that do next to nothing else.  A mixture
 * lies between them, as much as it does of each.
 */
#ifndef EXITREPORT_ARCHETYPE_H
#define EXITREPORT_ARCHETYPE_H

#include "parts/machines.h"
#include "select/net.h"

#define ARCHETYPE_WORKLOADS	4

enum archetype_index {
	ARCHETYPE_COMPUTING,
	ARCHETYPE_SWITCHES,
	ARCHETYPE_PAGE_TABLES,
	ARCHETYPE_NR,
};

/**
 * struct archetype - one of them
 * @name: for tables
 * @name_in_sentence: for the subject of a sentence
 * @workloads: that stand for it; NULL for no more
 */
struct archetype {
	const char *name;
	const char *name_in_sentence;
	const char *workloads[ARCHETYPE_WORKLOADS];
};

extern const struct archetype archetypes[ARCHETYPE_NR];

/**
 * struct archetype_factors - what turning nested paging off does to an archetype's busy cycles
 * @nr: of its workloads that were measured and have a factor
 * @name: of each, in the order of the archetype
 * @net: of each
 * @least: index of the least factor's
 * @most: index of the greatest
 */
struct archetype_factors {
	size_t nr;
	const char *name[ARCHETYPE_WORKLOADS];
	struct net net[ARCHETYPE_WORKLOADS];
	size_t least;
	size_t most;
};

/* archetype_factors - on a machine; NULL has none */
struct archetype_factors archetype_factors(const struct archetype *a, const struct machine *m);

#endif
