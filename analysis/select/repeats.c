// SPDX-License-Identifier: GPL-2.0
#include "repeats.h"

#include <stdlib.h>
#include <string.h>

#include "util/memory.h"

static int by_seed(const void *a, const void *b)
{
	const struct record *const *x = a, *const *y = b;

	return ((*x)->seed > (*y)->seed) - ((*x)->seed < (*y)->seed);
}

/* Those that were measured; a cell that failed may not tell its vendor. */
static void set_repeats(struct repeats *repeats, const struct group *seeds)
{
	size_t i;

	repeats->any = seeds->record[0];
	for (i = 0; i < seeds->nr; i++) {
		if (!seeds->record[i]->ok)
			continue;
		repeats->record = memory_grow(repeats->record, repeats->nr,
					      sizeof(struct record *));
		repeats->record[repeats->nr++] = seeds->record[i];
		repeats->any = seeds->record[i];
	}
	if (repeats->nr)
		qsort(repeats->record, repeats->nr, sizeof(struct record *), by_seed);
}

void repeats_of_run(struct repeats_list *list, const struct run *run)
{
	const struct record *r;
	size_t i;

	memset(list, 0, sizeof(*list));
	groups_begin(&list->groups, SAME_BUT(SAME_SEED));
	for (i = 0; i < run->nr_records; i++) {
		r = run->records[i];
		if (!r->unmeasured && !record_observer(r))
			groups_add(&list->groups, r);
	}
	list->nr = list->groups.nr;
	list->repeats = memory_zalloc((list->nr + 1) * sizeof(*list->repeats));
	for (i = 0; i < list->nr; i++)
		set_repeats(&list->repeats[i], &list->groups.group[i]);
}

const struct repeats *repeats_find(const struct repeats_list *list, const struct record *like)
{
	const struct group *group = groups_find(&list->groups, like);

	return group ? &list->repeats[group - list->groups.group] : NULL;
}

void repeats_free(struct repeats_list *list)
{
	size_t i;

	for (i = 0; i < list->nr; i++)
		free(list->repeats[i].record);
	free(list->repeats);
	groups_free(&list->groups);
}

static int64_t value(const struct record *r, const struct metric *f)
{
	return metric_value(f, r->vendor, &r->window.net);
}

bool repeats_have(const struct repeats *r, const struct metric *f)
{
	size_t i;

	for (i = 0; i < r->nr; i++)
		if (value(r->record[i], f))
			return true;
	return false;
}

void repeats_sample(struct sample *sample, const struct repeats *r, const struct metric *f)
{
	size_t i;

	sample->nr = r->nr;
	sample->value = memory_zalloc(r->nr * sizeof(*sample->value));
	sample->seed = memory_zalloc(r->nr * sizeof(*sample->seed));
	for (i = 0; i < r->nr; i++) {
		sample->value[i] = value(r->record[i], f);
		sample->seed[i] = r->record[i]->seed;
	}
}

void sample_free(struct sample *sample)
{
	free(sample->value);
	free(sample->seed);
}
