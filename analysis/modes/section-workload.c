// SPDX-License-Identifier: GPL-2.0
/* The report's section about each workload. */
#include <stdlib.h>
#include <string.h>

#include "select/metric.h"
#include "ledger/account.h"
#include "modes-table.h"
#include "output/format.h"
#include "ledger/class.h"
#include "output/markdown.h"
#include "parts/report.h"
#include "ledger/row.h"
#include "vcpus.h"
#include "select/cell-facts.h"

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
	const struct ledger *a = &p->tdp->window.net, *b = &p->shadow->window.net;
	int64_t change;
	size_t row = find_largest(p, &change);

	fprintf(r->f, "With %s: exits %s, kernel cycles %s, busy cycles %s, window %s.",
		report_mode(r, true), format_change(a->exits, b->exits).text,
		format_change(a->kernel, b->kernel).text,
		format_change(metric_busy(a), metric_busy(b)).text,
		format_change(a->wall, b->wall).text);
	if (change)
		fprintf(r->f, " The kernel cycles change most for %s: %s%s.",
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

/* Linux, arch/x86/kernel/alternative.c: alternatives_smp_unlock(), text_poke(). */
static void say_patching(const struct report *r, const struct pair *p)
{
	const struct pair *smp;

	if (!pair_is_whole(p) || !record_is_boot(p->shadow) || p->shadow->vcpus > 1)
		return;
	fprintf(r->f, "Most exits of a boot with shadow paging are the guest's kernel patching "
		"itself: built for several CPUs and alone, it takes the LOCK prefixes out of its "
		"code, place by place, through a mapping of its own, which is two writes to CR3 and "
		"a page fault each. `noreplace-smp` on its command line leaves them in (setting "
		"`replace_smp`).");
	smp = pairs_find_smp(&r->varied, p);
	if (smp)
		fprintf(r->f, " So do several CPUs: with %d vCPUs a boot makes %s exits for "
			"control registers with %s, with one %s.", (int)smp->shadow->vcpus,
			format_int(class_count(CLASS_CR, p->vendor, &smp->shadow->window.net)).text,
			report_mode(r, true),
			format_int(class_count(CLASS_CR, p->vendor, &p->shadow->window.net)).text);
	fprintf(r->f, "\n\n");
}

static void print_workload(const struct report *r, const struct pair *p)
{
	const struct record *any = pair_any(p);

	fprintf(r->f, "### %s\n\n", p->name);
	say_summary(r, any);
	if (*any->file.command)
		fprintf(r->f, "```\n%s\n```\n\n", any->file.command);
	say_points(r, any);
	say_patching(r, p);
	if (pair_is_whole(p))
		say_change(r, p);
	else
		fprintf(r->f, "Not measured with %s: nothing to compare.\n\n",
			report_mode(r, p->tdp));
	report_chart(r, "exits", p->name, "Exits by reason and mode");
	modes_table_reasons(TABLE_MARKDOWN, p, r->f);
	fprintf(r->f, "\nWhere the window's cycles went:\n\n");
	report_chart(r, "where", p->name, "Cycles of the window, KVM's by kind of exit, both modes "
		     "on one scale");
	modes_table_accounts(TABLE_MARKDOWN, p, r->f);
	fputc('\n', r->f);
	print_vcpus(r, p);
	say_startup(r, p);
}

static int write_workloads(const struct report *r)
{
	size_t i;

	fprintf(r->f, "## Workload by workload%s\n\n", r->suffix);
	for (i = 0; i < r->pairs.nr; i++)
		print_workload(r, &r->pairs.pair[i]);
	return 0;
}

const struct topic_section section_workloads = { DOCUMENT_WORKLOADS, 60, TOPIC_EACH_PLATFORM, NULL, write_workloads };
