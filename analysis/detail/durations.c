// SPDX-License-Identifier: GPL-2.0
#include "durations.h"

#include <string.h>

#include "detail-csv.h"
#include "ledger/window/histogram.h"

static void add_mode(struct duration *all, const struct record *r, size_t mode)
{
	const struct detail *d = r ? record_detail(r, KVM_EXITMETER_FEATURE_HISTOGRAM) : NULL;
	unsigned int row;

	for (row = 0; d && row < r->window.net.nr_rows; row++) {
		all[row].row = row;
		all[row].buckets[mode] = d->buckets[row];
		all[row].exits[mode] = histogram_exits(d->buckets[row]);
	}
}

static int64_t larger(const struct duration *d)
{
	return d->exits[0] > d->exits[1] ? d->exits[0] : d->exits[1];
}

size_t durations_of_pair(struct duration durations[DURATIONS_MAX], const struct pair *p)
{
	struct duration all[LEDGER_MAX_ROWS] = { { 0 } };
	size_t nr = 0, at, row;

	add_mode(all, p->tdp, 0);
	add_mode(all, p->shadow, 1);
	for (row = 0; row < LEDGER_MAX_ROWS; row++) {
		if (!larger(&all[row]))
			continue;
		for (at = nr; at && larger(&durations[at - 1]) < larger(&all[row]); at--)
			if (at < DURATIONS_MAX)
				durations[at] = durations[at - 1];
		if (at == DURATIONS_MAX)
			continue;
		durations[at] = all[row];
		nr += nr < DURATIONS_MAX;
	}
	return nr;
}
