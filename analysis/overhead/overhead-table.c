// SPDX-License-Identifier: GPL-2.0
#include "overhead-table.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "output/format.h"
#include "util/memory.h"
#include "overhead-target.h"
#include "topic.h"

static const char *vendor_name(unsigned int vendor)
{
	return vendor == KVM_EXITMETER_VENDOR_SVM ? "SVM" : "VMX";
}

static void add_place(struct table *t, const struct overhead_cell *cell, bool settings)
{
	table_text(t, "%s", cell->r->platform);
	table_text(t, "%s", cell->r->parameter);
	table_text(t, "%s", settings ? cell->settings : "");
}

static void add_added(struct table *t, const struct overhead_row *row, enum overhead_way way)
{
	int64_t cycles;

	if (overhead_added(row, way, &cycles))
		table_text(t, "%s%s", cycles < 0 ? "" : "+", format_int(cycles).text);
	else
		table_empty(t);
}

static void add_exit(struct table *t, const struct overhead *o, const struct overhead_row *row)
{
	enum overhead_way way;
	double times;

	table_text(t, "%s", row->name);
	table_text(t, "%s", row->primitive->text);
	add_place(t, row->cell, overhead_has_settings(o));
	if (row->cost[WAY_UNPATCHED])
		table_int(t, row->cost[WAY_UNPATCHED]->median);
	else
		table_empty(t);
	for (way = WAY_OFF; way < WAY_NR; way++)
		add_added(t, row, way);
	if (overhead_times(row, WAY_PERF, &times))
		table_text(t, "%s", format_times(times).text);
	else
		table_empty(t);
}

void overhead_table_exits(enum table_style style, const struct overhead *o, FILE *f)
{
	static const char *const columns[] = {
		"<exit", "?<what", "<platform", "<mode", "?<settings", "unpatched", "meter off",
		"meter on", "?with histogram", "?with keys", "?with both",
		"?hist", "?bpf", "?perf", "?perf / meter", NULL,
	};
	struct table *t = table_new(style, columns);
	size_t i;

	for (i = 0; i < o->nr_rows; i++)
		add_exit(t, o, &o->rows[i]);
	table_end(t, f);
}

static bool is_workload(const struct overhead_cell *cell, const char *workload)
{
	return !strcmp(cell->r->workload, workload);
}

/* The cost of the same CPUID with fewest vCPUs, which the others are compared with. */
static const struct overhead_cell *find_smallest(const struct overhead *o,
						 const struct overhead_cell *like)
{
	const struct overhead_cell *cell, *smallest = like;
	size_t i;

	for (i = 0; i < o->nr_cells; i++) {
		cell = &o->cells[i];
		if (is_workload(cell, OVERHEAD_METER) && cell->r->shadow == like->r->shadow &&
		    !strcmp(cell->r->platform, like->r->platform) &&
		    cell->vcpus < smallest->vcpus)
			smallest = cell;
	}
	return smallest;
}

static void add_growth(struct table *t, const struct overhead_cell *cell,
		       const struct overhead_cell *from, const struct cost *cost)
{
	const struct cost *before = costs_find(&from->costs, cost->name);
	double growth;

	if (before && cell->vcpus > from->vcpus) {
		growth = (double)(cost->median - before->median) / (cell->vcpus - from->vcpus);
		table_text(t, "%s%s", growth < 0 ? "" : "+", format_int(llround(growth)).text);
	} else {
		table_empty(t);
	}
}

/* The CPUID of this name by number of vCPUs, as the cells come. */
static void add_cpuid(struct table *t, const struct overhead *o, const char *name)
{
	const struct overhead_cell *cell;
	const struct cost *cost;
	size_t i;

	for (i = 0; i < o->nr_cells; i++) {
		cell = &o->cells[i];
		cost = costs_find(&cell->costs, name);
		if (!is_workload(cell, OVERHEAD_METER) || !cost)
			continue;
		table_text(t, "%s", name);
		table_text(t, "%s", primitive_find(name)->text);
		table_text(t, "%s", cell->r->platform);
		table_text(t, "%s", cell->r->parameter);
		table_int(t, cell->vcpus);
		table_int(t, cost->median);
		table_int(t, cost->p99);
		add_growth(t, cell, find_smallest(o, cell), cost);
	}
}

static bool is_in_earlier_cell(const struct overhead *o, size_t index, const char *name)
{
	size_t i;

	for (i = 0; i < index; i++)
		if (is_workload(&o->cells[i], OVERHEAD_METER) &&
		    costs_find(&o->cells[i].costs, name))
			return true;
	return false;
}

void overhead_table_meter(enum table_style style, const struct overhead *o, FILE *f)
{
	static const char *const columns[] = {
		"<CPUID", "?<what", "<platform", "<mode", "vCPUs", "cycles", "p99",
		"?per further vCPU", NULL,
	};
	struct table *t = table_new(style, columns);
	const struct costs *costs;
	size_t i, k;

	for (i = 0; i < o->nr_cells; i++) {
		costs = &o->cells[i].costs;
		for (k = 0; is_workload(&o->cells[i], OVERHEAD_METER) && k < costs->nr; k++)
			if (!is_in_earlier_cell(o, i, costs->cost[k].name))
				add_cpuid(t, o, costs->cost[k].name);
	}
	table_end(t, f);
}

static void add_exits(struct table *t, int64_t exits)
{
	if (exits < 0)
		table_empty(t);
	else
		table_int(t, exits);
}

void overhead_table_windows(enum table_style style, const struct overhead *o, FILE *f)
{
	static const char *const columns[] = {
		"<platform", "<mode", "?<settings", "vCPUs", "exits of an empty window",
		"exits of reading a snapshot", NULL,
	};
	struct table *t = table_new(style, columns);
	const struct overhead_cell *cell;
	size_t i;

	for (i = 0; i < o->nr_cells; i++) {
		cell = &o->cells[i];
		if (cell->costs.window_exits < 0 && cell->costs.snapshot_exits < 0)
			continue;
		add_place(t, cell, overhead_has_settings(o));
		table_int(t, cell->vcpus);
		add_exits(t, cell->costs.window_exits);
		add_exits(t, cell->costs.snapshot_exits);
	}
	table_end(t, f);
}

void overhead_table_memory(enum table_style style, const struct overhead *o, FILE *f)
{
	static const char *const columns[] = {
		"<platform", "<vendor", "vCPUs", "bytes per vCPU", "bytes per VM", NULL,
	};
	struct table *t = table_new(style, columns);
	const struct overhead_memory *m;
	size_t i;

	for (i = 0; i < o->nr_memory; i++) {
		m = &o->memory[i];
		table_text(t, "%s", m->platform);
		table_text(t, "%s", vendor_name(m->vendor));
		table_int(t, m->vcpus);
		table_int(t, m->bytes);
		table_int(t, m->total);
	}
	table_end(t, f);
}

static void add_value(struct table *t, const struct overhead_target_result *result, double value)
{
	if (!result->measured)
		table_empty(t);
	else if (result->is_ratio)
		table_text(t, "%s", format_times(value).text);
	else
		table_int(t, value);
}

bool overhead_table_targets(enum table_style style, const struct overhead *o, FILE *f)
{
	static const char *const columns[] = {
		"<target", "judged by", "?not measured", "lowest", "highest", "<worst", "<result",
		NULL,
	};
	struct table *t = table_new(style, columns);
	struct overhead_target_result result;
	bool good = true;
	size_t i;

	for (i = 0; i < OVERHEAD_TARGETS; i++) {
		overhead_target(&result, i, o);
		good &= result.holds;
		table_text(t, "%s", result.text);
		table_int(t, result.measured);
		if (result.missing)
			table_int(t, result.missing);
		else
			table_empty(t);
		add_value(t, &result, result.low);
		add_value(t, &result, result.high);
		table_text(t, "%s", result.worst);
		table_text(t, result.holds ? "met" : result.measured ? "MISSED" : "NOT MEASURED");
	}
	table_end(t, f);
	return good;
}

/* A line of the long form: everything of it but the last two values. */
static void begin_line(struct table *t, const struct overhead_cell *cell, const char *what,
		       const char *name, const char *way)
{
	table_text(t, "%s", cell->r->platform);
	table_text(t, "%s", cell->r->shadow ? "shadow" : "tdp");
	table_text(t, "%s", cell->r->parameter);
	table_text(t, "%s", cell->settings);
	table_int(t, cell->vcpus);
	table_text(t, "%s", what);
	table_text(t, "%s", name);
	table_text(t, "%s", way);
}

static void csv_cost(struct table *t, const struct overhead_cell *cell, const char *what,
		     const char *way, const struct cost *cost)
{
	size_t i;

	for (i = 0; i < COST_FIGURES; i++) {
		begin_line(t, cell, what, cost->name, way);
		table_text(t, "%s", cost_figures[i].name);
		table_int(t, cost_figure(cost, i));
	}
}

static void csv_row(struct table *t, const struct overhead_row *row)
{
	enum overhead_way way;
	int64_t cycles;
	double times;

	for (way = 0; way < WAY_NR; way++) {
		if (row->cost[way])
			csv_cost(t, row->cell, "exit", overhead_ways[way].name, row->cost[way]);
		if (way != WAY_UNPATCHED && overhead_added(row, way, &cycles)) {
			begin_line(t, row->cell, "exit", row->name, overhead_ways[way].name);
			table_text(t, "added");
			table_int(t, cycles);
		}
		if (way > WAY_ON && overhead_times(row, way, &times)) {
			begin_line(t, row->cell, "exit", row->name, overhead_ways[way].name);
			table_text(t, "times_meter");
			table_text(t, "%.6g", times);
		}
	}
}

static void csv_exits(struct table *t, const struct overhead_cell *cell, const char *name,
		      int64_t exits)
{
	if (exits < 0)
		return;
	begin_line(t, cell, "window", name, "on");
	table_text(t, "exits");
	table_int(t, exits);
}

static void csv_cell(struct table *t, const struct overhead_cell *cell)
{
	size_t i;

	for (i = 0; is_workload(cell, OVERHEAD_METER) && i < cell->costs.nr; i++)
		csv_cost(t, cell, "meter", "on", &cell->costs.cost[i]);
	csv_exits(t, cell, "window", cell->costs.window_exits);
	csv_exits(t, cell, "snapshot", cell->costs.snapshot_exits);
}

static void csv_memory(struct table *t, const struct overhead_memory *m, const char *quantity,
		       int64_t bytes)
{
	table_text(t, "%s", m->platform);
	table_empty(t);
	table_empty(t);
	table_empty(t);
	table_int(t, m->vcpus);
	table_text(t, "memory");
	table_text(t, "%s", vendor_name(m->vendor));
	table_text(t, "on");
	table_text(t, "%s", quantity);
	table_int(t, bytes);
}

void overhead_table_csv(const struct overhead *o, FILE *f)
{
	static const char *const columns[] = {
		"<platform", "<paging", "<parameter", "<settings", "vcpus", "<what", "<name",
		"<way", "<quantity", "value", NULL,
	};
	struct table *t = table_new(TABLE_CSV, columns);
	size_t i;

	for (i = 0; i < o->nr_rows; i++)
		csv_row(t, &o->rows[i]);
	for (i = 0; i < o->nr_cells; i++)
		csv_cell(t, &o->cells[i]);
	for (i = 0; i < o->nr_memory; i++) {
		csv_memory(t, &o->memory[i], "bytes_vcpu", o->memory[i].bytes);
		csv_memory(t, &o->memory[i], "bytes_vm", o->memory[i].total);
	}
	table_end(t, f);
}

static int print_overhead(const struct run *run, FILE *f)
{
	struct overhead o;
	int err = overhead_load(&o, run);

	if (!err) {
		overhead_table_csv(&o, f);
		overhead_free(&o);
	}
	return err;
}

const struct topic_table table_overhead = {
	.file = "overhead.csv", .exists = overhead_in_run, .print = print_overhead, .whole = true,
};
