// SPDX-License-Identifier: GPL-2.0
/* The report's section about each workload. */
#include <stdlib.h>
#include <string.h>

#include "select/metric.h"
#include "chart-heatmap.h"
#include "ledger/account.h"
#include "modes-table.h"
#include "output/format.h"
#include "output/markdown.h"
#include "parts/report.h"
#include "ledger/row.h"
#include "vcpus.h"
#include "select/cell-facts.h"
#include "select/net.h"

/* The reason whose kernel cycles grow, or shrink, most. */
static size_t find_largest(const struct pair *p, int64_t *change)
{
	const struct ledger *a = &p->tdp->window.net, *b = &p->shadow->window.net;
	size_t row, found = 0;
	int64_t c;

	*change = 0;
	for (row = 0; row < a->nr_reasons + KVM_EXITMETER_ROW_STARTUP; row++) {
		c = b->rows[row].kernel - a->rows[row].kernel;
		if (c < 0 ? -c > (*change < 0 ? -*change : *change) :
			    c > (*change < 0 ? -*change : *change)) {
			*change = c;
			found = row;
		}
	}
	return found;
}

static void say_change(const struct report *r, const struct pair *p)
{
	static const struct {
		const char *name;
		struct net_quantity quantity;
	} changes[] = {
		{ "exits", { .sum = NET_EXITS } }, { "KVM's cycles", { .sum = NET_KERNEL } },
		{ "CPU time", { .sum = NET_BUSY } },
	};
	int64_t change;
	size_t row = find_largest(p, &change), i;
	struct net n;

	fprintf(r->f, "With %s, without start-up:", mode_prose(p->vendor, true));
	for (i = 0; i < sizeof(changes) / sizeof(changes[0]); i++) {
		n = net_of(&r->all, p, &changes[i].quantity);
		fprintf(r->f, "%s %s %s", i ? "," : "", changes[i].name, net_change(&n, true).text);
	}
	fprintf(r->f, ".");
	if (change)
		fprintf(r->f, " Of the whole window, KVM's cycles change most for %s: %s%s.",
			row_label(p->vendor, row).text, change > 0 ? "+" : "",
			format_short(change).text);
	fprintf(r->f, "\n\n");
}

static void say_startup_of(const struct report *r, const struct record *record)
{
	const struct ledger *startup = &record->startup.net, *window = &record->window.net;

	fprintf(r->f, "%s of the window with %s (%s of its busy cycles, %s of its exits)",
		format_percent(startup->wall, window->wall).text, record->parameter,
		format_percent(metric_busy(startup), metric_busy(window)).text,
		format_percent(startup->exits, window->exits).text);
}

static bool is_mostly_startup(const struct record *record)
{
	return 2 * metric_busy(&record->startup.net) > metric_busy(&record->window.net);
}

static void say_startup(const struct report *r, const struct pair *p)
{
	bool tdp = p->tdp && p->tdp->has_startup, shadow = p->shadow && p->shadow->has_startup;

	if (!tdp && !shadow)
		return;
	fprintf(r->f, "Starting the program up, measured with next to nothing to do, is ");
	if (tdp)
		say_startup_of(r, p->tdp);
	if (tdp && shadow)
		fprintf(r->f, " and ");
	if (shadow)
		say_startup_of(r, p->shadow);
	fprintf(r->f, ".");
	if ((tdp && is_mostly_startup(p->tdp)) || (shadow && is_mostly_startup(p->shadow)))
		fprintf(r->f, " **Most of what was measured is the program's start.**");
	fprintf(r->f, "\n\n");
}

/* For a cell with several. */
static void print_vcpus(const struct report *r, const struct pair *p)
{
	const struct record *records[3] = { p->tdp ? p->tdp : p->shadow,
					    p->tdp ? p->shadow : NULL, NULL };

	if (!records[0]->window.nr_vcpus && (!records[1] || !records[1]->window.nr_vcpus))
		return;
	fprintf(r->f, "Each vCPU by itself, what measuring costs included:\n\n");
	vcpus_print(TABLE_MARKDOWN, records, r->f);
	fputc('\n', r->f);
}

static void say_summary(const struct report *r, const struct record *record)
{
	char *summary = markdown_escaped(record->file.summary);
	char *operations = markdown_escaped(record->file.operations);

	if (*summary)
		fprintf(r->f, "%s%s%s%s.\n\n", summary, *operations ? " (" : "", operations,
			*operations ? ")" : "");
	free(summary);
	free(operations);
}

/* What follows is then about all of them together. */
static void say_points(const struct report *r, const struct record *record)
{
	size_t i;

	if (!record->nr_points)
		return;
	fprintf(r->f, "The sum over its points");
	for (i = 0; i < record->nr_points; i++)
		fprintf(r->f, "%s %s", i ? "," : "", record->points[i].name);
	fprintf(r->f, "; each by itself is under \"One mechanism at a time\".\n\n");
}

static void print_workload(const struct report *r, const struct pair *p)
{
	const struct record *any = pair_any(p);

	fprintf(r->f, "### %s\n\n", p->name);
	say_summary(r, any);
	if (*any->file.command)
		fprintf(r->f, "```\n%s\n```\n\n", any->file.command);
	say_points(r, any);
	if (pair_is_whole(p))
		say_change(r, p);
	else
		fprintf(r->f, "Not measured with %s: nothing to compare.\n\n",
			report_mode(r, p->tdp));
	report_chart(r, "exits", p->name, "Exits by reason and mode");
	modes_table_reasons(TABLE_MARKDOWN, p, r->f);
	fprintf(r->f, "\nWhere the window's cycles went:\n\n");
	modes_table_accounts(TABLE_MARKDOWN, p, r->f);
	fputc('\n', r->f);
	print_vcpus(r, p);
	say_startup(r, p);
}

static int write_heatmap(const struct report *r)
{
	if (!chart_has_heatmap(&r->pairs))
		return 0;
	fprintf(r->f, "## Which reasons change in which workload?%s\n\n", r->suffix);
	report_chart(r, "heatmap", NULL, "Heat map: change of the exits by workload and reason");
	return 0;
}

const struct topic_section section_heatmap = {
	DOCUMENT_WORKLOADS, 30, TOPIC_EACH_PLATFORM, NULL, write_heatmap,
};

static int write_each_workload(const struct report *r)
{
	size_t i;

	fprintf(r->f, "## Workload by workload%s\n\n", r->suffix);
	for (i = 0; i < r->pairs.nr; i++)
		print_workload(r, &r->pairs.pair[i]);
	return 0;
}

const struct topic_section section_each_workload = {
	DOCUMENT_WORKLOADS, 60, TOPIC_EACH_PLATFORM, NULL, write_each_workload
};
