// SPDX-License-Identifier: GPL-2.0
#include "stat-view.h"

#include <inttypes.h>
#include <math.h>

#include "ledger/window/detail-table.h"
#include "figure.h"
#include "ledger/rank.h"
#include "ledger/reasons.h"
#include "meter/meter.h"

size_t stat_rows(const struct stat_view *v, const struct ledger *l,
		 unsigned int order[LEDGER_MAX_ROWS])
{
	size_t nr = rank_rows(l, order), kept = 0, i;

	for (i = 0; i < nr; i++)
		if (!v->wanted || v->wanted[order[i]])
			order[kept++] = order[i];
	return kept;
}

double stat_seconds(const struct abi_info *info, int64_t cycles)
{
	return info->tsc_khz ? cycles / (info->tsc_khz * 1000.0) : 0;
}

static void print_rate(FILE *out, const struct stat_view *v, double count)
{
	double seconds = stat_seconds(&v->r->info, windows_elapsed(v->r));
	char buf[FIGURE_SIZE];

	fprintf(out, " %6s", seconds > 0 ? figure_short(round(count / seconds), buf) : "-");
}

/* "[12.3k-12.5k]" */
static void print_range(FILE *out, const struct range *range)
{
	char min[FIGURE_SIZE], max[FIGURE_SIZE], text[2 * FIGURE_SIZE + 4];

	snprintf(text, sizeof(text), "[%s-%s]", figure_short(range->min, min),
		 figure_short(range->max, max));
	fprintf(out, " %-13s", text);
}

#define LABEL_SIZE	(REASON_NAME_SIZE + 16)

/**
 * struct line - of the table
 * @label: at its left
 * @figures: what is charged
 * @count: range of the figure, for several windows
 * @kernel: likewise
 */
struct line {
	char label[LABEL_SIZE];
	struct ledger_row figures;
	struct range count;
	struct range kernel;
};

static void print_line(FILE *out, const struct stat_view *v, const struct ledger *all,
		       const struct line *line)
{
	const struct ledger_row *f = &line->figures;
	char buf[FIGURE_SIZE];

	fprintf(out, "%-22s %9" PRId64, line->label, f->count);
	if (v->r->nr > 1)
		print_range(out, &line->count);
	else
		print_rate(out, v, f->count);
	if (v->r->nr == 1)
		fprintf(out, " %5s", figure_share(f->count, all->exits, buf));
	fprintf(out, " %6s", figure_short(f->kernel, buf));
	if (v->r->nr > 1)
		print_range(out, &line->kernel);
	fprintf(out, " %5s", figure_share(f->kernel, all->kernel, buf));
	fprintf(out, " %5s", figure_average(f->kernel, f->count, buf));
	if (v->r->nr == 1) {
		fprintf(out, " %6s", figure_short(f->user, buf));
		fprintf(out, " %7s", figure_short(f->blocked, buf));
	}
	fputc('\n', out);
}

static void print_columns(FILE *out, const struct stat_view *v)
{
	if (v->r->nr > 1)
		fprintf(out, "%-22s %9s %-13s %6s %-13s %5s %5s\n", "reason", "count",
			"[least-most]", "kernel", "[least-most]", "share", "avg");
	else
		fprintf(out, "%-22s %9s %6s %5s %6s %5s %5s %6s %7s\n", "reason", "count",
			"rate/s", "share", "kernel", "share", "avg", "user", "blocked");
}

/* A pseudo-row has a name only. */
static void label(char text[LABEL_SIZE], const struct ledger *l, unsigned int row,
		  const char *name)
{
	if (row < l->nr_reasons)
		snprintf(text, LABEL_SIZE, "%3u %s", row, name);
	else
		snprintf(text, LABEL_SIZE, "  - %s", name);
}

static void print_rows(FILE *out, const struct stat_view *v, int vcpu, const struct ledger *l)
{
	unsigned int order[LEDGER_MAX_ROWS];
	size_t nr = stat_rows(v, l, order), i;
	char buf[REASON_NAME_SIZE];
	struct line line;

	for (i = 0; i < nr; i++) {
		label(line.label, l, order[i], reason_name(v->r->info.vendor, order[i], buf));
		line.figures = l->rows[order[i]];
		line.count = windows_row_range(v->r, vcpu, order[i],
					       offsetof(struct ledger_row, count));
		line.kernel = windows_row_range(v->r, vcpu, order[i],
						offsetof(struct ledger_row, kernel));
		print_line(out, v, l, &line);
	}
}

static void print_total(FILE *out, const struct stat_view *v, int vcpu, const struct ledger *l)
{
	const struct line line = {
		.label = "    total",
		.figures = {
			.count = l->exits, .kernel = l->kernel, .user = l->user,
			.blocked = l->blocked, .offcpu = l->offcpu,
		},
		.count = windows_sum_range(v->r, vcpu, offsetof(struct ledger, exits)),
		.kernel = windows_sum_range(v->r, vcpu, offsetof(struct ledger, kernel)),
	};

	print_line(out, v, l, &line);
}

/* Where the time went, as shares of it: the accounts are all there is. */
static void print_accounts(FILE *out, const struct ledger *l)
{
	const struct {
		const char *name;
		int64_t cycles;
	} accounts[] = {
		{ "guest", l->guest }, { "kernel", l->kernel }, { "user", l->user },
		{ "blocked", l->blocked }, { "offcpu", l->offcpu },
	};
	char buf[FIGURE_SIZE];
	size_t i;

	fprintf(out, "time: %s cycles,", figure_short(l->wall, buf));
	for (i = 0; i < sizeof(accounts) / sizeof(accounts[0]); i++)
		if (accounts[i].cycles || i < 2)
			fprintf(out, " %s %s", accounts[i].name,
				figure_share(accounts[i].cycles, l->wall, buf));
	if (l->startup)
		fprintf(out, "\n      and %s before the vCPUs first ran",
			figure_share(l->startup, l->wall, buf));
	fputc('\n', out);
}

static void print_law(FILE *out, const struct stat_view *v)
{
	const struct ledger_law *law;
	int64_t off;
	size_t i;

	for (i = 0; i < ledger_nr_laws; i++) {
		law = &ledger_laws[i];
		off = windows_law_off(v->r, law);
		if (law->right == offsetof(struct ledger, wall) && !off)
			fprintf(out, "conserved: guest + startup + all accounts = wall, to the "
				"cycle\n");
		else if (off)
			fprintf(out, "NOT CONSERVED: %s: off by %" PRId64 "\n", law->text, off);
	}
}

static void print_elapsed(FILE *out, const struct stat_view *v)
{
	const struct abi_info *info = &v->r->info;
	struct range range = windows_elapsed_range(v->r);

	if (info->tsc_khz)
		fprintf(out, "elapsed: %.6f s", stat_seconds(info, windows_elapsed(v->r)));
	else
		fprintf(out, "elapsed: %" PRId64 " cycles", windows_elapsed(v->r));
	if (v->r->nr > 1 && info->tsc_khz)
		fprintf(out, " [%.6f-%.6f], medians of %zu windows", stat_seconds(info, range.min),
			stat_seconds(info, range.max), v->r->nr);
	fputc('\n', out);
	if (v->own_reads)
		fprintf(out, "CPUID: %lu of the exits are exitmeter's own, for the intervals\n",
			v->own_reads);
}

static void print_heading(FILE *out, const struct stat_view *v)
{
	const struct abi_info *info = &v->r->info;

	if (v->interval) {
		fprintf(out, "until %.3f s:\n", v->time);
		return;
	}
	fprintf(out, "%s %s, %u vCPU%s, TSC %u kHz", meter_vendor_name(info->vendor),
		meter_paging_name(info), info->nr_vcpus, info->nr_vcpus == 1 ? "" : "s",
		info->tsc_khz);
	if (v->argv) {
		fprintf(out, ": ");
		figure_words(out, v->argv, 40);
	}
	fputc('\n', out);
}

static void print_vcpus(FILE *out, const struct stat_view *v, struct ledger *l)
{
	unsigned int nr = windows_vcpus(v->r), i;

	for (i = 0; i < nr; i++) {
		windows_median(v->r, i, l);
		fprintf(out, "vCPU %u, the cost of measuring included\n", i);
		print_rows(out, v, i, l);
		print_total(out, v, i, l);
		print_accounts(out, l);
	}
}

static void print_detail(FILE *out, const struct stat_view *v, struct ledger *l)
{
	size_t i;

	if (!v->r->detail.features) {
		fprintf(out, "details: the host keeps neither histograms nor keys; its kvm.ko "
			"wants exitmeter_detail=3\n");
		return;
	}
	*l = v->r->all[0].net;
	for (i = 1; i < v->r->nr; i++)
		ledger_add(l, &v->r->all[i].net);
	if (v->r->nr > 1)
		fprintf(out, "details, of all %zu windows together:\n", v->r->nr);
	detail_table_print(out, &v->r->detail, l, v->r->info.vendor, v->detail);
}

void stat_table_print(FILE *out, const struct stat_view *v)
{
	static struct ledger l;

	print_heading(out, v);
	print_columns(out, v);
	windows_median(v->r, WINDOWS_VM, &l);
	print_rows(out, v, WINDOWS_VM, &l);
	print_total(out, v, WINDOWS_VM, &l);
	print_accounts(out, &l);
	if (v->per_vcpu)
		print_vcpus(out, v, &l);
	if (!v->interval) {
		print_law(out, v);
		print_elapsed(out, v);
		if (v->detail)
			print_detail(out, v, &l);
	}
	fputc('\n', out);
}
