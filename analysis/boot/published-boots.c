// SPDX-License-Identifier: GPL-2.0
#include "published-boots.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "literature/published.h"
#include "output/format.h"
#include "parts/prose.h"
#include "select/cell-facts.h"

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

/**
 * struct range - over those who published a boot, in one mode
 * @nr: how many did
 * @least: exits
 * @most: exits
 */
struct range {
	size_t nr;
	double least;
	double most;
};

static struct range range_of(const struct published *t, const char *mode)
{
	struct range r = { 0 };
	double exits;
	size_t i;

	for (i = 0; i < t->nr_rows; i++) {
		exits = begins_source(t, i) ? exits_of(t, i, mode) : 0;
		if (exits <= 0)
			continue;
		r.least = r.nr ? fmin(r.least, exits) : exits;
		r.most = fmax(r.most, exits);
		r.nr++;
	}
	return r;
}

static struct format exits_text(const struct boot *b, bool shadow)
{
	return format_short((shadow ? b->pair->shadow : b->pair->tdp)->window.net.exits);
}

int published_boots_print(const struct report *r, const struct boots *b, const char *prose)
{
	const struct boot *debian = boots_distribution(b);
	struct format own[2] = { { "" }, { "" } };
	struct range on, off;
	struct published t;
	char reports[24], reports_off[24];

	if (published_load(&t, "exits.csv"))
		return -1;
	on = range_of(&t, "tdp");
	off = range_of(&t, "shadow");
	published_free(&t);
	snprintf(reports, sizeof(reports), "%zu", on.nr);
	snprintf(reports_off, sizeof(reports_off), "%zu", off.nr);
	if (debian) {
		own[0] = exits_text(debian, false);
		own[1] = exits_text(debian, true);
	}
	return prose_print(r->f, prose, (struct prose_value[]) {
		{ "reports", reports }, { "reports-off", reports_off },
		{ "debian", debian ? "" : NULL },
		{ "pti", debian ? record_pti(pair_any(debian->pair)) : NULL },
		{ "on", own[0].text }, { "off", own[1].text },
		{ "least", format_short(on.least).text }, { "most", format_short(on.most).text },
		{ "least-off", format_short(off.least).text },
		{ "most-off", format_short(off.most).text }, { NULL, NULL },
	});
}
