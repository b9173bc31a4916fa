// SPDX-License-Identifier: GPL-2.0
/* The report's section about other people's measurements: what they predict, and what came of it. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "output/format.h"
#include "output/table.h"
#include "parts/prose.h"
#include "parts/report.h"
#include "prediction.h"
#include "record/facts/platform-facts.h"
#include "select/cell-facts.h"
#include "select/net.h"

struct tally {
	size_t all;
	size_t nr[PREDICTION_OUTCOMES];
};

static void count(struct tally *tally, const struct prediction_input *in)
{
	struct prediction p;
	size_t i;

	for (i = 0; i < prediction_count(); i++) {
		if (!prediction_make(&p, i, in))
			continue;
		tally->all++;
		tally->nr[p.outcome]++;
	}
}

static void say_tally(const struct report *r, const struct tally *tally)
{
	fprintf(r->f, "Each row is a factor that their numbers imply; it holds or fails here: "
		"**of %zu, %zu hold%s", tally->all, tally->nr[PREDICTION_HOLDS],
		tally->nr[PREDICTION_HOLDS] == 1 ? "s" : "");
	if (tally->nr[PREDICTION_OTHER_REASON])
		fprintf(r->f, ", %zu %s in the range for another reason",
			tally->nr[PREDICTION_OTHER_REASON],
			tally->nr[PREDICTION_OTHER_REASON] == 1 ? "is" : "are");
	if (tally->nr[PREDICTION_UNTESTED])
		fprintf(r->f, ", %zu %s in the range for an untested reason",
			tally->nr[PREDICTION_UNTESTED],
			tally->nr[PREDICTION_UNTESTED] == 1 ? "is" : "are");
	if (tally->nr[PREDICTION_DIRECTION])
		fprintf(r->f, ", %zu in direction only", tally->nr[PREDICTION_DIRECTION]);
	if (tally->nr[PREDICTION_FAILS])
		fprintf(r->f, ", %zu fail%s", tally->nr[PREDICTION_FAILS],
			tally->nr[PREDICTION_FAILS] == 1 ? "s" : "");
	fprintf(r->f, ".**\n\n");
}

static void print_table(const struct report *r, const struct prediction_input *in)
{
	static const char *const columns[] = {
		"<prediction", "<from", "EPT off / EPT on", "<here", "<outcome", NULL,
	};
	struct table *t = table_new(TABLE_MARKDOWN, columns);
	struct prediction p;
	size_t i;

	for (i = 0; i < prediction_count(); i++) {
		if (!prediction_make(&p, i, in))
			continue;
		table_text(t, "%s", p.text);
		table_text(t, "%s", p.source);
		table_text(t, "%s to %s", format_times(p.low).text, format_times(p.high).text);
		table_text(t, "%s", p.observed);
		table_text(t, "%s", prediction_texts[p.outcome]);
	}
	table_end(t, r->f);
	fputc('\n', r->f);
}

/* Does a boot stand for theirs that has no programs in it? */
static bool has_small_boot(const struct prediction_input *in)
{
	return !prediction_distribution(in->plain) && !prediction_distribution(in->varied) &&
	       pairs_find_boot(in->plain);
}

/* The same distribution on another platform, whose factor has no range to be judged by. */
static void say_elsewhere(const struct report *r)
{
	static const struct net_quantity exits = { .sum = NET_EXITS };
	const struct pair *p;
	struct report other;
	struct net n;
	size_t i;

	for (i = 0; i < r->nr_platforms; i++) {
		other = report_view(r, i);
		p = prediction_distribution(&other.all);
		if (!p || !strcmp(other.platform, r->platform))
			continue;
		n = net_of(&other.all, p, &exits);
		if (!n.factor.nr)
			continue;
		fprintf(r->f, "The same boot on `%s`%s%s: %s exits with %s and %s with %s, %s.\n\n",
			other.platform, record_pti(p->tdp) ? ", with KPTI " : "",
			record_pti(p->tdp) ? record_pti(p->tdp) : "",
			format_int(llround(n.tdp.median)).text, mode_prose(p->vendor, false),
			format_int(llround(n.shadow.median)).text, mode_prose(p->vendor, true),
			net_change(&n, false).text);
	}
}

static int print_section(const struct report *r, const struct prediction_input *in,
			 const struct tally *tally)
{
	const struct prose_value values[] = {
		{ "reason", tally->nr[PREDICTION_OTHER_REASON] ? "" : NULL },
		{ "small", has_small_boot(in) ? "" : NULL },
		{ "distribution", has_small_boot(in) ? NULL : "" }, { NULL, NULL },
	};

	fprintf(r->f, "## Do other people's measurements agree?\n\n");
	say_tally(r, tally);
	print_table(r, in);
	if (prose_print(r->f, "analysis/literature/others.md", values))
		return -1;
	say_elsewhere(r);
	fprintf(r->f, "Every published number that can be compared, row by row: ");
	report_link(r, DOCUMENT_CHECKS, "against published numbers");
	fprintf(r->f, ".\n\n");
	return 0;
}

static int write_others(const struct report *r)
{
	struct published exits, timings;
	const struct prediction_input in = { &exits, &timings, &r->all, &r->varied };
	struct tally tally = { .all = 0 };
	int err;

	if (!r->nr_platforms || !platform_has_cycles(platform_facts(r->platform)))
		return 0;
	err = published_load(&exits, "exits.csv");
	if (err)
		return err;
	err = published_load(&timings, "timings.csv");
	if (!err) {
		count(&tally, &in);
		if (tally.all)
			err = print_section(r, &in, &tally);
		published_free(&timings);
	}
	published_free(&exits);
	return err;
}

const struct topic_section section_others = {
	DOCUMENT_REPORT, 110, TOPIC_ONCE, NULL, write_others,
};
