// SPDX-License-Identifier: GPL-2.0
#include "published-boots.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "literature/published.h"

static const char *const modes[2] = { "tdp", "shadow" };

static bool is_boot(const struct published *t, size_t row)
{
	const char *workload = published_value(t, &t->rows[row], "workload");

	return !strcmp(published_value(t, &t->rows[row], "metric"), "exits") &&
	       (!strcmp(workload, "boot") || !strcmp(workload, "full boot"));
}

static const char *source_of(const struct published *t, size_t row)
{
	return published_value(t, &t->rows[row], "source");
}

/* What a source says of all exits; if it does not, what it says of the reasons, added up. */
static double exits_of(const struct published *t, size_t first, const char *mode)
{
	double total = 0, sum = 0, value;
	size_t i;

	for (i = first; i < t->nr_rows; i++) {
		if (!is_boot(t, i) || strcmp(source_of(t, i), source_of(t, first)))
			continue;
		value = strtod(published_value(t, &t->rows[i], mode), NULL);
		if (*published_value(t, &t->rows[i], "reason"))
			sum += value;
		else
			total += value;
	}
	return total > 0 ? total : sum;
}

static bool begins_source(const struct published *t, size_t row)
{
	size_t i;

	for (i = 0; i < row; i++)
		if (is_boot(t, i) && !strcmp(source_of(t, i), source_of(t, row)))
			return false;
	return is_boot(t, row);
}

int published_boots_load(struct published_boots *b)
{
	struct published t;
	double exits;
	size_t i, m;

	memset(b, 0, sizeof(*b));
	if (published_load(&t, "exits.csv"))
		return -1;
	for (i = 0; i < t.nr_rows; i++) {
		for (m = 0; m < 2 && begins_source(&t, i); m++) {
			exits = exits_of(&t, i, modes[m]);
			if (exits <= 0)
				continue;
			b->least[m] = b->nr[m] ? fmin(b->least[m], exits) : exits;
			b->most[m] = fmax(b->most[m], exits);
			b->nr[m]++;
		}
	}
	published_free(&t);
	return 0;
}
