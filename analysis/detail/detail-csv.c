// SPDX-License-Identifier: GPL-2.0
#include "detail-csv.h"

#include <fnmatch.h>

#include "ledger/window/key-name.h"
#include "ledger/row.h"
#include "parts/record-table.h"
#include "topic.h"

const struct detail *record_detail(const struct record *r, uint32_t feature)
{
	const struct details *d = r->window.details;

	return r->ok && d && d->net.features & feature ? &d->net : NULL;
}

static bool has(const struct run *run, uint32_t feature)
{
	size_t i;

	for (i = 0; i < run->nr_records; i++)
		if (record_detail(run->records[i], feature))
			return true;
	return false;
}

bool detail_has_keys_in(const struct run *run)
{
	return has(run, KVM_EXITMETER_FEATURE_KEYS);
}

bool detail_has_histograms_in(const struct run *run)
{
	return has(run, KVM_EXITMETER_FEATURE_HISTOGRAM);
}

bool detail_wanted(const struct record *r, char *const patterns[])
{
	size_t i;

	for (i = 0; patterns && patterns[i]; i++)
		if (!fnmatch(patterns[i], r->id, 0) || !fnmatch(patterns[i], r->workload, 0))
			return true;
	return !patterns || !patterns[0];
}

static void add_charge(struct table *t, const struct record *r, unsigned int row,
		       const struct detail_charge *charge)
{
	const struct ledger_row *all = &r->window.net.rows[row];

	table_int(t, charge->count);
	table_percent(t, charge->count, all->count);
	table_int(t, charge->cycles);
	table_percent(t, charge->cycles, all->kernel);
}

static void begin_line(struct table *t, const struct record *r, unsigned int row)
{
	table_add_record(t, r);
	table_text(t, "%s", row_key(r->vendor, row).text);
	table_text(t, "%s", row_name(r->vendor, row).text);
}

static void add_key(struct table *t, const struct record *r, const struct detail_key *k)
{
	unsigned int row = KVM_EXITMETER_KEY_ROW(k->key);
	char buf[KEY_NAME_SIZE];

	begin_line(t, r, row);
	table_text(t, "%s", key_kind_name(k->key));
	table_int(t, KVM_EXITMETER_KEY_VALUE(k->key));
	table_text(t, "%s", key_number(k->key, buf));
	table_text(t, "%s", key_subject(k->key, buf));
	table_text(t, "%s", key_access(k->key, buf));
	add_charge(t, r, row, &k->charge);
}

static void add_overflow(struct table *t, const struct record *r, const struct detail *d)
{
	unsigned int row;

	for (row = 0; row < LEDGER_MAX_ROWS; row++) {
		if (!d->overflow[row].count && !d->overflow[row].cycles)
			continue;
		begin_line(t, r, row);
		table_text(t, "overflow");
		table_empty(t);
		table_empty(t);
		table_empty(t);
		table_empty(t);
		add_charge(t, r, row, &d->overflow[row]);
	}
}

void detail_csv_keys_of(const struct run *run, char *const patterns[], FILE *f)
{
	static const char *const columns[] = {
		TABLE_RECORD_COLUMNS, "<reason", "<name", "<kind", "value", "<number", "<what",
		"<access", "count", "count_share", "kernel", "kernel_share", NULL,
	};
	struct table *t = table_new(TABLE_CSV, columns);
	const struct detail *d;
	size_t i, k;

	for (i = 0; i < run->nr_records; i++) {
		d = record_detail(run->records[i], KVM_EXITMETER_FEATURE_KEYS);
		if (!d || !detail_wanted(run->records[i], patterns))
			continue;
		for (k = 0; k < d->nr_keys; k++)
			add_key(t, run->records[i], &d->keys[k]);
		add_overflow(t, run->records[i], d);
	}
	table_end(t, f);
}

static int print_keys(const struct run *run, FILE *f)
{
	detail_csv_keys_of(run, NULL, f);
	return 0;
}

static int print_histograms(const struct run *run, FILE *f)
{
	static const char *const columns[] = {
		TABLE_RECORD_COLUMNS, "<reason", "<name", "bucket", "cycles_from", "exits", NULL,
	};
	struct table *t = table_new(TABLE_CSV, columns);
	const struct record *r;
	const struct detail *d;
	unsigned int row, b;
	size_t i;

	for (i = 0; i < run->nr_records; i++) {
		r = run->records[i];
		d = record_detail(r, KVM_EXITMETER_FEATURE_HISTOGRAM);
		for (row = 0; d && row < r->window.net.nr_rows; row++) {
			for (b = 0; b < KVM_EXITMETER_BUCKETS; b++) {
				if (!d->buckets[row][b])
					continue;
				begin_line(t, r, row);
				table_int(t, b);
				/* Of the exits that are not over nobody knows. */
				if (b)
					table_int(t, detail_lowest(b));
				else
					table_empty(t);
				table_int(t, d->buckets[row][b]);
			}
		}
	}
	table_end(t, f);
	return 0;
}

const struct topic_table table_keys = {
	.file = "keys.csv", .exists = detail_has_keys_in, .print = print_keys,
};
const struct topic_table table_histograms = {
	.file = "histograms.csv", .exists = detail_has_histograms_in, .print = print_histograms,
};
