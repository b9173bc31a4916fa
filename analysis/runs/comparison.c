// SPDX-License-Identifier: GPL-2.0
#include "comparison.h"

#include <ctype.h>
#include <err.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "util/memory.h"

static void lose(struct comparison *c, char *text)
{
	c->lost = memory_grow(c->lost, c->nr_lost, sizeof(*c->lost));
	c->lost[c->nr_lost++] = text;
}

/* Is it the name of a cell that differs from this one in nothing but the seed? */
static bool is_seed_of(const struct record *r, const char *id)
{
	char seed[24];
	size_t before = strlen(r->id) - (*r->variant ? strlen(r->variant) + 1 : 0) -
			snprintf(seed, sizeof(seed), "%" PRId64, r->seed);
	const char *behind = r->id + before + strlen(seed);

	if (strncmp(r->id, id, before) || !isdigit((unsigned char)id[before]))
		return false;
	return !strcmp(id + before + strspn(id + before, "0123456789"), behind);
}

static void find_lost(struct comparison *c, const struct match *m, size_t side)
{
	const struct repeats *repeats = m->side[side];
	const struct repeats_list *list = &c->matches.list[side];
	const struct group *group = &list->groups.group[repeats - list->repeats];
	const struct run *run = c->run[side];
	size_t i;

	for (i = 0; i < group->nr; i++)
		if (!group->record[i]->ok)
			lose(c, memory_printf("%s: %s in %s", group->record[i]->id,
					      group->record[i]->status, run->folder));
	for (i = 0; i < run->nr_missing; i++)
		if (is_seed_of(repeats->any, run->missing[i]))
			lose(c, memory_printf("%s: no record in %s", run->missing[i],
					      run->folder));
}

static void count_what_lacks(struct comparison *c)
{
	const struct match *m;
	size_t i;

	for (i = 0; i < c->matches.nr; i++) {
		m = &c->matches.match[i];
		if (!match_is_whole(m)) {
			c->not_compared++;
			continue;
		}
		find_lost(c, m, 0);
		find_lost(c, m, 1);
	}
}

int comparison_make(struct comparison *c, const struct run *a, const struct run *b,
		    const char *workload, const char *metric, double fail_above)
{
	memset(c, 0, sizeof(*c));
	c->run[0] = a;
	c->run[1] = b;
	c->fail_above = fail_above;
	c->is_chosen = metric;
	matches_of_runs(&c->matches, a, b, workload);
	identity_compare(&c->identity, &c->matches);
	differences_of_matches(&c->differences, &c->matches, metric, false);
	count_what_lacks(c);
	if (!c->matches.nr && workload)
		warnx("no workload in %s or %s fits \"%s\"; quote the pattern for the shell",
			a->folder, b->folder, workload);
	else if (!c->differences.nr && metric && c->not_compared < c->matches.nr)
		warnx("no metric fits \"%s\"; there are exits, kernel, guest, busy, wall, "
			"\"kind:*\" and \"reason:*\"",
			metric);
	else
		return 0;
	comparison_free(c);
	return -1;
}

void comparison_free(struct comparison *c)
{
	size_t i;

	for (i = 0; i < c->nr_lost; i++)
		free(c->lost[i]);
	free(c->lost);
	differences_free(&c->differences);
	identity_free(&c->identity);
	matches_free(&c->matches);
}

bool comparison_is_limited(const struct comparison *c, const struct difference *difference)
{
	return c->is_chosen || difference->metric.class == METRIC_SUM;
}

bool comparison_is_worse(const struct comparison *c, const struct difference *difference)
{
	const struct effect *e = &difference->effect;
	double limit = e->median[0] + c->fail_above / 100 * fabs(e->median[0]);

	if (c->fail_above < 0 || !comparison_is_limited(c, difference))
		return false;
	return e->median[1] > limit && e->basis != BASIS_OVERLAP &&
	       e->basis != BASIS_EXACT_DISAGREE;
}

size_t comparison_count_worse(const struct comparison *c)
{
	size_t nr = 0, i;

	for (i = 0; i < c->differences.nr; i++)
		nr += comparison_is_worse(c, &c->differences.difference[i]);
	return nr;
}

bool comparison_is_whole(const struct comparison *c)
{
	return c->matches.nr && !c->not_compared && !c->nr_lost;
}

char *comparison_lack(const struct comparison *c, const struct match *m, size_t side)
{
	const struct run *run = c->run[side];

	if (!m->side[side])
		return memory_printf(run_is_invalid(run, m->side[!side]->any->id) ?
				     "invalid in %s" : "not in %s", run->folder);
	return m->side[side]->nr ? NULL : memory_printf("%s", m->side[side]->any->status);
}
