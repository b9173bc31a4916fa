// SPDX-License-Identifier: GPL-2.0
/* The report's section about the workloads of one mechanism each. */
#include <math.h>
#include <stdlib.h>

#include "select/metric.h"
#include "chart-mechanisms.h"
#include "ledger/account.h"
#include "parts/charts.h"
#include "output/format.h"
#include "output/markdown.h"
#include "mechanism.h"
#include "util/memory.h"
#include "select/thresholds.h"
#include "record/facts/platform-facts.h"
#include "mechanism-points.h"
#include "parts/report.h"
#include "ledger/row.h"
#include "output/table.h"
#include "select/cell-facts.h"
#include "parts/prose.h"

/* Rarer ones than this, an operation, are left out of the tables. */
#define SHOWN	0.01

/* A line of a table: a row of the ledger, or one of the sums behind them. */
struct line {
	const struct record *r;
	const char *name;
	unsigned int row;
	int64_t (*value)(const struct ledger *work, unsigned int row);
	bool is_cycles;
};

static int64_t row_count(const struct ledger *work, unsigned int row)
{
	return work->rows[row].count;
}

static int64_t all_exits(const struct ledger *work, unsigned int row)
{
	(void)row;
	return work->exits;
}

static int64_t kernel_cycles(const struct ledger *work, unsigned int row)
{
	(void)row;
	return work->kernel;
}

static int64_t busy_cycles(const struct ledger *work, unsigned int row)
{
	(void)row;
	return metric_busy(work);
}

static double rate(const struct line *line, size_t point)
{
	const struct record_point *p = &line->r->points[point];
	struct ledger work = record_point_work(p);

	return (double)line->value(&work, line->row) / p->operations;
}

/* What is next to nothing is shown as nothing. */
static double shown(double rate)
{
	return fabs(rate) < SHOWN / 2 ? 0 : rate;
}

static void add_line(struct table *t, const struct line *line)
{
	size_t i;

	table_text(t, "%s", line->name);
	table_text(t, "%s", line->r->parameter);
	for (i = 0; i < line->r->nr_points; i++)
		table_short(t, shown(rate(line, i)));
}

/* Is there a point at which a reason counts, in any of the modes? */
static bool is_shown(const struct pair *p, unsigned int row)
{
	const struct record *records[] = { p->tdp, p->shadow };
	struct line line = { .row = row, .value = row_count };
	size_t i, k;

	for (i = 0; i < 2; i++) {
		line.r = records[i];
		for (k = 0; line.r && k < line.r->nr_points; k++)
			if (rate(&line, k) >= SHOWN)
				return true;
	}
	return false;
}

static void add_both(struct table *t, const struct pair *p, struct line line)
{
	const struct record *records[] = { p->tdp, p->shadow };
	size_t i;

	for (i = 0; i < 2; i++) {
		line.r = records[i];
		if (line.r)
			add_line(t, &line);
	}
}

static void print_rates(const struct report *r, const struct pair *p)
{
	static const struct line sums[] = {
		{ .name = "**all exits**", .value = all_exits },
		{ .name = "cycles in KVM", .value = kernel_cycles, .is_cycles = true },
		{ .name = "busy cycles", .value = busy_cycles, .is_cycles = true },
	};
	const struct record *any = pair_any(p);
	const char **columns = memory_zalloc((any->nr_points + 3) * sizeof(*columns));
	unsigned int rows[LEDGER_MAX_ROWS];
	struct row_text label;
	struct table *t;
	size_t i, nr;

	columns[0] = "<an operation";
	columns[1] = "<mode";
	for (i = 0; i < any->nr_points; i++)
		columns[2 + i] = any->points[i].name;
	t = table_new(TABLE_MARKDOWN, columns);
	nr = rows_by_number(rows, p->tdp ? &p->tdp->window.net : NULL,
			    p->shadow ? &p->shadow->window.net : NULL);
	for (i = 0; i < nr; i++) {
		label = row_label(p->vendor, rows[i]);
		if (is_shown(p, rows[i]))
			add_both(t, p, (struct line) { .name = label.text, .row = rows[i],
						       .value = row_count });
	}
	for (i = 0; i < sizeof(sums) / sizeof(sums[0]); i++)
		if (!sums[i].is_cycles || platform_has_cycles(platform_facts(p->platform)))
			add_both(t, p, sums[i]);
	table_end(t, r->f);
	fputc('\n', r->f);
	free(columns);
}

static void print_mechanism(const struct report *r, const struct pair *p)
{
	const struct record *any = pair_any(p);
	const char *pti = record_pti(any);
	const char *explain = mechanism_text(any);
	char *text = markdown_escaped(explain ? explain : "");
	char *summary = markdown_escaped(any->file.summary),
	     *what = markdown_escaped(any->file.operations);

	fprintf(r->f, "### One mechanism: %s%s\n\n", p->name, r->suffix);
	fprintf(r->f, "%s. An operation: %s.%s%s%s%s%s\n\n", summary, what, *text ? " " : "",
		text, pti ? " KPTI is " : "", pti ? pti : "", pti ? " here." : "");
	print_rates(r, p);
	free(text);
	free(summary);
	free(what);
}

static void add_rule(void *context, const struct record *r, const struct mechanism_result *result)
{
	const struct rule *rule = result->rule;
	char *bound = mechanism_bound(rule), *why = markdown_escaped(rule->why);
	struct table *t = context;

	table_text(t, "%s%s%s", r->workload, *r->variant ? "." : "", r->variant);
	table_text(t, "%s", r->parameter);
	table_text(t, "%s", class_reasons(rule->class, r->vendor));
	table_text(t, "%s", bound);
	table_text(t, "%s to %s", format_short(shown(result->least)).text,
		   format_short(shown(result->most)).text);
	table_text(t, result->holds ? "holds" : "**fails at %s**", result->point);
	table_text(t, "%s", why);
	free(bound);
	free(why);
}

static void check_pairs(const struct pairs *pairs, struct table *t)
{
	const struct pair *p;
	size_t i;

	for (i = 0; i < pairs->nr; i++) {
		p = &pairs->pair[i];
		if (p->tdp)
			mechanism_check(p->tdp, add_rule, t);
		if (p->shadow)
			mechanism_check(p->shadow, add_rule, t);
	}
}

static void print_rules(const struct report *r)
{
	static const char *const columns[] = {
		"<workload", "<mode", "<exits", "<an operation", "<observed", "<outcome", "<for",
		NULL,
	};
	struct table *t = table_new(TABLE_MARKDOWN, columns);

	fprintf(r->f, "### What must come of them%s\n\nFrom the code of each workload and of L2's "
		"kernel: exits an operation, at all points; %d exits or %.0f %% more or less at a "
		"point are interrupts, and processes that end in another order. `exitreport check` "
		"fails where one of these does.\n\n", r->suffix, FEW_EXITS, 100 * MECHANISM_SLACK);
	check_pairs(&r->pairs, t);
	check_pairs(&r->varied, t);
	table_end(t, r->f);
	fputc('\n', r->f);
}

static bool has_points(const struct pairs *pairs)
{
	size_t i;

	for (i = 0; i < pairs->nr; i++)
		if (points_of_pair(&pairs->pair[i]))
			return true;
	return false;
}

static void print_pairs(const struct report *r, const struct pairs *pairs)
{
	size_t i;

	for (i = 0; i < pairs->nr; i++)
		if (points_of_pair(&pairs->pair[i]))
			print_mechanism(r, &pairs->pair[i]);
}

static int write_mechanisms(const struct report *r)
{
	const struct prose_value values[] = { { "suffix", r->suffix }, { NULL, NULL } };

	if (!has_points(&r->pairs) && !has_points(&r->varied))
		return 0;
	if (prose_print(r->f, "analysis/mechanisms/mechanisms.md", values))
		return -1;
	if (chart_has_mechanisms(&r->pairs))
		report_chart(r, "mechanisms", NULL, "Busy cycles an operation at each point, both "
			     "modes");
	print_pairs(r, &r->pairs);
	print_pairs(r, &r->varied);
	print_rules(r);
	return 0;
}

const struct topic_section section_mechanisms = { DOCUMENT_MECHANISMS, 10, TOPIC_EACH_PLATFORM, NULL, write_mechanisms };
