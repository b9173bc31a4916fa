// SPDX-License-Identifier: GPL-2.0
#include "bridge.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "literature/published.h"
#include "model-table.h"
#include "parts/prose.h"
#include "select/cell-facts.h"
#include "select/clearing.h"
#include "select/kpti.h"
#include "select/net.h"

/* One of our operations and the published one that is the same. */
static const struct alike {
	const char *published;
	const char *workload;
	enum kpti kpti;
} alike[] = {
	{ "getpid", "syscall", KPTI_ON },
	{ "getpid", "syscall", KPTI_OFF },
	{ "fork 1 process", "fork-exit", KPTI_ON },
};

/* Kinds of exits of which an operation has fewer are not its own: a timer's, or its start's. */
#define OWN_EXITS	0.05

/**
 * struct bridge - what shadow paging adds to an operation
 * @exits: counted
 * @instructions: of KVM, counted
 * @cycles: modelled
 * @us: microseconds, modelled
 * @is_rough: of one seed
 */
struct bridge {
	double exits;
	double instructions;
	struct range cycles;
	struct range us;
	bool is_rough;
};

static bool has_kpti(const char *setup, enum kpti kpti)
{
	return strstr(setup, kpti == KPTI_ON ? "KPTI on" : "KPTI off");
}

/* Of a microsecond; NULL if there is none. */
static const struct published_row *find_row(const struct published *table, const struct alike *a)
{
	const struct published_row *row;
	size_t i;

	for (i = 0; i < table->nr_rows; i++) {
		row = &table->rows[i];
		if (row->has_both && !strcmp(published_value(table, row, "unit"), "us") &&
		    !strcmp(published_value(table, row, "workload"), a->published) &&
		    has_kpti(published_value(table, row, "setup"), a->kpti))
			return row;
	}
	return NULL;
}

static const struct pair *find_workload(const struct pairs *pairs, const char *workload)
{
	size_t i;

	for (i = 0; i < pairs->nr; i++)
		if (!strcmp(pair_any(&pairs->pair[i])->workload, workload))
			return &pairs->pair[i];
	return NULL;
}

static struct kpti_pair find_ours(const struct report *r, const struct alike *a)
{
	const struct pair *like = find_workload(&r->all, a->workload);

	if (!like)
		like = find_workload(&r->varied, a->workload);
	if (!like)
		return (struct kpti_pair) { NULL, NULL };
	return kpti_find(&r->all, &r->varied, like, a->kpti);
}

static struct range over(const struct spread *s)
{
	return (struct range) { s->min, s->max };
}

/* The least and the most of a product; both factors may be ranges, the second above 0. */
static struct range product(struct range n, struct range cost)
{
	return (struct range) {
		range_times(n.low, cost).low, range_times(n.high, cost).high,
	};
}

static void predict_kind(struct bridge *b, const struct kpti_pair *p, enum exit_class kind,
			 const struct hw_costs *costs)
{
	const struct net_quantity exits = { NET_EXITS, kind }, kernel = { NET_KERNEL, kind };
	size_t point = record_largest_point(p->pair->tdp);
	struct net e = net_of_point(p->all, p->pair, point, &exits);
	struct net k = net_of_point(p->all, p->pair, point, &kernel);

	if (!net_is_measured(&e) || fabs(e.difference.median) < OWN_EXITS)
		return;
	b->exits += e.difference.median;
	b->instructions += k.difference.median;
	b->is_rough |= net_is_rough(&k);
	range_add(&b->cycles, product(over(&e.difference), costs->of_kind[kind]));
	range_add(&b->cycles, product(over(&k.difference), costs->cpi.range));
}

static struct bridge predict(const struct kpti_pair *p, const struct hw_costs *costs)
{
	struct bridge b = { .exits = 0 };
	enum exit_class kind;

	for (kind = 0; kind < CLASS_LISTED; kind++)
		if (!exit_class_texts[kind].is_sum)
			predict_kind(&b, p, kind, costs);
	b.us = range_divide(b.cycles, (struct range) { 1000 * costs->clock.range.low,
						       1000 * costs->clock.range.high });
	return b;
}

/* Published values have so many microseconds to the digit. */
#define RESOLUTION	0.01

static const char *outcome(const struct bridge *b, double measured)
{
	if (measured < b->us.low - RESOLUTION)
		return "**less than expected**";
	return measured > b->us.high + RESOLUTION ? "**more than expected**" : "as expected";
}

static void add_bridge(struct table *t, const struct alike *a, const struct kpti_pair *p,
		       const struct published_row *row, const struct hw_costs *costs)
{
	struct bridge b = predict(p, costs);
	double measured = row->shadow - row->tdp;

	table_text(t, "%s, %s (here `%s` at size %s)", a->published, kpti_texts[a->kpti],
		   a->workload, p->pair->tdp->points[record_largest_point(p->pair->tdp)].name);
	table_text(t, "%.2f", b.exits);
	table_text(t, "%s", b.is_rough ? format_rough(b.instructions).text :
					 format_short(b.instructions).text);
	if (b.exits == 0) {
		table_text(t, "none");
		table_text(t, "none");
	} else {
		table_text(t, MODEL_MARK "%s", model_range(b.cycles, "").text);
		table_text(t, MODEL_MARK "%s", model_time(b.cycles, costs->clock.range).text);
	}
	table_text(t, "%.3g \u00b5s (%g \u2192 %g)", measured, row->tdp, row->shadow);
	table_text(t, "%s", outcome(&b, measured));
}

static void print_table(const struct report *r, const struct published *timings,
			const struct hw_costs *costs)
{
	static const char *const columns[] = {
		"<operation", "exits more", "KVM's instructions more", "expected: cycles more",
		"time more", "measured", "<outcome", NULL,
	};
	struct table *t = table_new(TABLE_MARKDOWN, columns);
	const struct published_row *row;
	struct kpti_pair p;
	size_t i;

	for (i = 0; i < sizeof(alike) / sizeof(alike[0]); i++) {
		row = find_row(timings, &alike[i]);
		p = find_ours(r, &alike[i]);
		if (row && p.pair)
			add_bridge(t, &alike[i], &p, row, costs);
	}
	table_end(t, r->f);
	fputc('\n', r->f);
}

static bool has_any(const struct report *r, const struct published *timings)
{
	size_t i;

	for (i = 0; i < sizeof(alike) / sizeof(alike[0]); i++)
		if (find_row(timings, &alike[i]) && find_ours(r, &alike[i]).pair)
			return true;
	return false;
}

int bridge_print(const struct report *r, const struct hw_costs *costs)
{
	const struct companion *detail = report_companion(r, "detail");
	struct published timings;
	bool lacks = clearing_lacks_bytes(detail ? detail->run : NULL);
	char own[16];
	int err = 0;

	/* What was measured was measured on Intel's. */
	if (costs->vendor != KVM_EXITMETER_VENDOR_VMX)
		return 0;
	if (published_load(&timings, "timings.csv"))
		return -1;
	if (has_any(r, &timings)) {
		snprintf(own, sizeof(own), "%g", OWN_EXITS);
		err = prose_print(r->f, "analysis/hardware/bridge.md",
				  (const struct prose_value[]) {
			{ "own", own },
			{ "lacks", lacks ? "" : NULL },
			{ NULL, NULL },
		});
		print_table(r, &timings, costs);
	}
	published_free(&timings);
	return err;
}
