// SPDX-License-Identifier: GPL-2.0
#include "stat-view.h"

#include "ledger/window/detail-json.h"
#include "ledger/reasons.h"
#include "ledger/row.h"
#include "ledger/window/window-json.h"

#define STAT_SCHEMA	"exitmeter-stat/1"

static json_t *spread_to_json(int64_t median, struct range range)
{
	return json_pack("{s:I, s:I, s:I}", "median", (json_int_t)median,
			 "min", (json_int_t)range.min, "max", (json_int_t)range.max);
}

/* A figure over another; null where there is nothing to divide by. */
static json_t *ratio(double a, double b)
{
	return b > 0 ? json_real(a / b) : json_null();
}

static json_t *row_to_json(const struct stat_view *v, int vcpu, const struct ledger *l,
			   unsigned int row)
{
	const double seconds = stat_seconds(&v->r->info, windows_elapsed(v->r));
	const struct ledger_row *figures = &l->rows[row];
	char name[REASON_NAME_SIZE];
	json_t *out = json_object();
	size_t i;

	json_object_set_new(out, "reason", row < l->nr_reasons ? json_integer(row) : json_null());
	json_object_set_new(out, "name", json_string(reason_name(v->r->info.vendor, row, name)));
	json_object_set_new(out, "count", spread_to_json(figures->count,
		windows_row_range(v->r, vcpu, row, offsetof(struct ledger_row, count))));
	for (i = 0; i < ROW_ACCOUNTS; i++)
		json_object_set_new(out, row_accounts[i].name,
			spread_to_json(row_account(figures, i),
				       windows_row_range(v->r, vcpu, row,
							 row_accounts[i].row_offset)));
	json_object_set_new(out, "per_second", ratio(figures->count, seconds));
	json_object_set_new(out, "share", ratio(figures->count, l->exits));
	json_object_set_new(out, "kernel_share", ratio(figures->kernel, l->kernel));
	json_object_set_new(out, "kernel_per_exit", ratio(figures->kernel, figures->count));
	return out;
}

static json_t *ledger_view(const struct stat_view *v, int vcpu)
{
	static struct ledger l;
	unsigned int order[LEDGER_MAX_ROWS];
	json_t *out = json_object(), *rows = json_array();
	size_t nr, i;

	windows_median(v->r, vcpu, &l);
	if (vcpu != WINDOWS_VM)
		json_object_set_new(out, "vcpu", json_integer(vcpu));
	for (i = 0; i < ledger_nr_sums; i++)
		json_object_set_new(out, ledger_sums[i].name,
			spread_to_json(ledger_sum_get(&l, i),
				       windows_sum_range(v->r, vcpu, ledger_sums[i].offset)));
	nr = stat_rows(v, &l, order);
	for (i = 0; i < nr; i++)
		json_array_append_new(rows, row_to_json(v, vcpu, &l, order[i]));
	json_object_set_new(out, "rows", rows);
	return out;
}

static json_t *laws_to_json(const struct stat_view *v)
{
	json_t *out = json_array();
	size_t i;

	for (i = 0; i < ledger_nr_laws; i++)
		json_array_append_new(out, json_pack("{s:s, s:s, s:I}",
			"law", ledger_laws[i].name, "text", ledger_laws[i].text,
			"off", (json_int_t)windows_law_off(v->r, &ledger_laws[i])));
	return out;
}

static json_t *vcpus_to_json(const struct stat_view *v)
{
	unsigned int nr = windows_vcpus(v->r), i;
	json_t *out = json_array();

	for (i = 0; i < nr; i++)
		json_array_append_new(out, ledger_view(v, i));
	return out;
}

static json_t *details_to_json(const struct stat_view *v)
{
	json_t *out = json_object();

	detail_to_json(&v->r->detail, out, &v->r->all[0].net);
	return out;
}

json_t *stat_to_json(const struct stat_view *v)
{
	json_t *out = json_object();

	json_object_set_new(out, "schema", json_string(STAT_SCHEMA));
	if (v->interval) {
		json_object_set_new(out, "until_s", json_real(v->time));
	} else {
		json_object_set_new(out, "command", v->argv ? command_to_json(v->argv) :
							      json_null());
		json_object_set_new(out, "status", json_integer(v->status));
	}
	json_object_set_new(out, "windows", json_integer(v->r->nr));
	json_object_set_new(out, "latch_flags", json_integer(v->r->flags));
	json_object_set_new(out, "meter", meter_to_json(&v->r->info));
	json_object_set_new(out, "elapsed", spread_to_json(windows_elapsed(v->r),
							   windows_elapsed_range(v->r)));
	json_object_set_new(out, "own_reads", json_integer(v->own_reads));
	json_object_set_new(out, "vm", ledger_view(v, WINDOWS_VM));
	if (v->per_vcpu)
		json_object_set_new(out, "vcpus", vcpus_to_json(v));
	json_object_set_new(out, "laws", laws_to_json(v));
	if (v->detail)
		json_object_set_new(out, "detail", details_to_json(v));
	return out;
}
