// SPDX-License-Identifier: GPL-2.0
/* The report's table of workloads: what each job costs in both modes. */
#include <math.h>
#include <stdlib.h>

#include "output/format.h"
#include "output/table.h"
#include "parts/machines.h"
#include "ranked.h"
#include "select/cell-facts.h"
#include "select/clearing.h"
#include "select/mmio.h"
#include "util/memory.h"

/* So much of a workload's cycles in KVM is decided by the clearing of pages: say so. */
#define CLEARING_DECIDES	0.1

/* Does the sum of a mode's cycles in KVM hang on the clearing of pages? */
static bool is_decided(const struct report *r, const struct pair *p, const struct run *detail,
		       bool shadow, int64_t *exits)
{
	static const struct net_quantity kernel = { .sum = NET_KERNEL };
	const struct record *record = clearing_find(detail, shadow ? p->shadow : p->tdp);
	struct clearing c;
	struct net n;

	if (!record)
		return false;
	c = clearing_of(record);
	n = net_of(&r->all, p, &kernel);
	*exits = c.exits;
	return c.is_known && c.exits &&
	       llabs(c.least) > CLEARING_DECIDES * (shadow ? n.shadow.median : n.tdp.median);
}

/* Less than nothing is what starting up takes by chance, in the window and by itself. */
static void add_side(struct table *t, const struct net *n, double median)
{
	if (median < 0)
		table_text(t, "none");
	else if (n->is_cycles)
		table_short(t, median);
	else
		table_int(t, llround(median));
}

static void add_sides(struct table *t, const struct net *n, bool is_decided)
{
	add_side(t, n, n->tdp.median);
	add_side(t, n, n->shadow.median);
	table_text(t, "%s%s", net_change(n, true).text, is_decided ? " \\*" : "");
}

/* With KPTI the other way; nothing if that was not measured. */
static void add_other(struct table *t, const struct machine *other, const char *workload,
		      const struct net_quantity *q)
{
	const struct pair *p = machine_pair(other, workload);
	struct net n;

	if (p) {
		n = net_of(&other->pairs, p, q);
		table_text(t, "%s", net_change(&n, false).text);
	} else {
		table_empty(t);
	}
}

/* What a table of workloads has of each: quantities in both modes, and KPTI's of the first. */
struct quantities {
	struct net_quantity quantity[2];
	const char *title[2];
	size_t nr;
};

static const struct quantities tables[] = {
	{ { { .sum = NET_BUSY } }, { "CPU time" }, 1 },
	{ { { .sum = NET_EXITS }, { .sum = NET_KERNEL } }, { "exits", "KVM's cycles" }, 2 },
};

static void print_table(const struct report *r, const struct ranked *ranked, size_t nr,
			const struct machine *other, const struct run *detail,
			const struct quantities *q)
{
	const char *columns[9] = { "<workload" };
	const char *on = mode_prose(ranked->pair->vendor, false);
	const char *off = mode_prose(ranked->pair->vendor, true);
	char *titles[2] = { NULL }, *kpti = NULL;
	size_t i, k, nr_columns = 1;
	struct table *t;
	int64_t clears;
	struct net n;

	for (k = 0; k < q->nr; k++) {
		titles[k] = memory_printf("%s, %s", q->title[k], on);
		columns[nr_columns++] = titles[k];
		columns[nr_columns++] = off;
		columns[nr_columns++] = "change";
		if (k || !other)
			continue;
		kpti = memory_printf("change, KPTI %s", other->kpti ? "on" : "off");
		columns[nr_columns++] = kpti;
	}
	t = table_new(TABLE_MARKDOWN, columns);
	for (i = 0; i < nr; i++) {
		table_text(t, "%s", ranked[i].pair->name);
		for (k = 0; k < q->nr; k++) {
			n = net_of(&r->all, ranked[i].pair, &q->quantity[k]);
			add_sides(t, &n, q->quantity[k].sum == NET_KERNEL &&
				  (is_decided(r, ranked[i].pair, detail, false, &clears) ||
				   is_decided(r, ranked[i].pair, detail, true, &clears)));
			if (!k && other)
				add_other(t, other, pair_any(ranked[i].pair)->workload,
					  &q->quantity[k]);
		}
	}
	table_end(t, r->f);
	fputc('\n', r->f);
	free(titles[0]);
	free(titles[1]);
	free(kpti);
}

static void print_tables(const struct report *r, const struct ranked *ranked, size_t nr,
			 const struct run *detail)
{
	const struct machine *other;
	struct machines machines;
	size_t i;

	machines_of_report(&machines, r);
	other = machines_other(&machines, machines_main(&machines, r->platform));
	for (i = 0; i < sizeof(tables) / sizeof(tables[0]); i++)
		print_table(r, ranked, nr, other, detail, &tables[i]);
	machines_free(&machines);
}

static void say_clearing(const struct report *r, const struct ranked *ranked, size_t nr,
			 const struct run *detail)
{
	size_t i, said = 0;
	int64_t exits;
	int shadow;

	for (i = 0; i < nr; i++) {
		for (shadow = 0; shadow < 2; shadow++) {
			if (!is_decided(r, ranked[i].pair, detail, shadow, &exits))
				continue;
			fprintf(r->f, "%s%s with %s (%+d)", said++ ? ", " :
				"\\* Over a tenth of KVM's cycles are exits in which the host clears a page of 2 "
				"MiB, at least 262,144 cycles each, of which start-up can have more than the "
				"work: ", ranked[i].pair->name,
				mode_prose(ranked[i].pair->vendor, shadow), (int)exits);
		}
	}
	if (said)
		fprintf(r->f, ".\n\n");
}

/* What KVM does with them, by its statistics; of all of the VM's exits around the window. */
static void add_handling(struct table *t, const struct record *r)
{
	struct mmio_handling h = mmio_handling_of(r);

	if (!h.is_known) {
		table_empty(t);
		table_empty(t);
		return;
	}
	table_int(t, h.emulated);
	table_int(t, h.to_vmm);
}

static bool add_mmio(struct table *t, const struct pair *p, bool shadow, const struct run *detail)
{
	const struct record *r = shadow ? p->shadow : p->tdp;
	const struct record *found = mmio_find(detail, r);
	struct mmio mmio;

	if (!found)
		return false;
	mmio = mmio_of(found);
	table_text(t, "%s", p->name);
	table_text(t, "%s", mode_prose(p->vendor, shadow));
	table_int(t, mmio.count);
	table_short(t, mmio.kernel);
	if (mmio.count >= NET_BASE)
		table_int(t, llround((double)mmio.kernel / mmio.count));
	else
		table_empty(t);
	/* Of the same cell: with details another may make some more. */
	add_handling(t, found);
	return true;
}

/* What is among the emulated instructions, and what is not. */
static const char *emulated_text(unsigned int vendor)
{
	if (vendor == KVM_EXITMETER_VENDOR_VMX)
		return "Accesses that were not emulated went through the fast MMIO bus.";
	return "Among the emulated are the accesses to control registers and the INVLPGs that the "
	       "CPU has not decoded for KVM: all of them, if it has no decode assists. SVM has no "
	       "fast MMIO bus.";
}

static int write_mmio(const struct report *r)
{
	static const char *const columns[] = {
		"<workload", "<mode", "accesses", "KVM's cycles", "cycles each",
		"?emulated", "?left KVM", NULL,
	};
	const struct companion *detail = report_companion(r, "detail");
	const struct run *details = detail ? detail->run : NULL;
	struct table *t = table_new(TABLE_MARKDOWN, columns);
	bool any = false;
	size_t i;

	for (i = 0; i < r->jobs.nr; i++) {
		if (!pair_is_whole(&r->jobs.pair[i]))
			continue;
		any |= add_mmio(t, &r->jobs.pair[i], false, details);
		any |= add_mmio(t, &r->jobs.pair[i], true, details);
	}
	if (any)
		fprintf(r->f, "## How many accesses to devices' memory are there%s?\n\n"
			"Without start-up, of one seed. \"Emulated\" and \"left KVM\" are KVM's own "
			"statistics (insn_emulation less pf_emulate; mmio_exits) and reach a little "
			"beyond the window. %s What did not leave KVM woke a thread of QEMU through "
			"an eventfd, or was for a device of KVM's own.\n\n", r->suffix,
			emulated_text(r->pairs.pair[0].vendor));
	table_end(t, any ? r->f : NULL);
	if (any)
		fputc('\n', r->f);
	return 0;
}

const struct topic_section section_mmio = {
	DOCUMENT_WORKLOADS, 15, TOPIC_EACH_PLATFORM, NULL, write_mmio,
};

static void say_unmeasured(const struct report *r)
{
	size_t i, said = 0;

	for (i = 0; i < r->jobs.nr; i++)
		if (!pair_is_whole(&r->jobs.pair[i]))
			fprintf(r->f, "%s%s", said++ ? ", " :
				"Not measured in both modes, so not in the table: ",
				r->jobs.pair[i].name);
	if (said)
		fprintf(r->f, ".\n\n");
}

static size_t count_seeds(const struct report *r, const struct ranked *ranked)
{
	static const struct net_quantity busy = { .sum = NET_BUSY };

	return net_of(&r->all, ranked->pair, &busy).tdp.nr;
}

/* Those that are last whatever their factor is. */
static void say_idle(const struct report *r, const struct ranked *ranked, size_t nr)
{
	const struct advice *a;
	size_t i;

	for (i = 0; i < nr; i++) {
		a = &ranked[i].advice;
		if (a->is_idle)
			fprintf(r->f, " (%s last: it is busy for %s of the time)",
				ranked[i].pair->name,
				format_percent(a->busy.tdp.median, a->elapsed).text);
	}
}

static int write_workloads(const struct report *r)
{
	const struct companion *detail = report_companion(r, "detail");
	const struct run *details = detail ? detail->run : NULL;
	struct ranked *ranked;
	size_t nr;

	ranked = ranked_jobs(&r->all, &r->jobs, details, &nr);
	if (nr) {
		fprintf(r->f, "## Which workloads notice?\n\n"
			"Each job without its program's start-up, most affected first");
		say_idle(r, ranked, nr);
		if (count_seeds(r, ranked) > 1)
			fprintf(r->f, ": the median of %zu seeds, and in brackets their range, "
				"where the digits show it", count_seeds(r, ranked));
		fprintf(r->f, ". Where the base has under %d exits, or under %s cycles in KVM, the "
			"change is a difference; \"none\" is nothing, or less than start-up takes. CPU "
			"time is the guest's, KVM's and QEMU's cycles on the vCPU. ",
			NET_BASE, format_short(NET_BASE_CYCLES).text);
		report_link(r, DOCUMENT_WORKLOADS, "Workload by workload");
		fprintf(r->f, " has the reasons.\n\n");
		report_chart(r, "cpu-time", NULL,
			     "CPU time of each job in both modes, by what it is for");
		print_tables(r, ranked, nr, details);
		say_unmeasured(r);
		say_clearing(r, ranked, nr, details);
	}
	free(ranked);
	return 0;
}

const struct topic_section section_workloads = {
	DOCUMENT_REPORT, 60, TOPIC_ONCE, NULL, write_workloads,
};

static int write_all_workloads(const struct report *r)
{
	const struct companion *detail = report_companion(r, "detail");
	const struct run *details = detail ? detail->run : NULL;
	struct ranked *ranked;
	size_t nr;

	ranked = ranked_jobs(&r->all, &r->pairs, details, &nr);
	if (nr) {
		fprintf(r->f, "## What does each workload cost in both modes%s?\n\n"
			"Without start-up; those of one mechanism are the sum over their points.\n\n",
			r->suffix);
		print_tables(r, ranked, nr, details);
		say_clearing(r, ranked, nr, details);
	}
	free(ranked);
	return 0;
}

const struct topic_section section_all_workloads = {
	DOCUMENT_WORKLOADS, 10, TOPIC_EACH_PLATFORM, NULL, write_all_workloads,
};
