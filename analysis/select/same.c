// SPDX-License-Identifier: GPL-2.0
#include "same.h"

#include <stdlib.h>
#include <string.h>

#include "util/memory.h"

/* Slots at first; a power of 2, as it stays. */
#define FEW_SLOTS	64

bool record_same(const struct record *a, const struct record *b, unsigned int what)
{
	return (!(what & SAME_SEED) || a->seed == b->seed) &&
	       (!(what & SAME_MODE) || a->shadow == b->shadow) &&
	       (!(what & SAME_WORKLOAD) || !strcmp(a->workload, b->workload)) &&
	       (!(what & SAME_SETTINGS) || !strcmp(a->variant, b->variant)) &&
	       (!(what & SAME_PLATFORM) || !strcmp(a->platform, b->platform));
}

/* FNV-1a */
static void mix(uint64_t *hash, const void *data, size_t size)
{
	const unsigned char *byte = data;

	while (size--)
		*hash = (*hash ^ *byte++) * 0x100000001b3;
}

static size_t hash_of(const struct record *r, unsigned int what)
{
	uint64_t hash = 0xcbf29ce484222325;

	if (what & SAME_SEED)
		mix(&hash, &r->seed, sizeof(r->seed));
	if (what & SAME_MODE)
		mix(&hash, &r->shadow, sizeof(r->shadow));
	if (what & SAME_WORKLOAD)
		mix(&hash, r->workload, strlen(r->workload) + 1);
	if (what & SAME_SETTINGS)
		mix(&hash, r->variant, strlen(r->variant) + 1);
	if (what & SAME_PLATFORM)
		mix(&hash, r->platform, strlen(r->platform) + 1);
	return hash;
}

/* Where the group of a cell is, or is to be. */
static size_t *find_slot(const struct groups *g, const struct record *r)
{
	size_t at = hash_of(r, g->what) & (g->nr_slots - 1);

	while (g->slots[at] && !record_same(g->group[g->slots[at] - 1].record[0], r, g->what))
		at = (at + 1) & (g->nr_slots - 1);
	return &g->slots[at];
}

void groups_begin(struct groups *g, unsigned int what)
{
	memset(g, 0, sizeof(*g));
	g->what = what;
	g->nr_slots = FEW_SLOTS;
	g->slots = memory_zalloc(g->nr_slots * sizeof(*g->slots));
}

static void grow(struct groups *g)
{
	size_t i;

	free(g->slots);
	g->nr_slots *= 2;
	g->slots = memory_zalloc(g->nr_slots * sizeof(*g->slots));
	for (i = 0; i < g->nr; i++)
		*find_slot(g, g->group[i].record[0]) = i + 1;
}

size_t groups_add(struct groups *g, const struct record *r)
{
	struct group *group;
	size_t *slot;

	if (2 * g->nr >= g->nr_slots)
		grow(g);
	slot = find_slot(g, r);
	if (!*slot) {
		g->group = memory_grow(g->group, g->nr, sizeof(*g->group));
		*slot = ++g->nr;
	}
	group = &g->group[*slot - 1];
	group->record = memory_grow(group->record, group->nr, sizeof(*group->record));
	group->record[group->nr++] = r;
	return *slot - 1;
}

const struct group *groups_find(const struct groups *g, const struct record *like)
{
	size_t slot = *find_slot(g, like);

	return slot ? &g->group[slot - 1] : NULL;
}

void groups_free(struct groups *g)
{
	size_t i;

	for (i = 0; i < g->nr; i++)
		free(g->group[i].record);
	free(g->group);
	free(g->slots);
}
