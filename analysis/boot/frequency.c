// SPDX-License-Identifier: GPL-2.0
#include "frequency.h"

#include <stdlib.h>
#include <string.h>

#include "select/cell-facts.h"

static int by_share(const void *a, const void *b)
{
	const struct reason_share *x = a, *y = b;

	if (x->share != y->share)
		return x->share < y->share ? 1 : -1;
	return (x->row > y->row) - (x->row < y->row);
}

/* What one workload adds; the exits of a row can be fewer than those of starting up. */
static void add(struct reason_share *all, const struct ledger *l)
{
	int64_t exits = 0;
	unsigned int row;

	for (row = 0; row < l->nr_reasons; row++)
		exits += l->rows[row].count > 0 ? l->rows[row].count : 0;
	for (row = 0; row < l->nr_reasons; row++) {
		if (l->rows[row].count <= 0)
			continue;
		all[row].count += l->rows[row].count;
		all[row].kernel += l->rows[row].kernel;
		all[row].nr_workloads++;
		all[row].share += (double)l->rows[row].count / exits;
	}
}

static bool has_exits(const struct ledger *l)
{
	unsigned int row;

	for (row = 0; row < l->nr_reasons; row++)
		if (l->rows[row].count > 0)
			return true;
	return false;
}

static void finish(struct frequency *f, const struct reason_share *all, unsigned int nr)
{
	struct reason_share *one;
	unsigned int row;

	for (row = 0; row < nr; row++) {
		if (all[row].count <= 0)
			continue;
		one = &f->reason[f->nr++];
		*one = all[row];
		one->row = row;
		one->share /= f->nr_workloads;
	}
	qsort(f->reason, f->nr, sizeof(*f->reason), by_share);
}

void frequency_of(struct frequency *f, const struct record *r)
{
	struct reason_share all[LEDGER_MAX_ROWS] = { { 0 } };

	memset(f, 0, sizeof(*f));
	f->nr_workloads = 1;
	add(all, &r->window.net);
	finish(f, all, r->window.net.nr_reasons);
}

void frequency_of_jobs(struct frequency *f, const struct pairs *jobs, bool shadow)
{
	struct reason_share all[LEDGER_MAX_ROWS] = { { 0 } };
	const struct record *r;
	unsigned int nr = 0;
	struct ledger work;
	size_t i;

	memset(f, 0, sizeof(*f));
	for (i = 0; i < jobs->nr; i++) {
		r = shadow ? jobs->pair[i].shadow : jobs->pair[i].tdp;
		if (!r || record_is_boot(r) || record_is_distribution(r))
			continue;
		work = record_work(r);
		if (!has_exits(&work))
			continue;
		nr = work.nr_reasons;
		f->nr_workloads++;
		add(all, &work);
	}
	finish(f, all, nr);
}

size_t frequency_least(const struct frequency *f, size_t named)
{
	size_t at = f->nr > named ? f->nr - named : 0;

	while (at && f->reason[at - 1].share == f->reason[at].share)
		at--;
	return at;
}

const struct reason_share *frequency_find(const struct frequency *f, unsigned int row)
{
	size_t i;

	for (i = 0; i < f->nr; i++)
		if (f->reason[i].row == row)
			return &f->reason[i];
	return NULL;
}
