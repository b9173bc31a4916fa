// SPDX-License-Identifier: GPL-2.0
/* KVM's own statistics, CSV in long form. */
#include "parts/record-table.h"
#include "record/run.h"
#include "topic.h"

/* One statistic of one cell; its value may be missing at one of the times. */
static void add_statistic(struct table *t, const struct record *r, const char *name)
{
	int64_t value[L1_TIMES];
	bool there[L1_TIMES];
	size_t i;

	table_add_record(t, r);
	table_text(t, "%s", name);
	for (i = 0; i < L1_TIMES; i++) {
		there[i] = l1_statistics_find(&r->l1[i].statistics, name, &value[i]);
		if (there[i])
			table_int(t, value[i]);
		else
			table_empty(t);
	}
	if (there[L1_BEFORE] && there[L1_AFTER])
		table_int(t, value[L1_AFTER] - value[L1_BEFORE]);
	else
		table_empty(t);
}

static int print_kvm_stats(const struct run *run, FILE *f)
{
	static const char *const columns[] = {
		TABLE_RECORD_COLUMNS, "<statistic", "before", "after", "end", "after_less_before",
		NULL,
	};
	struct table *t = table_new(TABLE_CSV, columns);
	const struct l1_statistics *end;
	const struct record *r;
	size_t i, k;

	for (i = 0; i < run->nr_records; i++) {
		r = run->records[i];
		end = &r->l1[L1_END].statistics;
		for (k = 0; r->ok && k < end->nr; k++)
			add_statistic(t, r, end->statistic[k].name);
	}
	table_end(t, f);
	return 0;
}

const struct topic_table table_kvm_stats = {
	.file = "kvm-stats.csv", .print = print_kvm_stats,
};

static bool has_unused(const struct run *run)
{
	size_t i;

	for (i = 0; i < run->nr_records; i++)
		if (!record_is_good(run->records[i]))
			return true;
	return run->nr_missing || run->nr_invalid;
}

static void add_unused(struct table *t, const char *id, const char *status, const char *why)
{
	table_text(t, "%s", id);
	table_text(t, "%s", status);
	table_text(t, "%s", why);
}

/* Cells of which nothing is in the other tables. */
static int print_unused(const struct run *run, FILE *f)
{
	static const char *const columns[] = { "<cell", "<status", "<why", NULL };
	struct table *t = table_new(TABLE_CSV, columns);
	const struct record *r;
	size_t i;

	for (i = 0; i < run->nr_records; i++) {
		r = run->records[i];
		if (!record_is_good(r))
			add_unused(t, r->id, r->status, r->error);
	}
	for (i = 0; i < run->nr_missing; i++)
		add_unused(t, run->missing[i], "missing", "in the matrix, without a record");
	for (i = 0; i < run->nr_invalid; i++)
		add_unused(t, run->invalid[i].id, "invalid", run->invalid[i].why);
	table_end(t, f);
	return 0;
}

const struct topic_table table_unused = {
	.file = "unused.csv", .exists = has_unused, .print = print_unused,
};
