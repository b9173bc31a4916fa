// SPDX-License-Identifier: GPL-2.0
/* The appendix about the workloads of one mechanism each. */
#include <stdlib.h>
#include <string.h>

#include "ledger/row.h"
#include "mechanism-points.h"
#include "mechanism.h"
#include "operation.h"
#include "output/markdown.h"
#include "output/table.h"
#include "parts/prose.h"
#include "parts/report.h"
#include "record/facts/platform-facts.h"
#include "select/cell-facts.h"
#include "util/memory.h"

/* Rarer ones than this, per operation, are left out of the tables. */
#define SHOWN	0.05

/**
 * struct workload - what was measured of one
 * @any: a record of it
 * @modes: its seeds with nested and with shadow paging
 */
struct workload {
	const struct record *any;
	struct cells modes[2];
};

static void workload_find(struct workload *w, const struct report *r, const struct pair *p,
			  const char *pti)
{
	w->any = pair_any(p);
	cells_find(&w->modes[0], &r->all, &r->varied, w->any->workload, false, pti);
	cells_find(&w->modes[1], &r->all, &r->varied, w->any->workload, true, pti);
}

static void workload_free(struct workload *w)
{
	cells_free(&w->modes[0]);
	cells_free(&w->modes[1]);
}

/* Is there a size at which a reason counts, in a mode? */
static bool is_shown(const struct workload *w, size_t mode, unsigned int row)
{
	struct spread s;
	size_t i;

	for (i = 0; i < w->any->nr_points; i++) {
		s = operation_spread_of_row(&w->modes[mode], w->any->points[i].name, row);
		if (s.median >= SHOWN)
			return true;
	}
	return false;
}

static void begin_line(struct table *t, const struct workload *w, const char *name, size_t mode)
{
	table_text(t, "%s", name);
	table_text(t, "%s", w->modes[mode].record[0]->parameter);
}

static void add_reason(struct table *t, const struct workload *w, size_t mode, unsigned int row)
{
	struct row_text label = row_label(w->any->vendor, row);
	struct spread s;
	size_t i;

	begin_line(t, w, label.text, mode);
	for (i = 0; i < w->any->nr_points; i++) {
		s = operation_spread_of_row(&w->modes[mode], w->any->points[i].name, row);
		table_text(t, "%s", spread_text(&s, true).text);
	}
}

static void add_reasons(struct table *t, const struct workload *w)
{
	const struct ledger *l[2] = { NULL, NULL };
	unsigned int rows[LEDGER_MAX_ROWS];
	size_t nr, i, mode;

	for (mode = 0; mode < 2; mode++)
		if (w->modes[mode].nr)
			l[mode] = &w->modes[mode].record[0]->window.net;
	nr = rows_by_number(rows, l[0], l[1]);
	for (i = 0; i < nr; i++)
		for (mode = 0; mode < 2; mode++)
			if (w->modes[mode].nr && is_shown(w, mode, rows[i]))
				add_reason(t, w, mode, rows[i]);
}

static void add_quantity(struct table *t, const struct workload *w, const char *name,
			 enum quantity quantity)
{
	struct spread s;
	size_t i, mode;

	for (mode = 0; mode < 2; mode++) {
		if (!w->modes[mode].nr)
			continue;
		begin_line(t, w, name, mode);
		for (i = 0; i < w->any->nr_points; i++) {
			s = operation_spread(&w->modes[mode], w->any->points[i].name, CLASS_ALL,
					     quantity);
			table_text(t, "%s", spread_text(&s, quantity == QUANTITY_EXITS).text);
		}
	}
}

static void print_table(const struct report *r, const struct workload *w)
{
	const char **columns = memory_zalloc((w->any->nr_points + 3) * sizeof(*columns));
	struct table *t;
	size_t i;

	columns[0] = "<per operation";
	columns[1] = "<mode";
	for (i = 0; i < w->any->nr_points; i++)
		columns[2 + i] = w->any->points[i].name;
	t = table_new(TABLE_MARKDOWN, columns);
	add_reasons(t, w);
	add_quantity(t, w, "**all exits**", QUANTITY_EXITS);
	if (platform_has_cycles(platform_facts(r->platform))) {
		add_quantity(t, w, "cycles in KVM", QUANTITY_KERNEL);
		add_quantity(t, w, "busy cycles", QUANTITY_BUSY);
	}
	table_end(t, r->f);
	fputc('\n', r->f);
	free(columns);
}

static void print_workload(const struct report *r, const struct workload *w, const char *name)
{
	const char *pti = record_pti(w->any), *explain = mechanism_text(w->any);
	char *text = markdown_escaped(explain ? explain : "");
	char *summary = markdown_escaped(w->any->file.summary),
	     *what = markdown_escaped(w->any->file.operations);

	fprintf(r->f, "### %s\n\n", name);
	fprintf(r->f, "Workload: %s. One operation: %s.%s%s%s%s%s\n\n", summary, what,
		*text ? " " : "", text, pti ? " KPTI is " : "", pti ? pti : "", pti ? "." : "");
	print_table(r, w);
	free(text);
	free(summary);
	free(what);
}

static void print_pair(const struct report *r, const struct pair *p, const char *pti)
{
	struct workload w;

	workload_find(&w, r, p, pti);
	if (w.modes[0].nr || w.modes[1].nr)
		print_workload(r, &w, p->name);
	workload_free(&w);
}

/* Of the cells with other settings those that tell what KPTI makes of a mechanism. */
static bool is_pti(const struct pair *p)
{
	return p->first_seed && points_of_pair(p) && record_has_only(pair_any(p), "pti");
}

static size_t print_pairs(const struct report *r)
{
	size_t nr = 0, i;

	for (i = 0; i < r->pairs.nr; i++)
		if (points_of_pair(&r->pairs.pair[i])) {
			print_pair(r, &r->pairs.pair[i], NULL);
			nr++;
		}
	for (i = 0; i < r->varied.nr; i++)
		if (is_pti(&r->varied.pair[i])) {
			print_pair(r, &r->varied.pair[i], record_pti(pair_any(&r->varied.pair[i])));
			nr++;
		}
	return nr;
}

static bool has_mechanisms(const struct report *r)
{
	size_t i;

	for (i = 0; i < r->pairs.nr; i++)
		if (points_of_pair(&r->pairs.pair[i]))
			return true;
	for (i = 0; i < r->varied.nr; i++)
		if (is_pti(&r->varied.pair[i]))
			return true;
	return false;
}

/* The most seeds that a workload has. */
static size_t count_seeds(const struct report *r)
{
	size_t most = 1, i, k, nr;

	for (i = 0; i < r->all.nr; i++) {
		for (nr = k = 0; k < r->all.nr; k++)
			nr += !strcmp(r->all.pair[k].name, r->all.pair[i].name);
		most = nr > most ? nr : most;
	}
	return most;
}

static int write_mechanisms(const struct report *r)
{
	size_t seeds = count_seeds(r);
	const struct prose_value values[] = {
		{ "suffix", r->suffix }, { "seeds", seeds > 1 ? format_int(seeds).text : NULL },
		{ NULL, NULL },
	};

	if (!has_mechanisms(r))
		return 0;
	if (prose_print(r->f, "analysis/mechanisms/mechanisms.md", values))
		return -1;
	print_pairs(r);
	return 0;
}

const struct topic_section section_mechanisms = {
	DOCUMENT_MECHANISMS, 10, TOPIC_EACH_PLATFORM, NULL, write_mechanisms,
};
