// SPDX-License-Identifier: GPL-2.0
/* The report's section about the ledger against KVM's tracepoint. */
#include <stdlib.h>
#include <string.h>

#include "output/format.h"
#include "util/memory.h"
#include "parts/report.h"
#include "output/table.h"

/* The cells of one platform and mode, added up. */
struct group {
	const struct record *any;
	char *workloads;
	size_t cells;
	int64_t exits;
	int64_t unseen;
	size_t checked[CHECK_KINDS];
	size_t different;
};

struct groups {
	struct group *group;
	size_t nr;
	size_t cells;
	int64_t exits;
	size_t different;
	struct table *failed;
	size_t nr_failed;
};

static struct group *find(struct groups *groups, const struct record *r)
{
	struct group *g;
	size_t i;

	for (i = 0; i < groups->nr; i++) {
		g = &groups->group[i];
		if (!strcmp(g->any->platform, r->platform) && g->any->shadow == r->shadow)
			return g;
	}
	groups->group = memory_grow(groups->group, groups->nr, sizeof(*groups->group));
	g = &groups->group[groups->nr++];
	g->any = r;
	g->workloads = memory_printf("%s", "");
	return g;
}

static void name_workload(struct group *g, const struct record *r)
{
	char *longer = memory_printf("%s%s%s", g->workloads, g->cells ? ", " : "", r->workload);

	free(g->workloads);
	g->workloads = longer;
}

static void add_failed(struct groups *groups, const char *cell, const char *why)
{
	table_text(groups->failed, "%s", cell);
	table_text(groups->failed, "%s", why);
	groups->nr_failed++;
}

static void add_cell(struct groups *groups, const struct record *r)
{
	const struct ledger *sum = &r->l1[L1_END].ledgers.sum;
	struct checks *checks;
	char error[256];
	struct group *g;
	size_t i;

	if (!record_is_good(r)) {
		add_failed(groups, r->id, r->error);
		return;
	}
	checks = checks_of_tracepoint(r, error, sizeof(error));
	if (!checks) {
		add_failed(groups, r->id, error);
		return;
	}
	g = find(groups, r);
	name_workload(g, r);
	g->cells++;
	g->exits += r->tracepoint->total;
	g->unseen += ledger_unseen(sum);
	g->different += checks->failed;
	for (i = 0; i < CHECK_KINDS; i++)
		g->checked[i] += checks_count(checks, i);
	groups->cells++;
	groups->exits += r->tracepoint->total;
	groups->different += checks->failed;
	if (checks->failed) {
		snprintf(error, sizeof(error), "%zu differences", checks->failed);
		add_failed(groups, r->id, error);
	}
	checks_free(checks);
}

static void print_groups(const struct report *r, const struct groups *groups)
{
	static const char *const columns[] = {
		"<platform", "<mode", "cells", "<workloads", "exits compared", "counts by reason",
		"runs that did not enter the guest", "laws", "statistics", "differences", NULL,
	};
	struct table *t = table_new(TABLE_MARKDOWN, columns);
	const struct group *g;
	size_t i;

	for (i = 0; i < groups->nr; i++) {
		g = &groups->group[i];
		table_text(t, "%s", g->any->platform);
		table_text(t, "%s", g->any->parameter);
		table_int(t, g->cells);
		table_text(t, "%s", g->workloads);
		table_int(t, g->exits);
		/* Without the line for all of them. */
		table_int(t, g->checked[CHECK_REASON] - g->cells);
		table_int(t, g->unseen);
		table_int(t, g->checked[CHECK_TRACED_LAW]);
		table_int(t, g->checked[CHECK_COUNTER]);
		table_int(t, g->different);
	}
	table_end(t, r->f);
	fputc('\n', r->f);
}

static void print_section(const struct report *r, const struct groups *groups)
{
	char *path = report_path(r, r->companion, NULL);

	fprintf(r->f, "## Checked against KVM's own tracepoint\n\n"
		"In L1 a histogram at the tracepoint `kvm:kvm_exit` counted every exit by its reason, "
		"from before L2's creation until after its end, while the ledger counted them, too. "
		"**%s exits in %zu cell%s, differences: %s.**\n\n", format_int(groups->exits).text,
		groups->cells, groups->cells == 1 ? "" : "s", format_int(groups->different).text);
	print_groups(r, groups);
	if (groups->nr_failed)
		fprintf(r->f, "**Not verified:**\n\n");
	table_end(groups->failed, groups->nr_failed ? r->f : NULL);
	if (groups->nr_failed)
		fputc('\n', r->f);
	fprintf(r->f, "The tracepoint does not see a VM entry that fails, nor a run that KVM "
		"emulates because it can't enter the guest in the state it is in; KVM's statistic "
		"`exits` counts both. The ledger keeps them apart, and they are the whole "
		"difference between the two. The laws: time to the cycle for each vCPU, the sum of "
		"the counts, KVM's statistic. Statistics are those of KVM that count the exits of "
		"one reason. Line by line: `exitreport verify %s --all`. Cycles of these cells are "
		"not used: the histogram's are in them.\n\n", path);
	free(path);
}

static int write_verify(const struct report *r)
{
	const struct run *run = r->companion->run;
	static const char *const columns[] = { "<cell", "<why", NULL };
	struct groups groups = { .nr = 0 };
	const struct record *record;
	size_t i;

	groups.failed = table_new(TABLE_MARKDOWN, columns);
	for (i = 0; (record = run_readable(run, i)); i++)
		if (checks_want_tracepoint(record))
			add_cell(&groups, record);
	for (i = 0; i < run->nr_missing; i++)
		add_failed(&groups, run->missing[i], "in the matrix, without a record");
	print_section(r, &groups);
	for (i = 0; i < groups.nr; i++)
		free(groups.group[i].workloads);
	free(groups.group);
	return 0;
}

static const struct topic_companion companion = {
	.name = "verify",
	.what = "the check against KVM's own tracepoint",
	.help = "checked against KVM's tracepoint (verify, beside RUN)",
};

const struct topic_section section_verify = {
	DOCUMENT_CHECKS, 40, TOPIC_ONCE, &companion, write_verify,
};
