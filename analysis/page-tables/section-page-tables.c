// SPDX-License-Identifier: GPL-2.0
/* The report's sections about what the exits for page tables were for. */
#include <string.h>

#include "page-tables-table.h"
#include "parts/report.h"
#include "output/table.h"
#include "parts/prose.h"

/* Columns of the table of uses: workload, mode, the uses, what is outside of the window. */
#define USE_COLUMNS	(2 + PAGE_USES + 2)

/* Statistics that one table has room for; the others are in tables/page-tables.csv. */
static const char *const shown[] = {
	"insn_emulation", "tlb_flush", "invlpg", "mmu_cache_miss", "mmu_shadow_zapped",
	"mmu_flooded", "mmu_recycled", "mmu_pte_write", "mmu_unsync", "pages_4k", "pages_2m",
};

#define NR_SHOWN	(sizeof(shown) / sizeof(shown[0]))

static const struct record *mode_of(const struct pair *pair, bool shadow)
{
	return shadow ? pair->shadow : pair->tdp;
}

/* Does what for each cell that has an account; returns how many there were. */
static size_t visit(const struct report *r, bool shadow,
		    void (*visitor)(void *context, const struct record *r,
				    const struct page_tables *p),
		    void *context)
{
	const struct record *record;
	struct page_tables p;
	char error[128];
	size_t i, nr = 0;

	for (i = 0; i < r->pairs.nr; i++) {
		record = mode_of(&r->pairs.pair[i], shadow);
		if (!record || page_tables_load(&p, record, error, sizeof(error)))
			continue;
		visitor(context, record, &p);
		nr++;
	}
	return nr;
}

static void add_up(void *context, const struct record *r, const struct page_tables *p)
{
	struct page_tables *sum = context;
	size_t i;

	(void)r;
	for (i = 0; i < PAGE_USES; i++)
		sum->use[i] += p->use[i];
}

static void say_mode(const struct report *r, bool shadow)
{
	struct page_tables sum = { .exits = 0 };

	if (!visit(r, shadow, add_up, &sum))
		return;
	fprintf(r->f, "- With %s, all workloads together: ", report_mode(r, shadow));
	page_tables_say(&sum, r->f);
	fprintf(r->f, ".\n");
}

static void add_uses(void *context, const struct record *r, const struct page_tables *p)
{
	struct table *t = context;
	size_t i;

	if (!p->use[PAGE_FAULTS] && !p->use[PAGE_CR] && !p->use[PAGE_INVALIDATE])
		return;
	table_text(t, "%s", r->name);
	table_text(t, "%s", r->parameter);
	for (i = 0; i < PAGE_USES; i++)
		table_int(t, p->use[i]);
	table_int(t, p->exits - p->window_exits);
	table_int(t, p->use[PAGE_FAULTS] - p->window_faults);
}

static void print_uses(const struct report *r)
{
	const char *columns[USE_COLUMNS + 1] = { "<workload", "<mode" };
	struct table *t;
	size_t i;

	for (i = 0; i < PAGE_USES; i++)
		columns[2 + i] = page_uses[i].name;
	columns[2 + PAGE_USES] = "outside: exits";
	columns[2 + PAGE_USES + 1] = "faults";
	t = table_new(TABLE_MARKDOWN, columns);
	for (i = 0; i < 2; i++)
		visit(r, i, add_uses, t);
	table_end(t, r->f);
}

static const struct page_counter *find_counter(const char *name)
{
	size_t i;

	for (i = 0; i < page_nr_counters; i++)
		if (!strcmp(page_counters[i].name, name))
			return &page_counters[i];
	return NULL;
}

/* Has KVM done anything that the table shows? */
static bool is_quiet(const struct record *r)
{
	const struct page_counter *c;
	int64_t value;
	size_t i;

	for (i = 0; i < NR_SHOWN; i++) {
		c = find_counter(shown[i]);
		if (!c->is_level && page_counter_value(c, r, &value) && value)
			return false;
	}
	return true;
}

static void add_counters(void *context, const struct record *r, const struct page_tables *p)
{
	struct table *t = context;
	int64_t value;
	size_t i;

	(void)p;
	if (is_quiet(r))
		return;
	table_text(t, "%s", r->name);
	table_text(t, "%s", r->parameter);
	for (i = 0; i < NR_SHOWN; i++) {
		if (page_counter_value(find_counter(shown[i]), r, &value))
			table_int(t, value);
		else
			table_empty(t);
	}
}

static void print_counters(const struct report *r)
{
	const char *columns[2 + NR_SHOWN + 1] = { "<workload", "<mode" };
	struct table *t;
	size_t i;

	for (i = 0; i < NR_SHOWN; i++)
		columns[2 + i] = shown[i];
	t = table_new(TABLE_MARKDOWN, columns);
	for (i = 0; i < 2; i++)
		visit(r, i, add_counters, t);
	table_end(t, r->f);
	fputc('\n', r->f);
}

static int write_page_tables(const struct report *r)
{
	struct page_tables sum = { .exits = 0 };

	fprintf(r->f, "## What the exits for page tables were for%s\n\n", r->suffix);
	if (!visit(r, false, add_up, &sum) && !visit(r, true, add_up, &sum)) {
		fprintf(r->f, "No record has KVM's statistics and the host's ledgers to go with "
			"them.\n\n");
		return 0;
	}
	fprintf(r->f, "From KVM's own statistics beside the ledger; a fault is an exit because the "
		"page tables in use do not allow an access. The parts of the faults add up to "
		"them. `exitreport explain` prints it for one workload.\n\n");
	say_mode(r, false);
	say_mode(r, true);
	if (prose_print(r->f, "analysis/page-tables/caveats.md", NULL))
		return -1;
	print_uses(r);
	fprintf(r->f, "\nWhat KVM did with the page tables that it keeps (unsync and pages: how "
		"many there were in the end; the [statistics](#kvms-statistics-about-page-tables)):"
		"\n\n");
	print_counters(r);
	return 0;
}

const struct topic_section section_page_tables = { DOCUMENT_PAGE_TABLES, 10, TOPIC_EACH_PLATFORM, NULL, write_page_tables };

static int write_page_counters(const struct report *r)
{
	static const char *const columns[] = { "<statistic", "<counts", "<in", NULL };
	struct table *t;
	size_t i;

	if (!r->nr_platforms)
		return 0;
	t = table_new(TABLE_MARKDOWN, columns);
	fprintf(r->f, "## KVM's statistics about page tables\n\nWhat each counts, from the source "
		"of Linux 6.12; files are below arch/x86/kvm.\n\n");
	for (i = 0; i < page_nr_counters; i++) {
		table_text(t, "%s", page_counters[i].name);
		table_text(t, "%s%s", page_counters[i].is_level ? "now: " : "",
			   page_counters[i].text);
		table_text(t, "%s", page_counters[i].where);
	}
	table_end(t, r->f);
	fputc('\n', r->f);
	return 0;
}

const struct topic_section section_page_counters = { DOCUMENT_PAGE_TABLES, 20, TOPIC_ONCE, NULL, write_page_counters };
