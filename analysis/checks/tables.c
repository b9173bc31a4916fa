// SPDX-License-Identifier: GPL-2.0
/* KVM's own statistics, CSV in long form. */
#include "ledger/row.h"
#include "parts/record-table.h"
#include "record/run.h"
#include "topic.h"

/* One statistic of one cell; its value may be missing at one of the times. */
static void add_statistic(struct table *t, const struct record *r, const char *name)
{
	static const char *const times[] = { "before", "after", "end" };
	json_t *stats = json_object_get(r->measured, "kvm_stats"), *value[3];
	size_t i;

	table_add_record(t, r);
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

static int print_kvm_stats(const struct run *run, FILE *f)
{
	static const char *const columns[] = {
		TABLE_RECORD_COLUMNS, "<statistic", "before", "after", "end", "after_less_before",
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
	return 0;
}

const struct topic_table table_kvm_stats = { "kvm-stats.csv", NULL, print_kvm_stats };
