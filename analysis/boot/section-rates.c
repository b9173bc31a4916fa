// SPDX-License-Identifier: GPL-2.0
/* Appendix: the reasons over all jobs, and how many exits a workload makes in a second. */
#include <math.h>
#include <stdlib.h>

#include "frequency.h"
#include "ledger/row.h"
#include "output/table.h"
#include "parts/report.h"
#include "select/cell-facts.h"
#include "util/memory.h"

static void add_share(struct table *t, const struct reason_share *one)
{
	if (!one) {
		table_empty(t);
		table_empty(t);
		table_empty(t);
		return;
	}
	table_percent(t, one->share, 1);
	table_int(t, one->nr_workloads);
	table_int(t, llround((double)one->kernel / one->count));
}

/* Both modes side by side, the reasons of the first and then those that only the second has. */
static void print_shares(const struct report *r, const struct frequency f[2])
{
	unsigned int vendor = r->pairs.pair[0].vendor;
	const struct reason_share *one;
	struct table *t;
	size_t m, i;

	t = table_new(TABLE_MARKDOWN, (const char *const[]) {
		"<reason", mode_prose(vendor, false), "workloads", "cycles per exit",
		mode_prose(vendor, true), "workloads", "cycles per exit", NULL,
	});
	for (m = 0; m < 2; m++) {
		for (i = 0; i < f[m].nr; i++) {
			one = &f[m].reason[i];
			if (m && frequency_find(&f[0], one->row))
				continue;
			table_text(t, "%s", row_label(vendor, one->row).text);
			add_share(t, frequency_find(&f[0], one->row));
			add_share(t, frequency_find(&f[1], one->row));
		}
	}
	table_end(t, r->f);
	fputc('\n', r->f);
}

static int write_shares(const struct report *r)
{
	struct frequency f[2];
	size_t m;

	for (m = 0; m < 2; m++)
		frequency_of_jobs(&f[m], &r->jobs, m);
	if (!f[0].nr && !f[1].nr)
		return 0;
	fprintf(r->f, "## Reasons over all jobs\n\nThe mean of the shares that a reason has of the "
		"exits of each of %zu jobs, net of program start-up, without boots and "
		"micro-benchmarks.\n\n",
		f[0].nr_workloads > f[1].nr_workloads ? f[0].nr_workloads : f[1].nr_workloads);
	print_shares(r, f);
	return 0;
}

const struct topic_section section_shares = {
	DOCUMENT_WORKLOADS, 40, TOPIC_EACH_PLATFORM, NULL, write_shares,
};

static void add_rates(struct table *t, const struct record *r)
{
	const struct ledger *net = r ? &r->window.net : NULL;
	int64_t time = net ? net->wall - net->startup : 0;

	if (!net || time <= 0 || net->guest <= 0) {
		table_empty(t);
		table_empty(t);
		table_empty(t);
		return;
	}
	table_short(t, net->exits * 1e3 * r->window.info.tsc_khz / time);
	table_short(t, net->exits * 1e6 / net->guest);
	table_percent(t, net->blocked, time);
}

static int write_rates(const struct report *r)
{
	unsigned int vendor;
	char *on, *off;
	struct table *t;
	size_t i;

	if (!r->pairs.nr)
		return 0;
	vendor = r->pairs.pair[0].vendor;
	on = memory_printf("%s: per second", mode_prose(vendor, false));
	off = memory_printf("%s: per second", mode_prose(vendor, true));
	fprintf(r->f, "## Exit rates\n\nExits per second of elapsed time, program start-up and "
		"waiting included, and per million cycles of the guest's own; and the share of the "
		"time in which it was halted.\n\n");
	t = table_new(TABLE_MARKDOWN, (const char *const[]) {
		"<workload", on, "per M guest cycles", "halted", off, "per M guest cycles",
		"halted",
		NULL,
	});
	for (i = 0; i < r->pairs.nr; i++) {
		table_text(t, "%s", r->pairs.pair[i].name);
		add_rates(t, r->pairs.pair[i].tdp);
		add_rates(t, r->pairs.pair[i].shadow);
	}
	table_end(t, r->f);
	fputc('\n', r->f);
	free(off);
	free(on);
	return 0;
}

const struct topic_section section_rates = {
	DOCUMENT_WORKLOADS, 50, TOPIC_EACH_PLATFORM, NULL, write_rates,
};
