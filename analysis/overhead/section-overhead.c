// SPDX-License-Identifier: GPL-2.0
/* The report's section about what measuring costs. */
#include <stdlib.h>
#include <string.h>

#include "output/format.h"
#include "overhead-table.h"
#include "record/facts/platform-facts.h"
#include "parts/report.h"

static bool has_seen(const struct overhead *o, size_t index)
{
	size_t i;

	for (i = 0; i < index; i++)
		if (!strcmp(o->cells[i].r->platform, o->cells[index].r->platform))
			return true;
	return false;
}

static void say_how(const struct report *r, const struct overhead *o, const struct run *run)
{
	char *path = report_path(r, r->companion, NULL);
	size_t i;

	fprintf(r->f, "How it was obtained:\n\n- `make bench-overhead`, then `exitreport overhead "
		"%s`%s%s%s.\n", path, *run->matrix ? "; matrix `" : "", run->matrix,
		*run->matrix ? "`" : "");
	for (i = 0; i < o->nr_cells; i++)
		if (!has_seen(o, i))
			fprintf(r->f, "- Platform `%s`: %s\n", o->cells[i].r->platform,
				platform_facts(o->cells[i].r->platform)->text);
	fprintf(r->f, "- A module in L2's kernel makes the exit many times with interrupts off and "
		"reads the TSC before and after; a figure is the median. Nothing but the way of "
		"observing differs between the cells of a row%s%s%s. Observers run on the unpatched "
		"KVM, as their users have it.\n",
		o->nr_rows && *o->rows[0].cell->settings && !overhead_has_settings(o) ?
		"; all have the settings `" : "",
		o->nr_rows && !overhead_has_settings(o) ? o->rows[0].cell->settings : "",
		o->nr_rows && *o->rows[0].cell->settings && !overhead_has_settings(o) ? "`" : "");
	if (o->nr_rows && overhead_is_exact(o->rows[0].cell))
		fprintf(r->f, "- A cycle is one instruction, of L1's kernel and of L2's alike, "
			"however long a processor would take for it: an RDTSC or a write to a ring "
			"buffer counts as much as an addition. On hardware the difference between "
			"the ways is of the same kind, not of the same size.\n");
	fputc('\n', r->f);
	free(path);
}

/* "30 instructions", "30 to 34 instructions" */
static void say_headline(const struct report *r, const struct overhead *o)
{
	int64_t cycles, low = 0, high = 0;
	size_t i, nr = 0;

	for (i = 0; i < o->nr_rows; i++) {
		if (primitive_kind(o->rows[i].primitive, o->rows[i].cell->r->shadow) !=
		    PRIMITIVE_EXIT || !overhead_is_exact(o->rows[i].cell) ||
		    !overhead_added(&o->rows[i], WAY_ON, &cycles))
			continue;
		low = !nr || cycles < low ? cycles : low;
		high = !nr || cycles > high ? cycles : high;
		nr++;
	}
	if (!nr)
		return;
	fprintf(r->f, "**With the meter on, an exit that KVM handles by itself takes %s",
		format_int(low).text);
	if (high > low)
		fprintf(r->f, " to %s", format_int(high).text);
	fprintf(r->f, " instructions more than on an unpatched KVM.**\n\n");
}

static void print_exits(const struct report *r, const struct overhead *o)
{
	char *chart = report_path(r, r->companion, "charts/overhead.svg");

	fprintf(r->f, "The round trip of an exit: cycles on the unpatched KVM, then how many more "
		"with each way to observe it, and how many times what the meter adds perf does. "
		"What goes through the VMM or sleeps changes accounts more often than an exit "
		"does. A few instructions between the unpatched KVM and the meter off are the "
		"compiler's, which lays out other code. Faults, CR3 writes and INVLPG depend on "
		"the host's free memory and on KVM's shadow pages as well, HLT on timers: those "
		"are not the same in any two of these machines.\n\n");
	overhead_table_exits(TABLE_MARKDOWN, o, r->f);
	fprintf(r->f, "\n![What each way of observing adds to an exit](%s)\n\n", chart);
	free(chart);
}

static void print_section(const struct report *r, const struct overhead *o, const struct run *run)
{
	fprintf(r->f, "## What measuring costs\n\n");
	say_headline(r, o);
	if (overhead_has(o, OVERHEAD_EXIT))
		print_exits(r, o);
	fprintf(r->f, "Targets, judged where a cycle is an instruction, of exits that KVM handles "
		"by itself:\n\n");
	overhead_table_targets(TABLE_MARKDOWN, o, r->f);
	if (overhead_has(o, OVERHEAD_WINDOW)) {
		fprintf(r->f, "\nA window is two latches; reading is done after it:\n\n");
		overhead_table_windows(TABLE_MARKDOWN, o, r->f);
	}
	if (overhead_has(o, OVERHEAD_METER)) {
		fprintf(r->f, "\nThe meter's own CPUIDs, cycles; a latch copies the ledgers of all "
			"vCPUs:\n\n");
		overhead_table_meter(TABLE_MARKDOWN, o, r->f);
	}
	if (o->nr_memory) {
		fprintf(r->f, "\nMemory of the ledgers, without the slots of latches, which are "
			"allocated on first use:\n\n");
		overhead_table_memory(TABLE_MARKDOWN, o, r->f);
	}
	fputc('\n', r->f);
	say_how(r, o, run);
}

static int write_overhead(const struct report *r)
{
	const struct run *run = r->companion->run;
	struct overhead o;
	int err;

	err = overhead_load(&o, run);
	if (!err) {
		print_section(r, &o, run);
		overhead_free(&o);
	}
	return err;
}

static const struct topic_companion companion = {
	.name = "overhead",
	.what = "what measuring costs",
	.help = "what measuring costs (overhead, beside RUN)",
};

const struct topic_section section_overhead = {
	DOCUMENT_OVERHEAD, 10, TOPIC_ONCE, &companion, write_overhead,
};
