// SPDX-License-Identifier: GPL-2.0
#include "effects.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "select/cell-facts.h"
#include "select/thresholds.h"
#include "util/memory.h"

static const struct pair *find_plain(const struct pairs *pairs, const struct pair *with)
{
	size_t i;

	for (i = 0; i < pairs->nr; i++)
		if (pair_is_whole(&pairs->pair[i]) &&
		    record_same_image(pair_any(&pairs->pair[i]), pair_any(with)) &&
		    !strcmp(pair_any(&pairs->pair[i])->workload, pair_any(with)->workload))
			return &pairs->pair[i];
	return NULL;
}

static double change_of(const struct spread *plain, const struct spread *with)
{
	if (nearly_equal_exits(llround(plain->median), llround(with->median)))
		return 0;
	if (plain->median <= 0 || with->median <= 0)
		return INFINITY;
	return fabs(log(with->median / plain->median));
}

static double change_of_net(const struct net nets[2])
{
	return fmax(change_of(&nets[0].tdp, &nets[1].tdp),
		    change_of(&nets[0].shadow, &nets[1].shadow));
}

static bool is_known(const struct effects *e, const struct pair *with)
{
	size_t i;

	for (i = 0; i < e->nr; i++)
		if (!strcmp(e->effect[i].with->name, with->name))
			return true;
	return false;
}

static void add(struct effects *e, const struct report *r, const struct pair *with,
		const struct setting *setting)
{
	static const struct net_quantity exits = { NET_EXITS, CLASS_ALL },
		kernel = { NET_KERNEL, CLASS_ALL }, busy = { NET_BUSY, CLASS_ALL };
	const struct pair *plain = find_plain(&r->pairs, with);
	struct effect *one;

	if (!plain) {
		e->nr_left_out++;
		return;
	}
	if (is_known(e, with))
		return;
	e->effect = memory_grow(e->effect, e->nr, sizeof(*e->effect));
	one = &e->effect[e->nr++];
	*one = (struct effect) {
		.with = with, .setting = setting,
		.value = record_setting(pair_any(with), setting->name),
		.exits = { net_of(&r->all, plain, &exits), net_of(&r->varied, with, &exits) },
		.kernel = { net_of(&r->all, plain, &kernel), net_of(&r->varied, with, &kernel) },
		.busy = { net_of(&r->all, plain, &busy), net_of(&r->varied, with, &busy) },
	};
	one->change = fmax(change_of_net(one->exits), change_of_net(one->busy));
}

static int in_order(const void *a, const void *b)
{
	const struct effect *x = a, *y = b;
	int differs;

	if (x->setting != y->setting)
		return x->setting < y->setting ? -1 : 1;
	differs = strcmp(x->value, y->value);
	if (differs)
		return differs;
	if (x->change != y->change)
		return x->change < y->change ? 1 : -1;
	return strcmp(x->with->name, y->with->name);
}

void effects_find(struct effects *e, const struct report *r, enum effects_of what)
{
	const struct setting *changed[SETTING_NR];
	const struct pair *p;
	size_t i;

	memset(e, 0, sizeof(*e));
	for (i = 0; i < r->varied.nr; i++) {
		p = &r->varied.pair[i];
		if (!pair_is_whole(p) || (what == EFFECTS_OF_JOBS && !pair_is_job(p)))
			continue;
		if (record_changed(pair_any(p), changed) == 1)
			add(e, r, p, changed[0]);
		else
			e->nr_left_out++;
	}
	if (e->nr)
		qsort(e->effect, e->nr, sizeof(*e->effect), in_order);
}

void effects_free(struct effects *e)
{
	free(e->effect);
}
