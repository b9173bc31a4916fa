// SPDX-License-Identifier: GPL-2.0
#include "pair.h"

#include <err.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "cell-facts.h"
#include "util/memory.h"
#include "same.h"

/* The group of workloads that do one thing again and again. */
#define GROUP_MECHANISM	"mechanism"

static void add_pair(struct pairs *pairs, const struct group *modes)
{
	const struct record *r = modes->record[0];
	struct pair *p;
	size_t i;

	pairs->pair = memory_grow(pairs->pair, pairs->nr, sizeof(*p));
	p = &pairs->pair[pairs->nr++];
	p->platform = r->platform;
	p->name = r->name;
	p->seed = r->seed;
	p->vendor = r->vendor;
	for (i = 0; i < modes->nr; i++)
		*(modes->record[i]->shadow ? &p->shadow : &p->tdp) = modes->record[i];
}

static void label(struct pairs *pairs)
{
	const struct group *seeds;
	struct groups groups;
	struct pair *p;
	size_t i;

	groups_begin(&groups, SAME_BUT(SAME_SEED | SAME_MODE));
	for (i = 0; i < pairs->nr; i++)
		groups_add(&groups, pair_any(&pairs->pair[i]));
	for (i = 0; i < pairs->nr; i++) {
		p = &pairs->pair[i];
		seeds = groups_find(&groups, pair_any(p));
		p->first_seed = seeds->record[0] == pair_any(p);
		p->label = seeds->nr > 1 ? memory_printf("%s seed %" PRId64, p->name, p->seed) :
					   memory_printf("%s", p->name);
	}
	groups_free(&groups);
}

void pairs_of_run(struct pairs *pairs, const struct run *run, const char *platform)
{
	const struct record *r;
	struct groups groups;
	size_t i;

	memset(pairs, 0, sizeof(*pairs));
	groups_begin(&groups, SAME_BUT(SAME_MODE));
	for (i = 0; i < run->nr_records; i++) {
		r = run->records[i];
		if (record_is_comparable(r) && (!platform || !strcmp(r->platform, platform)))
			groups_add(&groups, r);
	}
	for (i = 0; i < groups.nr; i++)
		add_pair(pairs, &groups.group[i]);
	groups_free(&groups);
	label(pairs);
}

static bool is_plain(const struct pair *p)
{
	const struct setting *changed[SETTING_NR];

	return !record_changed(pair_any(p), changed);
}

void pairs_keep_plain(struct pairs *pairs, struct pairs *others)
{
	size_t plain = 0, i;

	memset(others, 0, sizeof(*others));
	for (i = 0; i < pairs->nr; i++)
		plain += is_plain(&pairs->pair[i]);
	if (!plain)
		return;
	others->pair = memory_zalloc((pairs->nr - plain + 1) * sizeof(*others->pair));
	for (i = plain = 0; i < pairs->nr; i++) {
		if (is_plain(&pairs->pair[i]))
			pairs->pair[plain++] = pairs->pair[i];
		else
			others->pair[others->nr++] = pairs->pair[i];
	}
	pairs->nr = plain;
}

void pairs_append(struct pairs *pairs, struct pairs *more)
{
	size_t i;

	for (i = 0; i < more->nr; i++) {
		pairs->pair = memory_grow(pairs->pair, pairs->nr, sizeof(*pairs->pair));
		pairs->pair[pairs->nr++] = more->pair[i];
	}
	free(more->pair);
	memset(more, 0, sizeof(*more));
}

void pairs_keep_first_seeds(struct pairs *pairs)
{
	size_t i, kept = 0;

	for (i = 0; i < pairs->nr; i++) {
		free(pairs->pair[i].label);
		if (pairs->pair[i].first_seed)
			pairs->pair[kept++] = pairs->pair[i];
	}
	pairs->nr = kept;
	/* There is one of each name now. */
	for (i = 0; i < kept; i++)
		pairs->pair[i].label = memory_printf("%s", pairs->pair[i].name);
}

bool pair_is_job(const struct pair *p)
{
	return strcmp(pair_any(p)->file.group, GROUP_MECHANISM);
}

void pairs_of_jobs(struct pairs *jobs, const struct pairs *pairs)
{
	size_t i, nr = 0;

	for (i = 0; i < pairs->nr; i++)
		nr += pair_is_job(&pairs->pair[i]);
	memset(jobs, 0, sizeof(*jobs));
	jobs->pair = memory_zalloc((pairs->nr + 1) * sizeof(*jobs->pair));
	for (i = 0; i < pairs->nr; i++)
		if (!nr || pair_is_job(&pairs->pair[i]))
			jobs->pair[jobs->nr++] = pairs->pair[i];
}

size_t pairs_longest_name(const struct pairs *pairs)
{
	size_t longest = 0, i;

	for (i = 0; i < pairs->nr; i++)
		if (strlen(pairs->pair[i].name) > longest)
			longest = strlen(pairs->pair[i].name);
	return longest;
}

const struct pair *pairs_find_smp(const struct pairs *pairs, const struct pair *plain)
{
	const struct record *r;
	size_t i;

	for (i = 0; i < pairs->nr; i++) {
		r = pair_any(&pairs->pair[i]);
		if (pair_is_whole(&pairs->pair[i]) && r->vcpus > pair_any(plain)->vcpus &&
		    record_has_only(r, "vcpus") && record_same(r, pair_any(plain), SAME_WORKLOAD))
			return &pairs->pair[i];
	}
	return NULL;
}

const struct pair *pairs_find_boot(const struct pairs *pairs)
{
	size_t i;

	for (i = 0; i < pairs->nr; i++)
		if (pair_is_whole(&pairs->pair[i]) && record_is_boot(pair_any(&pairs->pair[i])))
			return &pairs->pair[i];
	return NULL;
}

void pairs_free(struct pairs *pairs)
{
	size_t i;

	for (i = 0; i < pairs->nr; i++)
		free(pairs->pair[i].label);
	free(pairs->pair);
}

size_t pairs_observed(const struct run *run)
{
	size_t n = 0, i;

	for (i = 0; i < run->nr_records; i++)
		n += run->records[i]->ok && record_observer(run->records[i]);
	return n;
}

void pairs_tell_left_out(const char *folder, size_t nr)
{
	if (nr)
		warnx("%s: %zu cell%s with an observer left out: its cycles are in theirs",
			folder, nr, nr == 1 ? "" : "s");
}

void pairs_tell_observed(const struct run *run)
{
	pairs_tell_left_out(run->folder, pairs_observed(run));
}

size_t platforms_of_run(const struct run *run, const char ***names)
{
	size_t nr = 0, i, k;

	*names = NULL;
	for (i = 0; i < run->nr_records; i++) {
		if (!record_is_comparable(run->records[i]))
			continue;
		for (k = 0; k < nr; k++)
			if (!strcmp((*names)[k], run->records[i]->platform))
				break;
		if (k < nr)
			continue;
		*names = memory_grow(*names, nr, sizeof(char *));
		(*names)[nr++] = run->records[i]->platform;
	}
	return nr;
}
