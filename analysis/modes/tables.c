// SPDX-License-Identifier: GPL-2.0
#include "tables.h"

#include "ledger/account.h"
#include "ledger/row.h"
#include "parts/record-table.h"
#include "select/pair.h"
#include "topic.h"

void deltas_csv(const struct run *run, char *const workloads[], FILE *f)
{
	static const char *const columns[] = {
		TABLE_RECORD_COLUMNS, "<reason", "<name", "count", "count_share", "kernel", "user",
		"blocked", "offcpu", "kernel_share", "longest", NULL,
	};
	struct table *t = table_new(TABLE_CSV, columns);
	unsigned int rows[LEDGER_MAX_ROWS];
	const struct ledger_row *row;
	const struct ledger *net;
	const struct record *r;
	size_t i, k, a, nr;

	for (i = 0; i < run->nr_records; i++) {
		r = run->records[i];
		if (!r->ok || !workload_is_wanted(r->workload, workloads))
			continue;
		net = &r->window.net;
		nr = rows_by_number(rows, net, NULL);
		for (k = 0; k < nr; k++) {
			row = &net->rows[rows[k]];
			table_add_record(t, r);
			table_text(t, "%s", row_key(r->vendor, rows[k]).text);
			table_text(t, "%s", row_name(r->vendor, rows[k]).text);
			table_int(t, row->count);
			table_percent(t, row->count, net->exits);
			for (a = 0; a < ROW_ACCOUNTS; a++)
				table_int(t, row_account(row, a));
			table_percent(t, row->kernel, net->kernel);
			table_int(t, row->max);
		}
	}
	table_end(t, f);
}

static const char *change(int64_t tdp, int64_t shadow)
{
	if (tdp == shadow)
		return "same";
	if (!tdp)
		return "appears";
	if (!shadow)
		return "disappears";
	return shadow > tdp ? "more" : "fewer";
}

static void add_quantity(struct table *t, const struct pair *p, const char *reason,
			 const char *name, const char *quantity, int64_t tdp, int64_t shadow)
{
	table_text(t, "%s", p->platform);
	table_text(t, "%s", pair_any(p)->workload);
	table_int(t, p->seed);
	table_text(t, "%s", pair_any(p)->variant);
	table_text(t, "%s", reason);
	table_text(t, "%s", name);
	table_text(t, "%s", quantity);
	table_int(t, tdp);
	table_int(t, shadow);
	table_int(t, shadow - tdp);
	table_change(t, tdp, shadow);
	table_text(t, "%s", change(tdp, shadow));
}

static void add_row(struct table *t, const struct pair *p, unsigned int row)
{
	const struct ledger_row *a = &p->tdp->window.net.rows[row];
	const struct ledger_row *b = &p->shadow->window.net.rows[row];
	struct row_text key = row_key(p->vendor, row), name = row_name(p->vendor, row);
	size_t i;

	add_quantity(t, p, key.text, name.text, "count", a->count, b->count);
	for (i = 0; i < ROW_ACCOUNTS; i++)
		if (row_account(a, i) || row_account(b, i))
			add_quantity(t, p, key.text, name.text, row_accounts[i].name,
				     row_account(a, i), row_account(b, i));
}

static void add_totals(struct table *t, const struct pair *p)
{
	const struct ledger *a = &p->tdp->window.net, *b = &p->shadow->window.net;
	size_t i;

	add_quantity(t, p, "total", "", "count", a->exits, b->exits);
	for (i = 0; i < ACCOUNT_NR; i++)
		add_quantity(t, p, "total", "", accounts[i].name, account_cycles(a, i),
			     account_cycles(b, i));
	add_quantity(t, p, "total", "", "wall", a->wall, b->wall);
}

void compare_csv(const struct run *run, FILE *f)
{
	static const char *const columns[] = {
		"<platform", "<workload", "seed", "?<variant", "<reason", "<name", "<quantity",
		"tdp", "shadow", "difference", "ratio", "<change", NULL,
	};
	struct table *t = table_new(TABLE_CSV, columns);
	unsigned int rows[LEDGER_MAX_ROWS];
	const struct pair *p;
	struct pairs pairs;
	size_t i, k, nr;

	pairs_of_run(&pairs, run, NULL);
	for (i = 0; i < pairs.nr; i++) {
		p = &pairs.pair[i];
		if (!pair_is_whole(p))
			continue;
		nr = rows_by_number(rows, &p->tdp->window.net, &p->shadow->window.net);
		for (k = 0; k < nr; k++)
			add_row(t, p, rows[k]);
		add_totals(t, p);
	}
	table_end(t, f);
	pairs_free(&pairs);
}

static int print_deltas(const struct run *run, FILE *f)
{
	deltas_csv(run, NULL, f);
	return 0;
}

static int print_accounts(const struct run *run, FILE *f)
{
	static const char *const columns[] = {
		TABLE_RECORD_COLUMNS, "<account", "cycles", "share", NULL,
	};
	struct table *t = table_new(TABLE_CSV, columns);
	const struct record *r;
	size_t i, a;

	for (i = 0; i < run->nr_records; i++) {
		r = run->records[i];
		for (a = 0; r->ok && a < ACCOUNT_NR; a++) {
			table_add_record(t, r);
			table_text(t, "%s", accounts[a].name);
			table_int(t, account_cycles(&r->window.net, a));
			table_percent(t, account_cycles(&r->window.net, a), r->window.net.wall);
		}
	}
	table_end(t, f);
	return 0;
}

static int print_startup(const struct run *run, FILE *f)
{
	static const char *const columns[] = {
		TABLE_RECORD_COLUMNS, "<quantity", "startup", "window", "share", NULL,
	};
	struct table *t = table_new(TABLE_CSV, columns);
	const struct ledger *startup, *window;
	const struct record *r;
	size_t i, k;

	for (i = 0; i < run->nr_records; i++) {
		r = run->records[i];
		if (!r->ok || !r->has_startup)
			continue;
		startup = &r->startup.net;
		window = &r->window.net;
		const struct {
			const char *name;
			int64_t startup;
			int64_t window;
		} quantities[] = {
			{ "exits", startup->exits, window->exits },
			{ "kernel", startup->kernel, window->kernel },
			{ "guest", startup->guest, window->guest },
			{ "wall", startup->wall, window->wall },
		};

		for (k = 0; k < sizeof(quantities) / sizeof(quantities[0]); k++) {
			table_add_record(t, r);
			table_text(t, "%s", quantities[k].name);
			table_int(t, quantities[k].startup);
			table_int(t, quantities[k].window);
			table_percent(t, quantities[k].startup, quantities[k].window);
		}
	}
	table_end(t, f);
	return 0;
}

static int print_compare(const struct run *run, FILE *f)
{
	compare_csv(run, f);
	return 0;
}

const struct topic_table table_deltas = {
	.file = "deltas.csv", .print = print_deltas,
};
const struct topic_table table_compare = {
	.file = "compare.csv", .print = print_compare,
};
const struct topic_table table_accounts = {
	.file = "accounts.csv", .print = print_accounts,
};
const struct topic_table table_startup = {
	.file = "startup.csv", .print = print_startup,
};
