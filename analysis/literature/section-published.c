// SPDX-License-Identifier: GPL-2.0
/* The report's comparison with other people's numbers. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "select/metric.h"
#include "published.h"
#include "ledger/account.h"
#include "output/format.h"
#include "record/facts/platform-facts.h"
#include "parts/report.h"
#include "ledger/row.h"
#include "output/table.h"
#include "select/cell-facts.h"
#include "select/thresholds.h"
#include "select/own-work.h"
#include "parts/prose.h"

enum direction {
	DIRECTION_NONE,		/* nothing in either mode */
	DIRECTION_EQUAL,
	DIRECTION_UP,
	DIRECTION_DOWN,
};

static enum direction direction(double tdp, double shadow)
{
	if (tdp <= 0 && shadow <= 0)
		return DIRECTION_NONE;
	if (shadow > tdp * (1 + NEARLY))
		return DIRECTION_UP;
	if (tdp > shadow * (1 + NEARLY))
		return DIRECTION_DOWN;
	return DIRECTION_EQUAL;
}

/* How our change compares with theirs. */
struct directions {
	size_t compared;
	size_t same_direction;
	size_t ratios;		/* where both are numbers */
	size_t same_order;	/* of magnitude: within 10 times */
};

static const char *judge(struct directions *a, double tdp, double shadow, double our_tdp,
			 double our_shadow)
{
	enum direction theirs = direction(tdp, shadow), ours = direction(our_tdp, our_shadow);
	double theirs_ratio, ours_ratio;

	if (ours == DIRECTION_NONE || theirs == DIRECTION_NONE)
		return ours == theirs ? "none in either" : "one of them has none";
	if (ours == DIRECTION_EQUAL && fmax(our_tdp, our_shadow) < FEW_OF_A_BOOT)
		return "too few to tell";
	a->compared++;
	if (tdp > 0 && shadow > 0 && our_tdp > 0 && our_shadow > 0) {
		theirs_ratio = shadow / tdp;
		ours_ratio = our_shadow / our_tdp;
		a->ratios++;
		a->same_order += fabs(log10(ours_ratio / theirs_ratio)) <= 1;
	}
	if (ours != theirs)
		return "differs";
	a->same_direction++;
	return "same direction";
}

/* The value of ours that a published row is about. */
static double our_value(const struct record *record, const char *reason, const char *metric)
{
	const struct ledger *net = &record->window.net;

	if (*reason)
		return net->rows[strtoul(reason, NULL, 10)].count;
	return strcmp(metric, "cycles") ? net->exits : net->kernel;
}

static bool is_comparable(const struct published *table, const struct published_row *row,
			  const struct pair *boot)
{
	const char *reason = published_value(table, row, "reason");

	return row->has_both && strstr(published_value(table, row, "workload"), "boot") &&
	       strtoul(reason, NULL, 10) < boot->tdp->window.net.nr_reasons;
}

/* "CMPE 283 course report B (...)": the letter is what the sources differ in. */
static void add_source(struct table *t, const char *source)
{
	const char *report = strstr(source, "report ");

	if (report)
		table_text(t, "%.8s", report);
	else
		table_text(t, "%s", source);
}

static void print_exits(const struct report *r, const struct published *table,
			const struct pair *boot, struct directions *a)
{
	static const char *const columns[] = {
		"<reason", "<source", "published tdp", "shadow", "change", "this run tdp", "shadow",
		"change", "<direction", NULL,
	};
	struct table *t = table_new(TABLE_MARKDOWN, columns);
	const struct published_row *row;
	const char *reason, *metric;
	double tdp, shadow;
	size_t i;

	for (i = 0; i < table->nr_rows; i++) {
		row = &table->rows[i];
		if (!is_comparable(table, row, boot))
			continue;
		reason = published_value(table, row, "reason");
		metric = published_value(table, row, "metric");
		tdp = our_value(boot->tdp, reason, metric);
		shadow = our_value(boot->shadow, reason, metric);
		if (*reason)
			table_text(t, "%s", row_label(boot->vendor,
						      strtoul(reason, NULL, 10)).text);
		else
			table_text(t, "all %s", metric);
		add_source(t, published_value(table, row, "source"));
		table_short(t, row->tdp);
		table_short(t, row->shadow);
		table_change(t, row->tdp, row->shadow);
		table_short(t, tdp);
		table_short(t, shadow);
		table_change(t, tdp, shadow);
		table_text(t, "%s", judge(a, row->tdp, row->shadow, tdp, shadow));
	}
	table_end(t, r->f);
	fputc('\n', r->f);
}

/* Published operations and the workloads here that do the like. */
static const struct {
	const char *published;
	const char *workload;
} alike[] = {
	{ "getpid", "syscall" },
	{ "fork 1 process", "fork-exit" },
	{ "exec 1 process", "fork-exec" },
	{ "page fault", "page-touch" },
	{ "mmap", "map-unmap" },
	{ "0K file create", "file-create" },
};

/* Where the source tells whether the guest had KPTI, the cells must be like that. */
static bool has_setup(const struct pair *p, const char *setup)
{
	const char *pti = record_pti(pair_any(p));
	const char *at = strstr(setup, "KPTI ");

	return !at || (pti && !strcmp(at + strlen("KPTI "), pti));
}

static const struct pair *find_pair(const struct pairs *pairs, const char *workload,
				    const char *setup)
{
	size_t i;

	for (i = 0; i < pairs->nr; i++)
		if (pair_is_whole(&pairs->pair[i]) &&
		    !strcmp(pair_any(&pairs->pair[i])->workload, workload) &&
		    has_setup(&pairs->pair[i], setup))
			return &pairs->pair[i];
	return NULL;
}

static const struct pair *find_alike(const struct report *r, const char *published,
				     const char *setup)
{
	const struct pair *p;
	size_t i;

	for (i = 0; i < sizeof(alike) / sizeof(alike[0]); i++) {
		if (strcmp(alike[i].published, published))
			continue;
		p = find_pair(&r->pairs, alike[i].workload, setup);
		return p ? p : find_pair(&r->varied, alike[i].workload, setup);
	}
	return NULL;
}

/* Busy cycles: of an operation, over all points, or of the window if it has none. */
static double busy(const struct record *r)
{
	struct ledger work;
	int64_t cycles = 0, operations = 0;
	size_t i;

	if (!r->nr_points)
		return metric_busy(&r->window.net);
	for (i = 0; i < r->nr_points; i++) {
		work = work_of_point(&r->points[i]);
		cycles += metric_busy(&work);
		operations += r->points[i].operations;
	}
	return (double)cycles / operations;
}

static void print_timings(const struct report *r, const struct published *table)
{
	static const char *const columns[] = {
		"<operation", "<source", "<setup", "published tdp", "shadow", "<unit", "change",
		"<workload here", "busy cycles tdp", "shadow", "change", "<direction", NULL,
	};
	struct table *t = table_new(TABLE_MARKDOWN, columns);
	struct directions a = { 0 };
	const struct published_row *row;
	const char *what, *setup;
	const struct pair *p;
	double tdp, shadow;
	size_t i, nr = 0;

	for (i = 0; i < table->nr_rows; i++) {
		row = &table->rows[i];
		what = published_value(table, row, "workload");
		setup = published_value(table, row, "setup");
		p = find_alike(r, what, setup);
		if (!p || !row->has_both)
			continue;
		tdp = busy(p->tdp);
		shadow = busy(p->shadow);
		nr++;
		table_text(t, "%s", what);
		table_text(t, "%s", published_value(table, row, "source"));
		table_plain(t, setup);
		table_text(t, "%g", row->tdp);
		table_text(t, "%g", row->shadow);
		table_text(t, "%s", published_value(table, row, "unit"));
		table_text(t, "%s", format_times(row->shadow / row->tdp).text);
		table_text(t, "%s", p->name);
		table_short(t, tdp);
		table_short(t, shadow);
		table_text(t, "%s", format_times(shadow / tdp).text);
		table_text(t, "%s", judge(&a, row->tdp, row->shadow, tdp, shadow));
	}
	if (nr)
		fprintf(r->f, "Times of single operations against workloads that do the like: by "
			"operation and without starting up where they have points, and with or "
			"without KPTI as the source. Machines and kernels differ; only the "
			"direction can be compared.\n\n");
	table_end(t, nr ? r->f : NULL);
	if (nr)
		fputc('\n', r->f);
}

static const struct pair *find_distribution(const struct pairs *pairs)
{
	size_t i;

	for (i = 0; i < pairs->nr; i++)
		if (pair_is_whole(&pairs->pair[i]) &&
		    record_is_distribution(pair_any(&pairs->pair[i])))
			return &pairs->pair[i];
	return NULL;
}

/* What the sources booted is a distribution: one is compared, if the run has any. */
static const struct pair *find_boot(const struct report *r)
{
	const struct pair *boot = find_distribution(&r->pairs);

	if (!boot)
		boot = find_distribution(&r->varied);
	return boot ? boot : pairs_find_boot(&r->pairs);
}

static int print_section(const struct report *r, const struct published *exits,
			 const struct published *timings)
{
	const struct pair *boot = find_boot(r);
	const struct record *distribution =
		boot && record_is_distribution(pair_any(boot)) ? pair_any(boot) : NULL;
	const struct prose_value values[] = {
		{ "suffix", r->suffix },
		{ "distribution", distribution ? distribution->id : NULL },
		{ NULL, NULL }
	};
	struct directions a = { 0 };
	int err = prose_print(r->f, "analysis/literature/published.md", values);

	if (err)
		return err;
	if (boot && boot->vendor == KVM_EXITMETER_VENDOR_VMX) {
		print_exits(r, exits, boot, &a);
		fprintf(r->f, "Of %zu changes that can be compared %zu have the same direction "
			"(less than %.0f %% is none); of %zu ratios %zu are within ten times of each "
			"other.\n\n", a.compared, a.same_direction, 100 * NEARLY, a.ratios,
			a.same_order);
	} else {
		fprintf(r->f, "No boot was measured in both modes with Intel's exit reasons: "
			"published counts can't be compared.\n\n");
	}
	print_timings(r, timings);
	return 0;
}

static int write_published(const struct report *r)
{
	struct published exits, timings;
	int err;

	/* Others measured Intel's exits, and cycles that are more than an emulator's time. */
	if (r->pairs.pair[0].vendor != KVM_EXITMETER_VENDOR_VMX ||
	    !platform_has_cycles(platform_facts(r->platform)))
		return 0;
	err = published_load(&exits, "exits.csv");
	if (err)
		return err;
	err = published_load(&timings, "timings.csv");
	if (!err) {
		err = print_section(r, &exits, &timings);
		published_free(&timings);
	}
	published_free(&exits);
	return err;
}

const struct topic_section section_published = {
	DOCUMENT_CHECKS, 60, TOPIC_EACH_PLATFORM, NULL, write_published,
};
