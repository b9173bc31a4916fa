// SPDX-License-Identifier: GPL-2.0
#include "repeats.h"

#include <stdlib.h>
#include <string.h>

#include "record/memory.h"

static struct repeats *find(struct repeats_list *list, const struct record *r)
{
	const struct record *any;
	size_t i;

	for (i = 0; i < list->nr; i++) {
		any = list->repeats[i].any;
		if (any->shadow == r->shadow && !strcmp(any->platform, r->platform) &&
		    !strcmp(any->name, r->name))
			return &list->repeats[i];
	}
	list->repeats = memory_grow(list->repeats, list->nr, sizeof(*list->repeats));
	list->repeats[list->nr].any = r;
	return &list->repeats[list->nr++];
}

static int by_seed(const void *a, const void *b)
{
	const struct record *const *x = a, *const *y = b;

	return ((*x)->seed > (*y)->seed) - ((*x)->seed < (*y)->seed);
}

void repeats_of_run(struct repeats_list *list, const struct run *run)
{
	const struct record *r;
	struct repeats *repeats;
	size_t i;

	memset(list, 0, sizeof(*list));
	for (i = 0; i < run->nr_records; i++) {
		r = run->records[i];
		if (r->unmeasured || record_observer(r))
			continue;
		repeats = find(list, r);
		if (!r->ok)
			continue;
		repeats->record = memory_grow(repeats->record, repeats->nr,
					      sizeof(struct record *));
		repeats->record[repeats->nr++] = r;
		/* A cell that failed may not tell its vendor. */
		repeats->any = r;
	}
	for (i = 0; i < list->nr; i++)
		if (list->repeats[i].nr)
			qsort(list->repeats[i].record, list->repeats[i].nr,
			      sizeof(struct record *), by_seed);
}

void repeats_free(struct repeats_list *list)
{
	size_t i;

	for (i = 0; i < list->nr; i++)
		free(list->repeats[i].record);
	free(list->repeats);
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
