// SPDX-License-Identifier: GPL-2.0
#include "tables.h"

#include <stdlib.h>
#include <string.h>

#include "ledger/account.h"
#include "runs/contrast-table.h"
#include "detail/detail-csv.h"
#include "record/laws.h"
#include "record/memory.h"
#include "record/outfile.h"
#include "page-tables/page-tables-table.h"
#include "select/pair.h"
#include "mechanisms/points.h"
#include "ledger/row.h"

void tables_add_cell(struct table *t, const struct record *r)
{
	table_text(t, "%s", r->platform);
	table_text(t, "%s", r->workload);
	table_int(t, r->seed);
	table_text(t, r->shadow ? "shadow" : "tdp");
	table_text(t, "%s", r->parameter);
	table_text(t, "%s", r->variant);
}

bool tables_wanted(const char *workload, char *const workloads[])
{
	size_t i;

	for (i = 0; workloads && workloads[i]; i++)
		if (!strcmp(workloads[i], workload))
			return true;
	return !workloads || !workloads[0];
}

void tables_deltas(const struct run *run, char *const workloads[], FILE *f)
{
	static const char *const columns[] = {
		TABLES_CELL_COLUMNS, "<reason", "<name", "count", "count_share", "kernel", "user",
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
		if (!r->ok || !tables_wanted(r->workload, workloads))
			continue;
		net = &r->window.net;
		nr = rows_by_number(rows, net, NULL);
		for (k = 0; k < nr; k++) {
			row = &net->rows[rows[k]];
			tables_add_cell(t, r);
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

void tables_compare(const struct run *run, FILE *f)
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

static void print_deltas(const struct run *run, FILE *f)
{
	tables_deltas(run, NULL, f);
}

static void print_accounts(const struct run *run, FILE *f)
{
	static const char *const columns[] = {
		TABLES_CELL_COLUMNS, "<account", "cycles", "share", NULL,
	};
	struct table *t = table_new(TABLE_CSV, columns);
	const struct record *r;
	size_t i, a;

	for (i = 0; i < run->nr_records; i++) {
		r = run->records[i];
		for (a = 0; r->ok && a < ACCOUNT_NR; a++) {
			tables_add_cell(t, r);
			table_text(t, "%s", accounts[a].name);
			table_int(t, account_cycles(&r->window.net, a));
			table_percent(t, account_cycles(&r->window.net, a), r->window.net.wall);
		}
	}
	table_end(t, f);
}

static void add_law(void *context, const struct record *r, const struct law_result *result)
{
	struct table *t = context;

	tables_add_cell(t, r);
	table_text(t, "%s", result->law);
	table_text(t, "%s", result->where);
	table_int(t, result->difference);
	table_text(t, result->difference ? "no" : "yes");
}

static void print_laws(const struct run *run, FILE *f)
{
	static const char *const columns[] = {
		TABLES_CELL_COLUMNS, "<law", "<where", "difference", "<holds", NULL,
	};
	struct table *t = table_new(TABLE_CSV, columns);
	size_t i;

	for (i = 0; i < run->nr_records; i++)
		if (run->records[i]->ok)
			laws_check(run->records[i], add_law, t);
	table_end(t, f);
}

static void print_startup(const struct run *run, FILE *f)
{
	static const char *const columns[] = {
		TABLES_CELL_COLUMNS, "<quantity", "startup", "window", "share", NULL,
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
			tables_add_cell(t, r);
			table_text(t, "%s", quantities[k].name);
			table_int(t, quantities[k].startup);
			table_int(t, quantities[k].window);
			table_percent(t, quantities[k].startup, quantities[k].window);
		}
	}
	table_end(t, f);
}

/* One statistic of one cell; its value may be missing at one of the times. */
static void add_statistic(struct table *t, const struct record *r, const char *name)
{
	static const char *const times[] = { "before", "after", "end" };
	json_t *stats = json_object_get(r->measured, "kvm_stats"), *value[3];
	size_t i;

	tables_add_cell(t, r);
	table_text(t, "%s", name);
	for (i = 0; i < 3; i++) {
		value[i] = json_object_get(json_object_get(stats, times[i]), name);
		if (json_is_integer(value[i]))
			table_int(t, json_integer_value(value[i]));
		else
			table_empty(t);
	}
	if (json_is_integer(value[0]) && json_is_integer(value[1]) &&
	    value_in_range(json_integer_value(value[0])) &&
	    value_in_range(json_integer_value(value[1])))
		table_int(t, json_integer_value(value[1]) - json_integer_value(value[0]));
	else
		table_empty(t);
}

static void print_kvm_stats(const struct run *run, FILE *f)
{
	static const char *const columns[] = {
		TABLES_CELL_COLUMNS, "<statistic", "before", "after", "end", "after_less_before",
		NULL,
	};
	struct table *t = table_new(TABLE_CSV, columns);
	json_t *stats, *value;
	const struct record *r;
	const char *name;
	size_t i;

	for (i = 0; i < run->nr_records; i++) {
		r = run->records[i];
		if (!r->ok)
			continue;
		stats = json_object_get(r->measured, "kvm_stats");
		json_object_foreach(json_object_get(stats, "end"), name, value)
			add_statistic(t, r, name);
	}
	table_end(t, f);
}

static void print_statistics(const struct run *run, FILE *f)
{
	static const char *const sides[] = { "tdp", "shadow" };
	struct contrasts contrasts;
	struct matches matches;

	matches_of_modes(&matches, run, NULL);
	contrasts_of_matches(&contrasts, &matches, NULL, true);
	contrast_csv(&contrasts, sides, f);
	contrasts_free(&contrasts);
	matches_free(&matches);
}

static void print_page_tables(const struct run *run, FILE *f)
{
	page_tables_csv(run, NULL, f);
}

/*
 * The tables:
 * @file: its name in the folder tables/
 * @print: print it
 * @wanted: is there anything to be in it? NULL: there always is
 */
static const struct {
	const char *file;
	void (*print)(const struct run *run, FILE *f);
	bool (*wanted)(const struct run *run);
} kinds[] = {
	{ "deltas.csv", print_deltas, NULL },
	{ "compare.csv", tables_compare, NULL },
	{ "accounts.csv", print_accounts, NULL },
	{ "laws.csv", print_laws, NULL },
	{ "startup.csv", print_startup, NULL },
	{ "kvm-stats.csv", print_kvm_stats, NULL },
	{ "statistics.csv", print_statistics, NULL },
	{ "page-tables.csv", print_page_tables, NULL },
	{ "keys.csv", detail_csv_keys, detail_has_keys_in },
	{ "histograms.csv", detail_csv_histograms, detail_has_histograms_in },
	{ "points.csv", points_csv, points_in_run },
};

static int write_kind(const struct run *run, const char *folder, size_t kind)
{
	char *path = memory_printf("%s/%s", folder, kinds[kind].file);
	struct outfile out;
	int err = outfile_open(&out, path);

	if (!err) {
		kinds[kind].print(run, out.file);
		err = outfile_close(&out);
	}
	free(path);
	return err;
}

int tables_write(const struct run *run, const char *file)
{
	char *folder = memory_printf("%s/tables", run->folder);
	int err = outfile_folder(folder);
	size_t i;

	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]) && !err; i++)
		if ((!file || !strcmp(file, kinds[i].file)) &&
		    (!kinds[i].wanted || kinds[i].wanted(run)))
			err = write_kind(run, folder, i);
	free(folder);
	return err;
}
