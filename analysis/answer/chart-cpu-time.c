// SPDX-License-Identifier: GPL-2.0
/* The report's first chart: each workload's CPU time in both modes, by what it is for. */
#include <stdlib.h>
#include <string.h>

#include "output/palette.h"
#include "parts/bars.h"
#include "ranked.h"
#include "select/cell-facts.h"
#include "util/memory.h"

static const enum colour colours[CAUSE_NR] = {
	[CAUSE_GUEST]		= COLOUR_GUEST,
	[CAUSE_CR]		= COLOUR_CR,
	[CAUSE_FAULT]		= COLOUR_FAULT,
	[CAUSE_MMIO]		= COLOUR_MMIO,
	[CAUSE_INVALIDATE]	= COLOUR_INVALIDATE,
	[CAUSE_OTHER]		= COLOUR_OTHER,
	[CAUSE_VMM]		= COLOUR_VMM,
};

static bool is_used(const struct ranked *r, size_t nr, enum cause cause)
{
	size_t i;

	for (i = 0; i < nr; i++)
		if (r[i].advice.causes.cycles[0][cause] > 0 ||
		    r[i].advice.causes.cycles[1][cause] > 0)
			return true;
	return false;
}

/* In percent of the work's CPU time with nested paging. */
static void add(struct bars *b, size_t index, const struct ranked *r, bool shadow)
{
	const struct advice *a = &r->advice;
	struct bars_part parts[CAUSE_NR];
	const struct format change = net_change(&a->busy, true);
	double whole = 0;
	enum cause cause;

	for (cause = 0; cause < CAUSE_NR; cause++)
		whole += a->causes.cycles[0][cause];

	for (cause = 0; cause < CAUSE_NR; cause++) {
		parts[cause].length = 100 * a->causes.cycles[shadow][cause] / whole;
		parts[cause].colour = colours[cause];
	}
	bars_add(b, index, shadow ? r->pair->shadow : r->pair->tdp, parts, CAUSE_NR,
		 shadow ? change.text : "");
}

/* What there is to see. */
static char *heading_of(const struct ranked *r, size_t nr)
{
	const char *off = mode_prose(r->pair->vendor, true);
	size_t more = 0, i;

	for (i = 0; i < nr; i++)
		more += r[i].advice.class >= ADVICE_FELT;
	if (!more)
		return memory_printf("With %s, none of %zu workloads takes more CPU time", off, nr);
	return memory_printf("With %s, %zu of %zu workloads take more CPU time, %s most: %s", off,
			     more, nr, r->pair->name,
			     net_change(&r->advice.busy, false).text);
}

/* @left_out: names of workloads that are not drawn, "" if all are */
static int draw_ranked(const struct charts *c, const struct ranked *r, size_t nr,
		       const char *left_out)
{
	struct pairs pairs = { memory_zalloc((nr + 1) * sizeof(struct pair)), nr };
	struct charts charts = *c;
	char *heading = heading_of(r, nr);
	char *axis = memory_printf("CPU time without start-up, 100 %% = with %s%s; less is better"
				   "%s%s",
				   mode_prose(r->pair->vendor, false),
				   r->advice.busy.difference.nr > 1 ? ", first seed" : "",
				   *left_out ? "; hardly runs, not drawn: " : "", left_out);
	struct bars b = { .heading = heading, .axis = axis, .percent = true };
	enum cause cause;
	size_t i;
	int err;

	for (i = 0; i < nr; i++)
		pairs.pair[i] = *r[i].pair;
	charts.jobs = &pairs;
	err = bars_begin(&b, &charts, "cpu-time", NULL);
	for (cause = 0; cause < CAUSE_NR && !err; cause++)
		if (is_used(r, nr, cause))
			bars_legend(&b, cause_name(&r->advice.causes, cause), colours[cause]);
	for (i = 0; i < nr && !err; i++) {
		add(&b, i, &r[i], false);
		add(&b, i, &r[i], true);
	}
	if (!err)
		err = bars_end(&b);
	free(heading);
	free(axis);
	free(pairs.pair);
	return err;
}

static int draw(const struct charts *c)
{
	struct pairs all, others;
	char *left_out = memory_printf("%s", "");
	struct ranked *ranked;
	size_t nr, kept, i;
	int err = 0;

	pairs_of_run(&all, c->run, c->platform);
	pairs_keep_plain(&all, &others);
	ranked = ranked_jobs(&all, c->jobs, c->detail, &nr);
	/* A bar needs something to be the 100 % of it; that of next to nothing would be the longest. */
	for (i = kept = 0; i < nr; i++)
		if (ranked[i].advice.is_idle)
			memory_append(&left_out, ", ", ranked[i].pair->name);
		else if (ranked[i].advice.busy.factor.nr)
			ranked[kept++] = ranked[i];
	if (kept)
		err = draw_ranked(c, ranked, kept, left_out);
	free(left_out);
	free(ranked);
	pairs_free(&all);
	pairs_free(&others);
	return err;
}

const struct topic_chart chart_cpu_time = { TOPIC_EACH_PLATFORM, draw };
