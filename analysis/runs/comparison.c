// SPDX-License-Identifier: GPL-2.0
#include "comparison.h"

#include <err.h>
#include <math.h>
#include <string.h>

#include "util/memory.h"

int comparison_make(struct comparison *c, const struct run *a, const struct run *b,
		    const char *workload, const char *metric, double fail_above)
{
	size_t i;

	memset(c, 0, sizeof(*c));
	c->run[0] = a;
	c->run[1] = b;
	c->fail_above = fail_above;
	c->is_chosen = metric;
	matches_of_runs(&c->matches, a, b, workload);
	identity_compare(&c->identity, &c->matches);
	differences_of_matches(&c->differences, &c->matches, metric, false);
	for (i = 0; i < c->matches.nr; i++)
		c->not_compared += !match_is_whole(&c->matches.match[i]);
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

char *comparison_lack(const struct comparison *c, const struct match *m, size_t side)
{
	const struct run *run = c->run[side];

	if (!m->side[side])
		return memory_printf(run_is_invalid(run, m->side[!side]->any->id) ?
				     "invalid in %s" : "not in %s", run->folder);
	return m->side[side]->nr ? NULL : memory_printf("%s", m->side[side]->any->status);
}
