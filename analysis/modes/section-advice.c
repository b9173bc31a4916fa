// SPDX-License-Identifier: GPL-2.0
/* The report's page for who has to decide: when does shadow paging hurt, and what helps? */
#include <math.h>
#include <stdlib.h>

#include "advice.h"
#include "output/format.h"
#include "util/memory.h"
#include "record/facts/platform-facts.h"
#include "mechanisms/mechanism-points.h"
#include "parts/report.h"
#include "output/table.h"

struct case_of {
	const struct pair *pair;
	struct advice advice;
};

static int by_share(const void *a, const void *b)
{
	const struct case_of *x = a, *y = b;

	return (x->advice.share < y->advice.share) - (x->advice.share > y->advice.share);
}

static size_t collect(struct case_of *cases, const struct pairs *pairs)
{
	size_t i, nr = 0;

	for (i = 0; i < pairs->nr; i++)
		if (pair_is_whole(&pairs->pair[i]))
			cases[nr++] = (struct case_of) {
				&pairs->pair[i], advice_of(&pairs->pair[i])
			};
	qsort(cases, nr, sizeof(*cases), by_share);
	return nr;
}

static void say_class(const struct report *r, const struct case_of *cases, size_t nr,
		      enum advice_class class)
{
	size_t i, said = 0;

	for (i = 0; i < nr; i++) {
		if (cases[i].advice.class != class)
			continue;
		if (!said++)
			fprintf(r->f, "- %s: ", advice_class_text(class));
		else
			fprintf(r->f, ", ");
		fprintf(r->f, "%s (%+.1f %%)", cases[i].pair->name, 100 * cases[i].advice.share);
	}
	if (said)
		fprintf(r->f, ".\n");
}

/**
 * struct factor - how many times as busy an operation is with shadow paging
 * @least: of the workload's points
 * @most: likewise
 */
struct factor {
	const char *name;
	double least;
	double most;
};

static int by_most(const void *a, const void *b)
{
	const struct factor *x = a, *y = b;

	return (x->most < y->most) - (x->most > y->most);
}

static struct factor factor_of(const struct pair *p)
{
	struct factor f = { p->name, INFINITY, -INFINITY };
	double nested, factor;
	size_t i;

	for (i = 0; i < p->tdp->nr_points; i++) {
		nested = points_busy(&p->tdp->points[i]);
		if (nested <= 0)
			continue;
		factor = points_busy(&p->shadow->points[i]) / nested;
		f.least = fmin(f.least, factor);
		f.most = fmax(f.most, factor);
	}
	return f;
}

static void say_factors(const struct report *r)
{
	struct factor *factors = memory_zalloc((r->pairs.nr + 1) * sizeof(*factors));
	const struct pair *p;
	size_t nr = 0, i;

	for (i = 0; i < r->pairs.nr; i++) {
		p = &r->pairs.pair[i];
		if (pair_is_whole(p) && points_of_pair(p) && points_are_numbers(p->tdp) &&
		    !pair_is_job(p))
			factors[nr++] = factor_of(p);
		/* No point of it has anything to compare with. */
		if (nr && isinf(factors[nr - 1].most))
			nr--;
	}
	qsort(factors, nr, sizeof(*factors), by_most);
	for (i = 0; i < nr; i++)
		fprintf(r->f, "%s%s %s to %s", i ? ", " : "- **One mechanism at a time**, without "
			"starting up, an operation keeps the vCPU busy so many times as long: ",
			factors[i].name, format_times(factors[i].least).text,
			format_times(factors[i].most).text);
	if (nr)
		fprintf(r->f, ".\n");
	free(factors);
}

/* Exits for a million cycles that the guest itself runs. */
static double rate(const struct ledger *l, int64_t exits)
{
	return l->guest > 0 ? 1e6 * exits / l->guest : 0;
}

static void print_cases(const struct report *r, const struct case_of *cases, size_t nr)
{
	static const char *const columns[] = {
		"<workload", "busy cycles added", "of the time", "<most is added by",
		"of what KVM adds", "its exits added", "for a million guest cycles",
		"cycles in KVM for each", NULL
	};
	struct table *t = table_new(TABLE_MARKDOWN, columns);
	size_t i;

	for (i = 0; i < nr; i++) {
		const struct ledger *shadow = &cases[i].pair->shadow->window.net;
		const struct advice *a = &cases[i].advice;

		table_text(t, "%s", cases[i].pair->name);
		table_short(t, a->busy);
		table_text(t, "%+.1f %%", 100 * a->share);
		if (!a->added) {
			table_text(t, "nothing");
			table_empty(t);
			table_empty(t);
			table_empty(t);
			table_empty(t);
			continue;
		}
		table_text(t, "%s", exit_class_texts[a->cause].name);
		table_percent(t, a->added, a->grown);
		table_int(t, a->added_exits);
		table_short(t, rate(shadow, a->added_exits));
		if (a->added_exits > 0)
			table_int(t, a->added / a->added_exits);
		else
			table_empty(t);
	}
	table_end(t, r->f);
	fputc('\n', r->f);
}

static void say_remedies(const struct report *r, const struct case_of *cases, size_t nr)
{
	enum exit_class kind;
	size_t i, in;

	fprintf(r->f, "What to do: turn nested paging on (`kvm_intel.ept=1`, `kvm_amd.npt=1`, the "
		"default). Where that is not possible, by what costs most:\n\n");
	for (kind = 0; kind < CLASS_LISTED; kind++) {
		if (!advice_remedy(kind))
			continue;
		for (in = 0, i = 0; i < nr; i++)
			in += cases[i].advice.added && cases[i].advice.cause == kind;
		if (in)
			fprintf(r->f, "- **%s** (first in %zu of %zu workloads). %s\n",
				exit_class_texts[kind].name, in, nr, advice_remedy(kind));
	}
	fputc('\n', r->f);
}

static int write_advice(const struct report *r)
{
	struct case_of *cases = memory_zalloc((r->jobs.nr + 1) * sizeof(*cases));
	const struct platform_facts *platform = platform_facts(r->platform);
	size_t nr = collect(cases, &r->jobs);
	enum advice_class class;

	/* The emulator's own time says nothing. */
	if (nr && platform_has_cycles(platform)) {
		fprintf(r->f, "## When shadow paging hurts, when it does not, and what to do%s\n\n"
			"By what shadow paging adds to the cycles in which the vCPU is busy, as a part of "
			"the window with nested paging; a cycle is %s.%s\n\n",
			r->suffix, platform->cycle, platform->has_hardware ? "" :
			" What nested paging costs the hardware itself, longer walks through two "
			"page tables, is not in them.");
		for (class = ADVICE_NR; class-- > 0; )
			say_class(r, cases, nr, class);
		say_factors(r);
		fputc('\n', r->f);
		print_cases(r, cases, nr);
		say_remedies(r, cases, nr);
	}
	free(cases);
	return 0;
}

const struct topic_section section_advice = { DOCUMENT_WORKLOADS, 20, TOPIC_EACH_PLATFORM, NULL, write_advice };
