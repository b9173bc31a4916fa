// SPDX-License-Identifier: GPL-2.0
#include "select/metric.h"
#include "mechanism-points.h"

#include <stdlib.h>
#include <string.h>

#include "ledger/account.h"
#include "ledger/row.h"
#include "parts/record-table.h"
#include "topic.h"

static bool points_in_run(const struct run *run)
{
	size_t i;

	for (i = 0; i < run->nr_records; i++)
		if (run->records[i]->nr_points)
			return true;
	return false;
}

size_t points_of_pair(const struct pair *p)
{
	size_t nr = pair_any(p)->nr_points, i;

	if (!pair_is_whole(p))
		return nr;
	if (p->shadow->nr_points != nr)
		return 0;
	for (i = 0; i < nr; i++)
		if (strcmp(p->tdp->points[i].name, p->shadow->points[i].name))
			return 0;
	return nr;
}

bool points_are_numbers(const struct record *r)
{
	size_t i;
	char *end;

	for (i = 0; i < r->nr_points; i++) {
		strtol(r->points[i].name, &end, 10);
		if (end == r->points[i].name)
			return false;
	}
	return true;
}

static void add_value(struct table *t, const struct record *r, const struct record_point *p,
		      const char *reason, const char *name, const char *quantity, int64_t value)
{
	table_add_record(t, r);
	table_text(t, "%s", p->name);
	table_int(t, p->operations);
	table_text(t, "%s", p->what);
	table_text(t, "%s", reason);
	table_text(t, "%s", name);
	table_text(t, "%s", quantity);
	table_int(t, value);
	table_short(t, (double)value / p->operations);
}

static void add_row(struct table *t, const struct record *r, const struct record_point *p,
		    const struct ledger *work, unsigned int row)
{
	struct row_text key = row_key(r->vendor, row), name = row_name(r->vendor, row);
	size_t a;

	add_value(t, r, p, key.text, name.text, "count", work->rows[row].count);
	for (a = 0; a < ROW_ACCOUNTS; a++)
		if (row_account(&work->rows[row], a))
			add_value(t, r, p, key.text, name.text, row_accounts[a].name,
				  row_account(&work->rows[row], a));
}

static void add_point(struct table *t, const struct record *r, const struct record_point *p)
{
	struct ledger work = record_point_work(p);
	unsigned int rows[LEDGER_MAX_ROWS];
	size_t nr = rows_by_number(rows, &work, NULL), i;

	for (i = 0; i < nr; i++)
		add_row(t, r, p, &work, rows[i]);
	add_value(t, r, p, "total", "", "count", work.exits);
	for (i = 0; i < ACCOUNT_NR; i++)
		add_value(t, r, p, "total", "", accounts[i].name, account_cycles(&work, i));
	add_value(t, r, p, "total", "", "busy", metric_busy(&work));
}

static int print_points(const struct run *run, FILE *f)
{
	static const char *const columns[] = {
		TABLE_RECORD_COLUMNS, "<point", "operations", "<what", "<reason", "<name",
		"<quantity", "value", "per_operation", NULL,
	};
	struct table *t = table_new(TABLE_CSV, columns);
	const struct record *r;
	size_t i, k;

	for (i = 0; i < run->nr_records; i++) {
		r = run->records[i];
		for (k = 0; k < r->nr_points; k++)
			add_point(t, r, &r->points[k]);
	}
	table_end(t, f);
	return 0;
}

const struct topic_table table_points = {
	.file = "points.csv", .exists = points_in_run, .print = print_points,
};
