// SPDX-License-Identifier: GPL-2.0
#include "page-tables-table.h"

#include <err.h>

#include "output/format.h"
#include "parts/record-table.h"
#include "topic.h"

/* The two modes of a pair. */
struct modes {
	const struct record *r[2];
	struct page_tables account[2];
	bool has[2];
};

static const struct record *mode_of(const struct pair *pair, size_t mode)
{
	return mode ? pair->shadow : pair->tdp;
}

static void load(struct modes *m, const struct pair *pair, FILE *f)
{
	char error[128];
	size_t i;

	for (i = 0; i < 2; i++) {
		m->r[i] = mode_of(pair, i);
		m->has[i] = m->r[i] &&
			    !page_tables_load(&m->account[i], m->r[i], error, sizeof(error));
		if (m->r[i] && !m->has[i])
			fprintf(f, "%s: no account of this record: %s.\n", m->r[i]->parameter,
				error);
	}
}

/* The time of an account against its window; no newline. */
static void print_span(const struct page_tables *p, FILE *f)
{
	int64_t more = p->exits - p->window_exits;

	fprintf(f, "%s, %s exits more than in the window itself (%s), of the faults %s more",
		p->whole_life ? "the VM's whole life" : "the time from before to after the window",
		format_int(more).text, format_percent(more, p->window_exits).text,
		format_int(p->use[PAGE_FAULTS] - p->window_faults).text);
}

static void print_spans(const struct modes *m, FILE *f)
{
	size_t i;

	for (i = 0; i < 2; i++) {
		if (!m->has[i])
			continue;
		fprintf(f, "%s: counted over ", m->r[i]->parameter);
		print_span(&m->account[i], f);
		fprintf(f, ".\n");
	}
}

/* The two modes' names with a share beside each; empty where there is no account. */
static void add_use(struct table *t, const struct page_tables *p, bool has, enum page_use use)
{
	if (!has) {
		table_empty(t);
		table_empty(t);
		return;
	}
	table_int(t, p->use[use]);
	if (page_use_is_part(use))
		table_percent(t, p->use[use], p->use[PAGE_FAULTS]);
	else
		table_percent(t, p->use[use], p->exits);
}

static void print_uses(const struct modes *m, unsigned int vendor, FILE *f)
{
	const char *const columns[] = {
		"<exits", record_mode_name(vendor, false), "share", record_mode_name(vendor, true),
		"share", "<computed from", NULL,
	};
	struct table *t = table_new(TABLE_TEXT, columns);
	enum page_use use;
	size_t i;

	for (use = 0; use < PAGE_USES; use++) {
		table_text(t, "%s%s", page_use_is_part(use) ? "- " : "", page_uses[use].name);
		for (i = 0; i < 2; i++)
			add_use(t, &m->account[i], m->has[i], use);
		table_text(t, "%s", page_uses[use].from);
	}
	table_end(t, f);
}

static void print_counters(const struct modes *m, unsigned int vendor, FILE *f)
{
	const char *const columns[] = {
		"<KVM's statistic", record_mode_name(vendor, false),
		record_mode_name(vendor, true), "<what it counts", NULL,
	};
	struct table *t = table_new(TABLE_TEXT, columns);
	const struct page_counter *c;
	bool has[2], any;
	int64_t value[2];
	size_t i, k;

	for (i = 0; i < page_nr_counters; i++) {
		c = &page_counters[i];
		for (any = false, k = 0; k < 2; k++) {
			has[k] = m->has[k] && page_counter_value(c, m->r[k], &value[k]);
			any |= has[k] && value[k];
		}
		if (!any)
			continue;
		table_text(t, "%s", c->name);
		for (k = 0; k < 2; k++) {
			if (has[k])
				table_int(t, value[k]);
			else
				table_empty(t);
		}
		table_text(t, "%s%s", c->is_level ? "in the end: " : "", c->text);
	}
	table_end(t, f);
}

void page_tables_print(const struct pair *pair, FILE *f)
{
	struct modes m;

	load(&m, pair, f);
	if (!m.has[0] && !m.has[1])
		return;
	print_spans(&m, f);
	fputc('\n', f);
	print_uses(&m, pair->vendor, f);
	fputc('\n', f);
	print_counters(&m, pair->vendor, f);
}

static void csv_line(struct table *t, const struct record *r, const struct page_tables *p,
		     const char *what, const char *name, int64_t value)
{
	table_add_record(t, r);
	table_text(t, p->whole_life ? "life" : "window");
	table_text(t, "%s", what);
	table_text(t, "%s", name);
	table_int(t, value);
}

static void csv_record(struct table *t, const struct record *r)
{
	struct page_tables p;
	enum page_use use;
	char error[128];
	int64_t value;
	size_t i;

	/* The tables of other cells are still wanted. */
	if (page_tables_load(&p, r, error, sizeof(error))) {
		warnx("%s: not in the account of page tables: %s", r->path, error);
		return;
	}
	csv_line(t, r, &p, "span", "exits", p.exits);
	table_empty(t);
	csv_line(t, r, &p, "span", "exits-of-window", p.window_exits);
	table_percent(t, p.window_exits, p.exits);
	csv_line(t, r, &p, "span", "faults-of-window", p.window_faults);
	table_percent(t, p.window_faults, p.use[PAGE_FAULTS]);
	for (use = 0; use < PAGE_USES; use++) {
		csv_line(t, r, &p, "exits", page_uses[use].key, p.use[use]);
		if (page_use_is_part(use))
			table_percent(t, p.use[use], p.use[PAGE_FAULTS]);
		else
			table_percent(t, p.use[use], p.exits);
	}
	for (i = 0; i < page_nr_counters; i++) {
		if (!page_counter_value(&page_counters[i], r, &value))
			continue;
		csv_line(t, r, &p, page_counters[i].is_level ? "level" : "statistic",
			 page_counters[i].name, value);
		table_empty(t);
	}
}

void page_tables_csv(const struct run *run, char *const workloads[], FILE *f)
{
	static const char *const columns[] = {
		TABLE_RECORD_COLUMNS, "<counted_over", "<quantity", "<name", "value", "share", NULL,
	};
	struct table *t = table_new(TABLE_CSV, columns);
	const struct record *r;
	size_t i;

	for (i = 0; i < run->nr_records; i++) {
		r = run->records[i];
		if (r->ok && workload_is_wanted(r->workload, workloads))
			csv_record(t, r);
	}
	table_end(t, f);
}

static int print_table(const struct run *run, FILE *f)
{
	page_tables_csv(run, NULL, f);
	return 0;
}

const struct topic_table table_page_tables = {
	.file = "page-tables.csv", .print = print_table,
};
