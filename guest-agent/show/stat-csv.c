// SPDX-License-Identifier: GPL-2.0
/*
 * RFC 4180, a line for each figure. No value holds a separator, a quote or a line break, so
 * nothing is quoted.
 */
#include "stat-view.h"

#include <inttypes.h>

#include "ledger/reasons.h"
#include "ledger/row.h"
#include "csv-end.h"

void stat_csv_heading(FILE *out, char separator)
{
	static const char *const columns[] = {
		"schema", "time_s", "windows", "vcpu", "reason", "name", "quantity", "median",
		"min", "max",
	};
	size_t i;

	for (i = 0; i < sizeof(columns) / sizeof(columns[0]); i++)
		fprintf(out, "%.*s%s", i > 0, &separator, columns[i]);
	fputs(CSV_END, out);
}

/**
 * struct place - what a line is about
 * @vcpu: an index, or WINDOWS_VM
 * @reason: number; empty for a pseudo-row, or what is no row's
 * @name: of the row; "total" for what is no row's
 */
struct place {
	const struct stat_view *v;
	char separator;
	int vcpu;
	const char *reason;
	const char *name;
};

static void print(FILE *out, const struct place *p, const char *quantity, int64_t median,
		  const struct range *range)
{
	const char s = p->separator;

	fprintf(out, "1%c", s);
	if (p->v->interval)
		fprintf(out, "%.6f", p->v->time);
	fprintf(out, "%c%zu%c", s, p->v->r->nr, s);
	if (p->vcpu != WINDOWS_VM)
		fprintf(out, "%d", p->vcpu);
	fprintf(out, "%c%s%c%s%c%s%c%" PRId64 "%c%" PRId64 "%c%" PRId64 CSV_END, s, p->reason, s,
		p->name, s, quantity, s, median, s, range->min, s, range->max);
}

static void print_row(FILE *out, const struct place *p, const struct ledger *l, unsigned int row)
{
	struct range range = windows_row_range(p->v->r, p->vcpu, row,
					       offsetof(struct ledger_row, count));
	size_t i;

	print(out, p, "count", l->rows[row].count, &range);
	for (i = 0; i < ROW_ACCOUNTS; i++) {
		range = windows_row_range(p->v->r, p->vcpu, row, row_accounts[i].row_offset);
		print(out, p, row_accounts[i].name, row_account(&l->rows[row], i), &range);
	}
}

static void print_ledger(FILE *out, const struct stat_view *v, int vcpu, char separator)
{
	static struct ledger l;
	unsigned int order[LEDGER_MAX_ROWS];
	char name[REASON_NAME_SIZE], number[16];
	struct place p = { .v = v, .separator = separator, .vcpu = vcpu };
	struct range range;
	size_t nr, i;

	windows_median(v->r, vcpu, &l);
	nr = stat_rows(v, &l, order);
	for (i = 0; i < nr; i++) {
		*number = '\0';
		if (order[i] < l.nr_reasons)
			snprintf(number, sizeof(number), "%u", order[i]);
		p.reason = number;
		p.name = reason_name(v->r->info.vendor, order[i], name);
		print_row(out, &p, &l, order[i]);
	}
	p.reason = "";
	p.name = "total";
	for (i = 0; i < ledger_nr_sums; i++) {
		range = windows_sum_range(v->r, vcpu, ledger_sums[i].offset);
		print(out, &p, ledger_sums[i].name, ledger_sum_get(&l, i), &range);
	}
}

void stat_csv_print(FILE *out, const struct stat_view *v, char separator)
{
	const struct place vm = {
		.v = v, .separator = separator, .vcpu = WINDOWS_VM, .reason = "", .name = "total",
	};
	unsigned int nr = v->per_vcpu ? windows_vcpus(v->r) : 0, i;
	struct range range = windows_elapsed_range(v->r);
	const struct range reads = { v->own_reads, v->own_reads };

	print_ledger(out, v, WINDOWS_VM, separator);
	print(out, &vm, "elapsed", windows_elapsed(v->r), &range);
	range = (struct range) { v->r->info.tsc_khz, v->r->info.tsc_khz };
	print(out, &vm, "tsc_khz", v->r->info.tsc_khz, &range);
	print(out, &vm, "own_reads", v->own_reads, &reads);
	for (i = 0; i < nr; i++)
		print_ledger(out, v, i, separator);
}
