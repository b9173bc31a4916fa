// SPDX-License-Identifier: GPL-2.0
/* The appendix about what the exits for page tables were for. */
#include <stdlib.h>
#include <string.h>

#include "output/format.h"
#include "output/table.h"
#include "page-tables-table.h"
#include "parts/prose.h"
#include "parts/report.h"
#include "util/memory.h"

/* Columns of the table of uses: workload, the uses, what is outside of the window. */
#define USE_COLUMNS	(1 + PAGE_USES + 2)

/* Statistics that one table has room for; the others are in tables/page-tables.csv. */
static const char *const shown[] = {
	"insn_emulation", "tlb_flush", "invlpg", "mmu_cache_miss", "mmu_shadow_zapped",
	"mmu_flooded", "mmu_recycled", "mmu_pte_write", "mmu_unsync", "pages_4k", "pages_2m",
};

#define NR_SHOWN	(sizeof(shown) / sizeof(shown[0]))

/**
 * struct account - of a cell
 */
struct account {
	const struct record *r;
	struct page_tables use;
};

/**
 * struct accounts - of all cells in a mode
 */
struct accounts {
	struct account *account;
	size_t nr;
};

static bool is_of_interest(const struct page_tables *p)
{
	return p->use[PAGE_FAULTS] || p->use[PAGE_CR] || p->use[PAGE_INVALIDATE];
}

static void accounts_load(struct accounts *all, const struct report *r, bool shadow)
{
	struct account one;
	char error[128];
	size_t i;

	*all = (struct accounts) { NULL, 0 };
	for (i = 0; i < r->pairs.nr; i++) {
		one.r = shadow ? r->pairs.pair[i].shadow : r->pairs.pair[i].tdp;
		if (!one.r || page_tables_load(&one.use, one.r, error, sizeof(error)) ||
		    !is_of_interest(&one.use))
			continue;
		all->account = memory_grow(all->account, all->nr, sizeof(one));
		all->account[all->nr++] = one;
	}
}

/* What most of the faults of a cell were; PAGE_USES if it has none. */
static enum page_use largest_use(const struct page_tables *p)
{
	enum page_use use, most = PAGE_USES;

	for (use = PAGE_DEVICE; page_use_is_part(use); use++)
		if (p->use[use] > 0 && (most == PAGE_USES || p->use[use] > p->use[most]))
			most = use;
	return most;
}

/* Of how many workloads the faults are mostly this and that, the most frequent first. */
static void say_largest(const struct report *r, const struct accounts *all, bool shadow)
{
	size_t count[PAGE_USES + 1] = { 0 }, i;
	const char *separator = ": ";
	enum page_use use, next;

	for (i = 0; i < all->nr; i++)
		count[largest_use(&all->account[i].use)]++;
	fprintf(r->f, "With %s, what most faults are, in %zu workloads", report_mode(r, shadow),
		all->nr);
	for (;;) {
		for (next = use = PAGE_DEVICE; page_use_is_part(use); use++)
			if (count[use] > count[next])
				next = use;
		if (!count[next])
			break;
		fprintf(r->f, "%s%s in %zu", separator, page_uses[next].name, count[next]);
		separator = ", ";
		count[next] = 0;
	}
	fprintf(r->f, ".\n\n");
}

/* Is a use there in any of the cells? A column of zeros says nothing. */
static bool has_use(const struct accounts *all, enum page_use use)
{
	size_t i;

	for (i = 0; i < all->nr; i++)
		if (all->account[i].use.use[use])
			return true;
	return false;
}

static void add_uses(struct table *t, const struct accounts *all, const struct account *one)
{
	const struct page_tables *p = &one->use;
	enum page_use use;

	table_text(t, "%s", one->r->name);
	for (use = 0; use < PAGE_USES; use++)
		if (has_use(all, use))
			table_int(t, p->use[use]);
	table_int(t, p->exits - p->window_exits);
	table_int(t, p->use[PAGE_FAULTS] - p->window_faults);
}

static void print_uses(const struct report *r, const struct accounts *all, bool shadow)
{
	const char *columns[USE_COLUMNS + 1] = { "<workload" };
	size_t nr = 1, i;
	enum page_use use;
	struct table *t;

	if (!all->nr)
		return;
	say_largest(r, all, shadow);
	for (use = 0; use < PAGE_USES; use++)
		if (has_use(all, use))
			columns[nr++] = page_uses[use].name;
	columns[nr++] = "outside the window: exits";
	columns[nr++] = "faults";
	t = table_new(TABLE_MARKDOWN, columns);
	for (i = 0; i < all->nr; i++)
		add_uses(t, all, &all->account[i]);
	table_end(t, r->f);
	fputc('\n', r->f);
}

static const struct page_counter *find_counter(const char *name)
{
	size_t i;

	for (i = 0; i < page_nr_counters; i++)
		if (!strcmp(page_counters[i].name, name))
			return &page_counters[i];
	return NULL;
}

static bool has_counter(const struct accounts *all, const char *name)
{
	int64_t value;
	size_t i;

	for (i = 0; i < all->nr; i++)
		if (page_counter_value(find_counter(name), all->account[i].r, &value) && value)
			return true;
	return false;
}

static void add_counters(struct table *t, const struct accounts *all, const struct record *r)
{
	int64_t value;
	size_t i;

	table_text(t, "%s", r->name);
	for (i = 0; i < NR_SHOWN; i++) {
		if (!has_counter(all, shown[i]))
			continue;
		if (page_counter_value(find_counter(shown[i]), r, &value))
			table_int(t, value);
		else
			table_empty(t);
	}
}

/* Of shadow paging alone: with nested paging nothing is done but to fill entries. */
static void print_counters(const struct report *r, const struct accounts *all)
{
	const char *columns[1 + NR_SHOWN + 1] = { "<workload" };
	struct table *t;
	size_t nr = 1, i;

	for (i = 0; i < NR_SHOWN; i++)
		if (has_counter(all, shown[i]))
			columns[nr++] = shown[i];
	if (nr == 1)
		return;
	fprintf(r->f, "What KVM did with the page tables that it keeps with %s (unsync and pages: "
		"how many there were in the end; the "
		"[statistics](#kvms-statistics-about-page-tables)):\n\n", report_mode(r, true));
	t = table_new(TABLE_MARKDOWN, columns);
	for (i = 0; i < all->nr; i++)
		add_counters(t, all, all->account[i].r);
	table_end(t, r->f);
	fputc('\n', r->f);
}

/**
 * struct range - least and most of what is outside of the windows
 */
struct range {
	int64_t least;
	int64_t most;
};

static void range_add(struct range *range, int64_t n, bool is_first)
{
	range->least = is_first || n < range->least ? n : range->least;
	range->most = is_first || n > range->most ? n : range->most;
}

static char *range_text(const struct range *range)
{
	if (range->least == range->most)
		return memory_printf("%s", format_int(range->least).text);
	return memory_printf("%s to %s", format_int(range->least).text,
			     format_int(range->most).text);
}

static int print_caveats(const struct report *r, const struct accounts modes[2])
{
	bool is_vmx = r->pairs.pair[0].vendor == KVM_EXITMETER_VENDOR_VMX, whole = false;
	struct range exits = { 0, 0 }, faults = { 0, 0 };
	const struct page_tables *p;
	size_t nr = 0, mode, i;
	char *texts[2];
	int err;

	for (mode = 0; mode < 2; mode++) {
		for (i = 0; i < modes[mode].nr; i++) {
			p = &modes[mode].account[i].use;
			whole |= p->whole_life;
			if (p->whole_life)
				continue;
			range_add(&exits, p->exits - p->window_exits, !nr);
			range_add(&faults, p->use[PAGE_FAULTS] - p->window_faults, !nr);
			nr++;
		}
	}
	texts[0] = range_text(&exits);
	texts[1] = range_text(&faults);
	err = prose_print(r->f, "analysis/page-tables/caveats.md", (struct prose_value[]) {
		{ "mode", is_vmx ? "EPT" : "NPT" }, { "outside", nr ? texts[0] : NULL },
		{ "outside_faults", texts[1] }, { "whole", whole ? "" : NULL }, { NULL, NULL },
	});
	free(texts[0]);
	free(texts[1]);
	return err;
}

static int write_page_tables(const struct report *r)
{
	struct accounts modes[2];
	int err = 0;

	accounts_load(&modes[0], r, false);
	accounts_load(&modes[1], r, true);
	if (modes[0].nr || modes[1].nr) {
		fprintf(r->f, "## What the exits for page tables were for%s\n\nKVM's own "
			"statistics tell what it did about a fault, an exit because the page tables "
			"in use do not allow an access. The parts add up to the faults. `exitreport "
			"explain` prints it for one workload.\n\n", r->suffix);
		err = print_caveats(r, modes);
		print_uses(r, &modes[0], false);
		print_uses(r, &modes[1], true);
		print_counters(r, &modes[1]);
	}
	free(modes[0].account);
	free(modes[1].account);
	return err;
}

const struct topic_section section_page_tables = {
	DOCUMENT_PAGE_TABLES, 10, TOPIC_EACH_PLATFORM, NULL, write_page_tables,
};

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

const struct topic_section section_page_counters = {
	DOCUMENT_PAGE_TABLES, 20, TOPIC_ONCE, NULL, write_page_counters,
};
