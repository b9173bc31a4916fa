// SPDX-License-Identifier: GPL-2.0
#include "window-table.h"

#include <inttypes.h>

#include "meter.h"
#include "ledger/rank.h"
#include "ledger/reasons.h"

#define CYCLES "%15" PRId64

static void print_heading(FILE *out, const struct window *w)
{
	fprintf(out, "%s %s, %u vCPU%s; cycles of a TSC of %u kHz\n",
		meter_vendor_name(w->info.vendor), meter_paging_name(&w->info),
		w->info.nr_vcpus, w->info.nr_vcpus == 1 ? "" : "s", w->info.tsc_khz);
	fprintf(out, "%6s  %-20s %10s %15s %15s %15s %15s %8s\n", "reason", "name", "count",
		"kernel", "user", "blocked", "offcpu", "kernel %");
}

static void print_figures(FILE *out, const struct ledger_row *row, int64_t all_kernel)
{
	fprintf(out, "%10" PRId64 " " CYCLES " " CYCLES " " CYCLES " " CYCLES, row->count,
		row->kernel, row->user, row->blocked, row->offcpu);
	if (all_kernel > 0)
		fprintf(out, " %8.2f\n", 100.0 * row->kernel / all_kernel);
	else
		fprintf(out, " %8s\n", "-");
}

static void print_rows(FILE *out, const struct window *w)
{
	unsigned int order[LEDGER_MAX_ROWS];
	char buf[REASON_NAME_SIZE];
	size_t n = rank_rows(&w->net, order), i;

	for (i = 0; i < n; i++) {
		/* A pseudo-row has a name only. */
		if (order[i] < w->net.nr_reasons)
			fprintf(out, "%6u", order[i]);
		else
			fprintf(out, "%6s", "-");
		fprintf(out, "  %-20s ", reason_name(w->info.vendor, order[i], buf));
		print_figures(out, &w->net.rows[order[i]], w->net.kernel);
	}
}

/* Cycles by themselves, then as a time and a share of the whole. */
static void print_time(FILE *out, const struct window *w, const char *name, int64_t cycles)
{
	fprintf(out, "%-8s" CYCLES, name, cycles);
	if (w->info.tsc_khz)
		fprintf(out, " = %.6f s", cycles / (w->info.tsc_khz * 1000.0));
	if (w->net.wall > 0)
		fprintf(out, ", %.2f %%", 100.0 * cycles / w->net.wall);
	fputc('\n', out);
}

/* A VM with several vCPUs: what each of them did. */
static void print_vcpus(FILE *out, const struct window *w)
{
	const struct ledger *v;
	unsigned int i;

	if (!w->nr_vcpus)
		return;
	fprintf(out, "%6s %10s %15s %15s %15s %15s %15s\n", "vCPU", "exits", "kernel", "user",
		"blocked", "offcpu", "guest");
	for (i = 0; i < w->nr_vcpus; i++) {
		v = &w->vcpus[i];
		fprintf(out, "%6u %10" PRId64 " " CYCLES " " CYCLES " " CYCLES " " CYCLES " "
			CYCLES "\n", i, v->exits, v->kernel, v->user, v->blocked, v->offcpu,
			v->guest);
	}
}

void window_table_print(FILE *out, const struct window *w)
{
	const struct ledger_row sum = {
		.count = w->net.exits,
		.kernel = w->net.kernel,
		.user = w->net.user,
		.blocked = w->net.blocked,
		.offcpu = w->net.offcpu,
	};

	print_heading(out, w);
	print_rows(out, w);
	fprintf(out, "%6s  %-20s ", "", "total");
	print_figures(out, &sum, sum.kernel);
	print_time(out, w, "guest", w->net.guest);
	print_time(out, w, "wall", w->net.wall);
	print_vcpus(out, w);
}
