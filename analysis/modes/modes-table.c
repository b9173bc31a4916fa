// SPDX-License-Identifier: GPL-2.0
#include "select/metric.h"
#include "modes-table.h"

#include <stdlib.h>

#include "ledger/account.h"
#include "util/memory.h"
#include "ledger/row.h"
#include "select/net.h"

static const struct ledger *net(const struct record *r)
{
	return r ? &r->window.net : NULL;
}

/*
 * Titles for a pair of values and their quotient, with the modes' own names.
 * Freed by the caller.
 */
struct titles {
	char *text[16];
	size_t nr;
};

static void add_title(struct titles *t, char *text)
{
	t->text[t->nr++] = text;
}

static void add_titles(struct titles *t, unsigned int vendor, const char *what)
{
	add_title(t, memory_printf("%s %s", what, record_mode_name(vendor, false)));
	add_title(t, memory_printf("%s", record_mode_name(vendor, true)));
	add_title(t, memory_printf("change"));
}

static struct table *begin(enum table_style style, struct titles *t)
{
	struct table *table;

	t->text[t->nr] = NULL;
	table = table_new(style, (const char *const *)t->text);
	while (t->nr)
		free(t->text[--t->nr]);
	return table;
}

typedef void (*change)(struct table *t, int64_t from, int64_t to);

static void add_both(struct table *t, change change, const int64_t *tdp, const int64_t *shadow)
{
	if (tdp)
		table_int(t, *tdp);
	else
		table_empty(t);
	if (shadow)
		table_int(t, *shadow);
	else
		table_empty(t);
	if (tdp && shadow)
		change(t, *tdp, *shadow);
	else
		table_empty(t);
}

static void add_values(struct table *t, const int64_t *tdp, const int64_t *shadow)
{
	add_both(t, table_change, tdp, shadow);
}

/* Exits, whose ratio says nothing where they are few. */
static void add_counts(struct table *t, const int64_t *tdp, const int64_t *shadow)
{
	add_both(t, table_count_change, tdp, shadow);
}

static void summarise(const struct record *r, bool *has, int64_t value[OVERVIEW_NR])
{
	static const struct net_quantity quantities[OVERVIEW_NR] = {
		[OVERVIEW_EXITS] = { .sum = NET_EXITS },
		[OVERVIEW_KERNEL] = { .sum = NET_KERNEL },
		[OVERVIEW_BUSY] = { .sum = NET_BUSY },
	};
	struct ledger work;
	size_t i;

	*has = r;
	if (!r)
		return;
	work = record_work(r);
	for (i = 0; i < OVERVIEW_NR; i++)
		value[i] = net_quantity_of(&work, r->vendor, &quantities[i]);
}

/* As in the report: a factor, or a difference where the base has few exits. */
static struct net change_of(const struct overview_line *line, size_t what)
{
	double from = line->value[0][what], to = line->value[1][what];
	struct net n = { .is_cycles = what != OVERVIEW_EXITS };
	double difference = to - from, factor = to / from;

	n.difference = spread_of(&difference, 1);
	if (from > 0 && to > 0 &&
	    (what == OVERVIEW_BUSY || line->value[0][OVERVIEW_EXITS] >= NET_BASE))
		n.factor = spread_of(&factor, 1);
	return n;
}

static void add_overview(struct table *t, const struct overview_line *line, size_t what)
{
	struct net n;
	int mode;

	for (mode = 0; mode < 2; mode++) {
		if (!line->has[mode])
			table_empty(t);
		else if (what == OVERVIEW_EXITS)
			table_int(t, line->value[mode][what]);
		else
			table_short(t, line->value[mode][what]);
	}
	if (!line->has[0] || !line->has[1]) {
		table_empty(t);
		return;
	}
	n = change_of(line, what);
	table_text(t, "%s", net_change(&n, false).text);
}

struct overview_line overview_of_pair(const struct pair *p)
{
	struct overview_line line = { .label = p->label };

	summarise(p->tdp, &line.has[0], line.value[0]);
	summarise(p->shadow, &line.has[1], line.value[1]);
	return line;
}

void modes_table_lines(enum table_style style, const struct overview_line *lines, size_t nr,
		       unsigned int vendor, FILE *f)
{
	struct titles titles = { .nr = 0 };
	const struct overview_line *line;
	struct table *t;
	size_t i, v;

	add_title(&titles, memory_printf("<workload"));
	add_titles(&titles, vendor, "exits");
	add_titles(&titles, vendor, "kernel cycles");
	add_titles(&titles, vendor, "CPU time");
	t = begin(style, &titles);
	for (i = 0; i < nr; i++) {
		line = &lines[i];
		table_text(t, "%s", line->label);
		for (v = 0; v < OVERVIEW_NR; v++)
			add_overview(t, line, v);
	}
	table_end(t, f);
}

void modes_table_reasons(enum table_style style, const struct pair *p, FILE *f)
{
	const struct ledger *tdp = net(p->tdp), *shadow = net(p->shadow);
	const struct ledger_row *a, *b;
	unsigned int rows[LEDGER_MAX_ROWS];
	struct titles titles = { .nr = 0 };
	size_t nr = rows_by_count(rows, tdp, shadow), i;
	struct table *t;

	add_title(&titles, memory_printf("<reason"));
	add_titles(&titles, p->vendor, "exits");
	add_titles(&titles, p->vendor, "kernel cycles");
	add_titles(&titles, p->vendor, "user cycles");
	t = begin(style, &titles);
	for (i = 0; i < nr; i++) {
		a = tdp ? &tdp->rows[rows[i]] : NULL;
		b = shadow ? &shadow->rows[rows[i]] : NULL;
		table_text(t, "%s", row_label(p->vendor, rows[i]).text);
		add_counts(t, a ? &a->count : NULL, b ? &b->count : NULL);
		add_values(t, a ? &a->kernel : NULL, b ? &b->kernel : NULL);
		add_values(t, a ? &a->user : NULL, b ? &b->user : NULL);
	}
	table_rule(t);
	table_text(t, "all");
	add_counts(t, tdp ? &tdp->exits : NULL, shadow ? &shadow->exits : NULL);
	add_values(t, tdp ? &tdp->kernel : NULL, shadow ? &shadow->kernel : NULL);
	add_values(t, tdp ? &tdp->user : NULL, shadow ? &shadow->user : NULL);
	table_end(t, f);
}

static void add_account(struct table *t, const char *name, int64_t tdp_cycles,
			int64_t shadow_cycles, const struct ledger *tdp,
			const struct ledger *shadow)
{
	table_text(t, "%s", name);
	add_values(t, tdp ? &tdp_cycles : NULL, shadow ? &shadow_cycles : NULL);
	if (tdp)
		table_percent(t, tdp_cycles, tdp->wall);
	else
		table_empty(t);
	if (shadow)
		table_percent(t, shadow_cycles, shadow->wall);
	else
		table_empty(t);
}

void modes_table_accounts(enum table_style style, const struct pair *p, FILE *f)
{
	const struct ledger *tdp = net(p->tdp), *shadow = net(p->shadow);
	struct titles titles = { .nr = 0 };
	int64_t a, b;
	struct table *t;
	size_t i;

	add_title(&titles, memory_printf("<account"));
	add_titles(&titles, p->vendor, "cycles");
	add_title(&titles, memory_printf("share %s", record_mode_name(p->vendor, false)));
	add_title(&titles, memory_printf("%s", record_mode_name(p->vendor, true)));
	t = begin(style, &titles);
	for (i = 0; i < ACCOUNT_NR; i++) {
		a = tdp ? account_cycles(tdp, i) : 0;
		b = shadow ? account_cycles(shadow, i) : 0;
		if (a || b)
			add_account(t, style == TABLE_MARKDOWN ? accounts[i].text :
				    accounts[i].name, a, b, tdp, shadow);
	}
	table_rule(t);
	add_account(t, style == TABLE_MARKDOWN ? "the whole window" : "window",
		    tdp ? tdp->wall : 0, shadow ? shadow->wall : 0, tdp, shadow);
	table_end(t, f);
}
