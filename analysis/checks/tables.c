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
