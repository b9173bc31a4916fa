// SPDX-License-Identifier: GPL-2.0
#include "compare-runs.h"

#include <math.h>
#include <string.h>

#include "record/memory.h"
#include "record/message.h"

int comparison_make(struct comparison *c, const struct run *a, const struct run *b,
		    const char *workload, const char *figure, double fail_above)
{
	size_t i;

	memset(c, 0, sizeof(*c));
	c->run[0] = a;
	c->run[1] = b;
	c->fail_above = fail_above;
	c->is_chosen = figure;
	matches_of_runs(&c->matches, a, b, workload);
	identity_compare(&c->identity, &c->matches);
	contrasts_of_matches(&c->contrasts, &c->matches, figure, false);
	for (i = 0; i < c->matches.nr; i++)
		c->not_compared += !match_is_whole(&c->matches.match[i]);
	if (!c->matches.nr && workload)
		message("no workload in %s or %s fits \"%s\"; quote the pattern for the shell",
			a->folder, b->folder, workload);
	else if (!c->contrasts.nr && figure && c->not_compared < c->matches.nr)
		message("no figure fits \"%s\"; there are exits, kernel, guest, busy, wall, "
			"\"kind:*\" and \"reason:*\"", figure);
	else
		return 0;
	comparison_free(c);
	return -1;
}

void comparison_free(struct comparison *c)
{
	contrasts_free(&c->contrasts);
	identity_free(&c->identity);
	matches_free(&c->matches);
}

bool comparison_is_limited(const struct comparison *c, const struct contrast *contrast)
{
	return c->is_chosen || contrast->figure.class == FIGURE_SUM;
}

bool comparison_is_worse(const struct comparison *c, const struct contrast *contrast)
{
	const struct effect *e = &contrast->effect;
	double limit = e->median[0] + c->fail_above / 100 * fabs(e->median[0]);

	if (c->fail_above < 0 || !comparison_is_limited(c, contrast))
		return false;
	return e->median[1] > limit && e->basis != BASIS_OVERLAP &&
	       e->basis != BASIS_EXACT_DISAGREE;
}

size_t comparison_count_worse(const struct comparison *c)
{
	size_t nr = 0, i;

	for (i = 0; i < c->contrasts.nr; i++)
		nr += comparison_is_worse(c, &c->contrasts.contrast[i]);
	return nr;
}

char *comparison_lack(const struct comparison *c, const struct match *m, size_t side)
{
	if (!m->side[side])
		return memory_printf("not in %s", c->run[side]->folder);
	return m->side[side]->nr ? NULL : memory_printf("%s", m->side[side]->any->status);
}
