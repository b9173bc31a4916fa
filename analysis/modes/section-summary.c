// SPDX-License-Identifier: GPL-2.0
/* The report's findings in words: sentences made from values. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "chart-heatmap.h"
#include "ledger/account.h"
#include "parts/charts.h"
#include "modes-table.h"
#include "literature/expect.h"
#include "output/format.h"
#include "statistics/median.h"
#include "util/memory.h"
#include "record/facts/platform-facts.h"
#include "parts/report.h"
#include "ledger/row.h"
#include "select/cell-facts.h"
#include "select/thresholds.h"
#include "select/metric.h"

/* A smaller part of a window than this is how one start differs from another. */
#define MOSTLY_START	0.1
/* Reasons named in a sentence. */
#define NAMED		4

typedef int64_t (*metric)(const struct ledger *l);

/* How the ratio of a metric spreads over the workloads. */
struct spread {
	size_t nr;
	size_t more;
	size_t fewer;
	double median;
	double min;
	double max;
	const char *min_label;
	const char *max_label;
};

/* Without starting the program; 0 if next to nothing is left then. */
static int64_t of_work(const struct record *r, metric m)
{
	struct ledger work = record_work(r);
	int64_t value = m(&work);

	return value > MOSTLY_START * m(&r->window.net) ? value : 0;
}

/* Of the work alone; 0 if there is none to compare. */
static double ratio_of(const struct pair *p, metric m)
{
	int64_t tdp = of_work(p->tdp, m), shadow = of_work(p->shadow, m);

	return tdp && shadow ? (double)shadow / tdp : 0;
}

/* The median over a workload's seeds; 0 if none can be compared. */
static double median_ratio(const struct report *r, const struct pair *p, metric m)
{
	double *ratios = memory_zalloc((r->all.nr + 1) * sizeof(*ratios)), middle;
	size_t nr = 0, i;

	for (i = 0; i < r->all.nr; i++) {
		const struct pair *seed = &r->all.pair[i];

		if (!pair_is_whole(seed) || strcmp(seed->name, p->name))
			continue;
		ratios[nr] = ratio_of(seed, m);
		nr += ratios[nr] > 0;
	}
	middle = nr ? median(ratios, nr) : 0;
	free(ratios);
	return middle;
}

/* The same workload with other settings is not another workload. */
static bool is_variant(const struct report *r, const struct pair *p)
{
	size_t i;

	if (!*pair_any(p)->variant)
		return false;
	for (i = 0; i < r->jobs.nr; i++)
		if (!strcmp(r->jobs.pair[i].name, pair_any(p)->workload))
			return true;
	return false;
}

static void measure(struct spread *s, const struct report *r, metric m)
{
	double *ratios = memory_zalloc((r->jobs.nr + 1) * sizeof(*ratios)), ratio;
	const struct pair *p;
	size_t i;

	memset(s, 0, sizeof(*s));
	for (i = 0; i < r->jobs.nr; i++) {
		p = &r->jobs.pair[i];
		ratio = is_variant(r, p) ? 0 : median_ratio(r, p, m);
		if (ratio <= 0)
			continue;
		ratios[s->nr++] = ratio;
		s->more += ratio > 1 + SAME;
		s->fewer += ratio < 1 - SAME;
		if (!s->min_label || ratio < s->min) {
			s->min = ratio;
			s->min_label = p->name;
		}
		if (!s->max_label || ratio > s->max) {
			s->max = ratio;
			s->max_label = p->name;
		}
	}
	s->median = median(ratios, s->nr);
	free(ratios);
}

static void say_part(FILE *f, size_t nr, size_t of, const char *what, const char **separator)
{
	if (!nr)
		return;
	/* The first part says what of. */
	if (!**separator)
		fprintf(f, "%s %zu of %zu workloads", what, nr, of);
	else
		fprintf(f, "%s%s %zu", *separator, what, nr);
	*separator = ", ";
}

static void say_spread(const struct report *r, const char *what, metric m)
{
	const char *separator = "";
	struct spread s;

	measure(&s, r, m);
	if (!s.nr)
		return;
	fprintf(r->f, "- **%s** with %s: ", what, report_mode(r, true));
	say_part(r->f, s.more, s.nr, "more in", &separator);
	say_part(r->f, s.fewer, s.nr, "fewer in", &separator);
	say_part(r->f, s.nr - s.more - s.fewer, s.nr, "the same within 1 % in", &separator);
	fprintf(r->f, ". From %s (%s) to %s (%s), median %s.\n", format_times(s.min).text,
		s.min_label, format_times(s.max).text, s.max_label, format_times(s.median).text);
}

/* Is there a workload of which both modes were measured? */
static bool has_comparison(const struct report *r)
{
	size_t i;

	for (i = 0; i < r->jobs.nr; i++)
		if (pair_is_whole(&r->jobs.pair[i]))
			return true;
	return false;
}

/* Of L2's kernel: does it keep page tables of its own? NULL if not all are alike. */
static const char *common_pti(const struct report *r)
{
	const char *pti = NULL, *this;
	const struct record *record;
	size_t i;

	for (i = 0; i < r->jobs.nr; i++) {
		record = pair_any(&r->jobs.pair[i]);
		this = record_pti(record);
		if (!this || (pti && strcmp(pti, this)))
			return NULL;
		pti = this;
	}
	return pti;
}

static int write_answer(const struct report *r)
{
	struct spread e, k, b;
	const char *pti;

	if (!has_comparison(r)) {
		fprintf(r->f, "`%s`: no workload was measured in both paging modes; there is "
			"nothing to compare.\n\n", r->platform);
		return 0;
	}
	measure(&e, r, metric_exits);
	measure(&k, r, metric_kernel);
	measure(&b, r, metric_busy);
	if (!e.nr || !k.nr || !b.nr) {
		fprintf(r->f, "`%s`: next to nothing was measured but the start of programs; there "
			"is no factor to give.\n\n", r->platform);
		return 0;
	}
	fprintf(r->f, "**On `%s`, turning nested paging off multiplies, in the median of %zu "
		"workload%s, the exits by %s", r->platform, e.nr, e.nr == 1 ? "" : "s",
		format_times(e.median).text + strlen("\u00d7"));
	if (platform_has_cycles(platform_facts(r->platform))) {
		fprintf(r->f, ", the cycles that KVM spends on them by %s, and the busy cycles, "
			"all but waiting, by %s.** The busy cycles change least in %s (%s), most in %s "
			"(%s).", format_times(k.median).text + strlen("\u00d7"),
			format_times(b.median).text + strlen("\u00d7"), b.min_label,
			format_times(b.min).text, b.max_label, format_times(b.max).text);
	} else {
		fprintf(r->f, ".** Its cycles tell of the emulator.");
	}
	fprintf(r->f, " What starting the programs takes is taken off.");
	pti = common_pti(r);
	if (pti)
		fprintf(r->f, " KPTI in the guest is %s.", pti);
	fprintf(r->f, "\n\n");
	return 0;
}

const struct topic_section section_answer = { DOCUMENT_REPORT, 10, TOPIC_EACH_PLATFORM, NULL, write_answer };

/* A reason over all workloads that were measured in both modes. */
struct total {
	unsigned int row;
	int64_t tdp;
	int64_t shadow;
};

static size_t total_rows(struct total totals[LEDGER_MAX_ROWS], const struct pairs *pairs,
			 bool cycles)
{
	const struct ledger_row *a, *b;
	const struct pair *p;
	unsigned int row;
	size_t nr = 0, i;

	for (row = 0; row < LEDGER_MAX_ROWS; row++) {
		struct total t = { row, 0, 0 };

		for (i = 0; i < pairs->nr; i++) {
			p = &pairs->pair[i];
			if (!pair_is_whole(p) ||
			    row >= reason_count(p->vendor) + KVM_EXITMETER_ROW_STARTUP)
				continue;
			a = &p->tdp->window.net.rows[row];
			b = &p->shadow->window.net.rows[row];
			t.tdp += cycles ? a->kernel : a->count;
			t.shadow += cycles ? b->kernel : b->count;
		}
		if (t.tdp || t.shadow)
			totals[nr++] = t;
	}
	return nr;
}

static int compare_changes(const void *a, const void *b)
{
	const struct total *x = a, *y = b;
	int64_t dx = x->shadow - x->tdp, dy = y->shadow - y->tdp;

	return (dx < dy) - (dx > dy);
}

static void say_only(const struct report *r, const struct total *totals, size_t nr, bool shadow)
{
	size_t i, said = 0;
	int64_t here, there;

	for (i = 0; i < nr; i++) {
		here = shadow ? totals[i].shadow : totals[i].tdp;
		there = shadow ? totals[i].tdp : totals[i].shadow;
		if (there > 0 || here <= 0)
			continue;
		fprintf(r->f, "%s%s (%s)", said++ ? ", " : "",
			row_label(r->jobs.pair[0].vendor, totals[i].row).text,
			format_int(here).text);
	}
	if (!said)
		fprintf(r->f, "none");
}

static void say_appearing(const struct report *r)
{
	struct total totals[LEDGER_MAX_ROWS];
	size_t nr = total_rows(totals, &r->jobs, false);

	fprintf(r->f, "- **Reasons of one mode only**, with the exits of all workloads together. "
		"Only with %s: ", report_mode(r, true));
	say_only(r, totals, nr, true);
	fprintf(r->f, ". Only with %s: ", report_mode(r, false));
	say_only(r, totals, nr, false);
	fprintf(r->f, ".\n");
}

/* The reasons whose cycles change most in one direction. */
static void say_changes(const struct report *r, const struct total *totals, size_t nr, bool up)
{
	int64_t change;
	size_t i, said = 0;

	for (i = 0; i < nr && said < NAMED; i++) {
		const struct total *t = &totals[up ? i : nr - 1 - i];

		change = t->shadow - t->tdp;
		if (up ? change <= 0 : change >= 0)
			break;
		fprintf(r->f, "%s%s (%s%s)", said++ ? ", " : "",
			row_label(r->jobs.pair[0].vendor, t->row).text, up ? "+" : "",
			format_short(change).text);
	}
	if (!said)
		fprintf(r->f, "none");
}

static void say_cycles(const struct report *r)
{
	struct total totals[LEDGER_MAX_ROWS];
	size_t nr = total_rows(totals, &r->jobs, true), i;
	int64_t tdp = 0, shadow = 0;

	for (i = 0; i < nr; i++) {
		tdp += totals[i].tdp;
		shadow += totals[i].shadow;
	}
	qsort(totals, nr, sizeof(totals[0]), compare_changes);
	fprintf(r->f, "- **What the kernel's cycles go to.** All workloads together: %s with %s, "
		"%s with %s (%s). Most is added by ", format_short(tdp).text,
		report_mode(r, false), format_short(shadow).text, report_mode(r, true),
		format_change(tdp, shadow).text);
	say_changes(r, totals, nr, true);
	fprintf(r->f, "; most is saved on ");
	say_changes(r, totals, nr, false);
	fprintf(r->f, ".\n");
}

/* Which accounts the windows' added time is charged to. */
static void say_accounts(const struct report *r)
{
	int64_t change[ACCOUNT_NR] = { 0 }, tdp = 0, shadow = 0;
	const struct pair *p;
	size_t i, a;

	for (i = 0; i < r->jobs.nr; i++) {
		p = &r->jobs.pair[i];
		if (!pair_is_whole(p))
			continue;
		tdp += p->tdp->window.net.wall;
		shadow += p->shadow->window.net.wall;
		for (a = 0; a < ACCOUNT_NR; a++)
			change[a] += account_cycles(&p->shadow->window.net, a) -
				     account_cycles(&p->tdp->window.net, a);
	}
	fprintf(r->f, "- **Where the time goes.** All windows together take %s cycles with %s and "
		"%s with %s (%s). By account:", format_short(tdp).text, report_mode(r, false),
		format_short(shadow).text, report_mode(r, true),
		format_change(tdp, shadow).text);
	for (a = 0; a < ACCOUNT_NR; a++)
		fprintf(r->f, "%s %s %s%s", a ? "," : "", accounts[a].name,
			change[a] > 0 ? "+" : "", format_short(change[a]).text);
	fprintf(r->f, ".\n");
}

/* What an added exit adds to the guest's account: the median over the workloads. */
static double guest_of_exit(const struct report *r)
{
	double *costs = memory_zalloc((r->jobs.nr + 1) * sizeof(*costs)), middle;
	size_t nr = 0, i;

	for (i = 0; i < r->jobs.nr; i++) {
		const struct pair *p = &r->jobs.pair[i];
		int64_t added;

		if (!pair_is_whole(p))
			continue;
		added = p->shadow->window.net.exits - p->tdp->window.net.exits;
		if (added > MANY_ADDED)
			costs[nr++] = (double)(p->shadow->window.net.guest -
					       p->tdp->window.net.guest) / added;
	}
	middle = nr ? median(costs, nr) : 0;
	free(costs);
	return middle;
}

static void say_guest(const struct report *r)
{
	double worst, cost = guest_of_exit(r);
	const char *label;
	struct spread s;

	measure(&s, r, metric_guest);
	if (!s.nr)
		return;
	worst = fabs(s.max - 1) > fabs(s.min - 1) ? s.max : s.min;
	label = worst == s.max ? s.max_label : s.min_label;
	if (fabs(worst - 1) <= SAME) {
		fprintf(r->f, "- **The guest's account** is the same in both modes within %.0f %%."
			"\n", 100 * SAME);
		return;
	}
	fprintf(r->f, "- **The guest's account** differs between the modes by at most %.1f %% "
		"(%s). ", 100 * fabs(worst - 1), label);
	if (cost > 0)
		fprintf(r->f, "An exit more adds %s cycles to it, in the median: what KVM's "
			"assembly executes between the ledger's stamps and the guest, on both ways, is in it "
			"and not in the kernel's. The rest is other work of the guest's, as handling "
			"more or fewer interrupts.\n", format_short(cost).text);
	else
		fprintf(r->f, "That is other work of the guest's, as handling more or fewer "
			"interrupts.\n");
}

static void say_expectations(const struct report *r)
{
	const struct expect_input in = { &r->pairs, &r->varied };
	struct expectation_result result;
	size_t i, outcome[OUTCOME_NOT_VISIBLE + 1] = { 0 };

	for (i = 0; i < expect_count(); i++) {
		expect_check(&result, i, &in);
		outcome[result.outcome]++;
	}
	fprintf(r->f, "- **What others found.** Of %zu expectations from the literature %zu hold, "
		"%zu hold in direction only, %zu do not hold, %zu could not be tested.\n",
		expect_count(), outcome[OUTCOME_HOLDS], outcome[OUTCOME_DIRECTION],
		outcome[OUTCOME_BROKEN],
		outcome[OUTCOME_NOT_MEASURED] + outcome[OUTCOME_NOT_VISIBLE]);
}

/* What is in none of the sums. */
static void say_others(const struct report *r)
{
	if (pairs_has_others(&r->jobs, &r->pairs))
		fprintf(r->f, "Of %zu workloads that do a job. In none of these sums: %zu of one "
			"mechanism each, see \"One mechanism at a time\".\n\n", r->jobs.nr,
			r->pairs.nr - r->jobs.nr);
}

static int write_summary(const struct report *r)
{
	bool has_cycles = platform_has_cycles(platform_facts(r->platform));

	fprintf(r->f, "## Summary%s\n\n", r->suffix);
	if (!has_comparison(r)) {
		fprintf(r->f, "No workload was measured in both paging modes: there is nothing to "
			"compare.\n\n");
		return 0;
	}
	say_others(r);
	fprintf(r->f, "Factors are without what starting the programs takes, and the median of a "
		"workload's seeds; where starting is over %.0f %%, there is none. Totals are of whole "
		"windows, of the first seeds.\n\n", 100 * (1 - MOSTLY_START));
	say_spread(r, "Exits", metric_exits);
	if (has_cycles) {
		say_spread(r, "Cycles in KVM", metric_kernel);
		say_spread(r, "Busy cycles", metric_busy);
		say_spread(r, "Cycles of the whole window, waiting included,", metric_wall);
		say_accounts(r);
	}
	say_appearing(r);
	if (has_cycles) {
		say_cycles(r);
		say_guest(r);
	}
	say_expectations(r);
	fputc('\n', r->f);
	return 0;
}

const struct topic_section section_summary = { DOCUMENT_WORKLOADS, 10, TOPIC_EACH_PLATFORM, NULL, write_summary };

static int write_overview(const struct report *r)
{
	fprintf(r->f, "## Overview%s\n\n", r->suffix);
	modes_table_overview(TABLE_MARKDOWN, &r->jobs, r->f);
	fputc('\n', r->f);
	if (chart_has_heatmap(&r->pairs))
		report_chart(r, "heatmap", NULL,
			     "Heat map: change of the exits by workload and reason");
	report_chart(r, "cycles-normalised", NULL,
		     "Cycles by account, normalised to the window with nested paging");
	report_chart(r, "cycles", NULL, "Cycles by account, absolute");
	report_chart(r, "kernel", NULL, "Kernel cycles by reason");
	report_chart(r, "kernel-share", NULL, "Kernel cycles by reason, shares");
	return 0;
}

const struct topic_section section_overview = { DOCUMENT_WORKLOADS, 30, TOPIC_EACH_PLATFORM, NULL, write_overview };
