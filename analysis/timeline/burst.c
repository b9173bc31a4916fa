// SPDX-License-Identifier: GPL-2.0
#include "burst.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "ledger/class.h"
#include "record/facts/settings.h"
#include "select/cell-facts.h"
#include "util/memory.h"

/* A plateau's rate, as a part of the highest. */
#define STEADY		0.5
/* Its exits, as a part of all of their class. */
#define MOST		0.5
/* Shorter ones are a peak. */
#define MIN_SAMPLES	3

static bool patches_itself(const struct record *r)
{
	return r->shadow && record_is_boot(r) && r->vcpus == 1 &&
	       strcmp(record_setting(r, "replace_smp"), SETTING_OFF);
}

/* Exits for control registers, and all, of one sample. */
static struct ledger sample_sum(const struct cell_timeline *c, size_t sample, int64_t *of_class)
{
	struct ledger sum;

	cell_timeline_sum(c, sample, sample + 1, &sum);
	*of_class = class_count(CLASS_CR, c->r->vendor, &sum);
	return sum;
}

static double highest_rate(const struct cell_timeline *c, int64_t *all)
{
	double highest = 0;
	struct ledger sum;
	int64_t count;
	size_t i;

	*all = 0;
	for (i = 0; i < c->timeline.nr; i++) {
		sum = sample_sum(c, i, &count);
		*all += count;
		if (sum.wall > 0)
			highest = fmax(highest, (double)count / sum.wall);
	}
	return highest;
}

bool plateau_find(struct plateau *p, const struct cell_timeline *c)
{
	struct plateau now = { 0 };
	int64_t all, count, at = 0;
	double highest;
	struct ledger sum;
	size_t i;

	memset(p, 0, sizeof(*p));
	if (!patches_itself(c->r))
		return false;
	highest = highest_rate(c, &all);
	for (i = 0; i < c->timeline.nr; i++) {
		sum = sample_sum(c, i, &count);
		if (count <= 0 || count < STEADY * highest * sum.wall)
			now = (struct plateau) { .from = i + 1, .begin = at + sum.wall };
		at += sum.wall;
		if (now.from > i)
			continue;
		now.to = i + 1;
		now.end = at;
		now.of_class += count;
		now.exits += sum.exits;
		if (now.of_class > p->of_class)
			*p = now;
	}
	return p->to - p->from >= MIN_SAMPLES && p->of_class >= MOST * all;
}

struct timeline_phase burst_boot(const struct cell_timeline *c)
{
	const struct timeline_phase *start = cell_timeline_phase(c, PHASE_START);
	const struct timeline_phase *rest = cell_timeline_phase(c, PHASE_REST);

	return (struct timeline_phase) { "", "", start ? start->end : 0,
					 rest && c->nr_phases > 2 ? rest->begin : c->wall };
}

struct rate {
	int64_t exits;
	int64_t wall;
};

static int compare_rates(const void *a, const void *b)
{
	const struct rate *x = a, *y = b;
	double d = (double)y->exits * x->wall - (double)x->exits * y->wall;

	return (d > 0) - (d < 0);
}

/* The samples that end in the boot; Return: how many. */
static size_t rates_of_boot(const struct cell_timeline *c, struct rate *rates)
{
	struct timeline_phase boot = burst_boot(c);
	struct ledger sum;
	int64_t end = 0;
	size_t nr = 0, i;

	for (i = 0; i < c->timeline.nr; i++) {
		end += c->timeline.samples[i].wall;
		if (end <= boot.begin || end > boot.end)
			continue;
		cell_timeline_sum(c, i, i + 1, &sum);
		rates[nr++] = (struct rate) { sum.exits, sum.wall };
	}
	return nr;
}

double burst_busiest(const struct cell_timeline *c)
{
	struct rate *rates = memory_zalloc((c->timeline.nr + 1) * sizeof(*rates));
	struct timeline_phase boot = burst_boot(c);
	double left = BURST_BUSIEST * (boot.end - boot.begin), exits = 0;
	size_t nr = rates_of_boot(c, rates), i;
	int64_t all = 0;

	for (i = 0; i < nr; i++)
		all += rates[i].exits;
	qsort(rates, nr, sizeof(*rates), compare_rates);
	for (i = 0; i < nr && left > 0; left -= rates[i++].wall)
		exits += rates[i].exits * (rates[i].wall > left ? left / rates[i].wall : 1);
	free(rates);
	return all ? exits / all : 0;
}

double burst_highest(const struct cell_timeline *c)
{
	struct rate *rates = memory_zalloc((c->timeline.nr + 1) * sizeof(*rates));
	size_t nr = rates_of_boot(c, rates), i;
	double highest = 0;

	/* A sample that is cut short by the end of the window tells of a moment. */
	for (i = 0; i < nr; i++)
		if (rates[i].wall * 2e6 > c->timeline.interval_ns * c->khz)
			highest = fmax(highest,
				       rates[i].exits / cell_timeline_ms(c, rates[i].wall));
	free(rates);
	return highest;
}
