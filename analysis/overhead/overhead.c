// SPDX-License-Identifier: GPL-2.0
#include "overhead.h"

#include <err.h>
#include <stdlib.h>
#include <string.h>

#include "util/memory.h"
#include "record/facts/platform-facts.h"
#include "select/cell-facts.h"
#include "select/same.h"

const struct overhead_way_text overhead_ways[WAY_NR] = {
	[WAY_UNPATCHED]	= { "unpatched", "unpatched KVM", COLOUR_OTHER },
	[WAY_OFF]	= { "off", "patched, meter off", COLOUR_OTHER },
	[WAY_ON]	= { "on", "patched, meter on", COLOUR_METER },
	[WAY_HISTOGRAM]	= { "on, histogram", "meter on, with histograms", COLOUR_METER },
	[WAY_KEYS]	= { "on, keys", "meter on, with sub-keys", COLOUR_METER },
	[WAY_BOTH]	= { "on, both", "meter on, keys and histograms", COLOUR_METER },
	[WAY_HIST]	= { "hist", "tracepoint with a histogram", COLOUR_OBSERVER },
	[WAY_BPF]	= { "bpf", "BPF program at the tracepoint", COLOUR_OBSERVER },
	[WAY_PERF]	= { "perf", "perf kvm stat record", COLOUR_OBSERVER },
};

/* A setting that the record does not tell is at its default. */
static bool is_set(const struct record *r, const char *name, const char *value, bool is_default)
{
	const char *is = record_setting(r, name);

	return *is ? !strcmp(is, value) : is_default;
}

static enum overhead_way way_of_detail(const struct record *r)
{
	if (is_set(r, "detail", "histogram", false))
		return WAY_HISTOGRAM;
	if (is_set(r, "detail", "keys", false))
		return WAY_KEYS;
	return is_set(r, "detail", "both", false) ? WAY_BOTH : WAY_ON;
}

/*
 * Observers count on the unpatched KVM, as their users have it; WAY_NR for a
 * combination that is none of the ways.
 */
static enum overhead_way way_of(const struct record *r)
{
	const char *observer = record_observer(r);
	enum overhead_way way;

	if (!observer && is_set(r, "kvm", "patched", true))
		return is_set(r, "meter", "on", true) ? way_of_detail(r) : WAY_OFF;
	if (!is_set(r, "kvm", "unpatched", false))
		return WAY_NR;
	if (!observer)
		return WAY_UNPATCHED;
	for (way = WAY_HIST; way < WAY_NR; way++)
		if (!strcmp(overhead_ways[way].name, observer))
			return way;
	return WAY_NR;
}

/* The settings off their default that do not make the way, as in a variant. */
static char *other_settings(const struct record *r)
{
	static const char *const makes_way[] = { "kvm", "meter", "detail", "observer" };
	const struct setting *changed[SETTING_NR];
	size_t nr = record_changed(r, changed), i, k;
	char *left = memory_printf("%s", ""), *one;

	for (i = 0; i < nr; i++) {
		for (k = 0; k < sizeof(makes_way) / sizeof(makes_way[0]); k++)
			if (!strcmp(changed[i]->name, makes_way[k]))
				break;
		if (k < sizeof(makes_way) / sizeof(makes_way[0]))
			continue;
		one = memory_printf("%s-%s", changed[i]->name, record_setting(r, changed[i]->name));
		memory_append(&left, ".", one);
		free(one);
	}
	return left;
}

static bool is_workload(const struct record *r, const char *workload)
{
	return !strcmp(r->workload, workload);
}

/* A ledger for each; without the meter what the cell was started with. */
static int64_t count_vcpus(const struct record *r)
{
	size_t n = r->l1[L1_END].ledgers.nr_vcpus;

	return n ? (int64_t)n : r->vcpus;
}

static int add_cell(struct overhead *o, const struct record *r)
{
	struct overhead_cell *cell;
	char error[384];

	o->cells = memory_grow(o->cells, o->nr_cells, sizeof(*o->cells));
	cell = &o->cells[o->nr_cells++];
	cell->r = r;
	cell->settings = other_settings(r);
	cell->vcpus = count_vcpus(r);
	if (costs_parse(&cell->costs, r->output ? r->output : "", error, sizeof(error))) {
		warnx("%s: %s", r->path, error);
		return -1;
	}
	if (cell->costs.nr || cell->costs.window_exits >= 0)
		return 0;
	warnx("%s: no figures in measured.output; run the cell again", r->path);
	return -1;
}

/* A row is the same exit, in the same place, in the same mode. */
static bool is_row(const struct overhead_row *row, const struct overhead_cell *cell,
		   const char *name)
{
	return !strcmp(row->name, name) &&
	       record_same(row->cell->r, cell->r, SAME_BUT(SAME_SETTINGS)) &&
	       !strcmp(row->cell->settings, cell->settings);
}

static void add_cost(struct overhead *o, const struct overhead_cell *cell, enum overhead_way way,
		     const struct cost *cost)
{
	struct overhead_row *row;
	size_t i;

	for (i = 0; i < o->nr_rows; i++)
		if (is_row(&o->rows[i], cell, cost->name))
			break;
	if (i == o->nr_rows) {
		o->rows = memory_grow(o->rows, o->nr_rows, sizeof(*o->rows));
		row = &o->rows[o->nr_rows++];
		row->cell = cell;
		row->name = cost->name;
		row->primitive = primitive_find(cost->name);
	}
	if (!o->rows[i].cost[way])
		o->rows[i].cost[way] = cost;
}

static bool is_other_mode(const struct overhead_row *a, const struct overhead_row *b)
{
	return a->cell->r->shadow != b->cell->r->shadow && !strcmp(a->name, b->name) &&
	       record_same(a->cell->r, b->cell->r, SAME_BUT(SAME_SETTINGS | SAME_MODE)) &&
	       !strcmp(a->cell->settings, b->cell->settings);
}

/* Bring the two modes of an exit together, nested paging first. */
static void sort_rows(struct overhead *o)
{
	struct overhead_row *rows = memory_zalloc((o->nr_rows + 1) * sizeof(*rows)), *row;
	bool *taken = memory_zalloc(o->nr_rows + 1);
	size_t i, k, n = 0;

	for (i = 0; i < o->nr_rows; i++) {
		if (taken[i])
			continue;
		rows[n++] = o->rows[i];
		for (k = i + 1; k < o->nr_rows; k++) {
			if (taken[k] || !is_other_mode(&o->rows[i], &o->rows[k]))
				continue;
			taken[k] = true;
			rows[n++] = o->rows[k];
			row = &rows[n - 2];
			if (row->cell->r->shadow) {
				row[0] = o->rows[k];
				row[1] = o->rows[i];
			}
		}
	}
	free(taken);
	free(o->rows);
	o->rows = rows;
}

static bool is_first_seed(const struct overhead *o, size_t index)
{
	const struct record *r = o->cells[index].r, *other;
	size_t i;

	for (i = 0; i < o->nr_cells; i++) {
		other = o->cells[i].r;
		if (record_same(other, r, SAME_BUT(SAME_SEED)) && other->seed < r->seed)
			return false;
	}
	return true;
}

static void make_rows(struct overhead *o)
{
	const struct overhead_cell *cell;
	enum overhead_way way;
	size_t i, k;

	for (i = 0; i < o->nr_cells; i++) {
		cell = &o->cells[i];
		way = way_of(cell->r);
		if (!is_workload(cell->r, OVERHEAD_EXIT) || way == WAY_NR || !is_first_seed(o, i))
			continue;
		for (k = 0; k < cell->costs.nr; k++)
			add_cost(o, cell, way, &cell->costs.cost[k]);
	}
	sort_rows(o);
}

static void add_memory(struct overhead *o, const struct record *r, const struct l1_ledgers *l1)
{
	struct overhead_memory *m;
	size_t i;

	for (i = 0; i < o->nr_memory; i++)
		if (!strcmp(o->memory[i].platform, r->platform) &&
		    o->memory[i].vcpus == l1->nr_vcpus)
			return;
	if (!l1->nr_vcpus || !l1->vcpus[0].bytes)
		return;
	o->memory = memory_grow(o->memory, o->nr_memory, sizeof(*o->memory));
	m = &o->memory[o->nr_memory++];
	m->platform = r->platform;
	m->vendor = r->vendor;
	m->vcpus = l1->nr_vcpus;
	m->bytes = l1->vcpus[0].bytes;
	for (i = 0; i < l1->nr_vcpus; i++)
		m->total += l1->vcpus[i].bytes;
}

static int by_size(const void *a, const void *b)
{
	const struct overhead_memory *x = a, *y = b;
	int order = strcmp(x->platform, y->platform);

	return order ? order : (x->vcpus > y->vcpus) - (x->vcpus < y->vcpus);
}

static void find_memory(struct overhead *o, const struct run *run)
{
	size_t i;

	for (i = 0; i < run->nr_records; i++)
		if (record_is_good(run->records[i]))
			add_memory(o, run->records[i], &run->records[i]->l1[L1_END].ledgers);
	if (o->nr_memory)
		qsort(o->memory, o->nr_memory, sizeof(*o->memory), by_size);
}

static bool is_wanted(const struct record *r)
{
	return record_is_good(r) &&
	       (is_workload(r, OVERHEAD_EXIT) || is_workload(r, OVERHEAD_METER) ||
		is_workload(r, OVERHEAD_WINDOW));
}

bool overhead_in_run(const struct run *run)
{
	size_t i;

	for (i = 0; i < run->nr_records; i++)
		if (is_wanted(run->records[i]))
			return true;
	return false;
}

int overhead_load(struct overhead *o, const struct run *run)
{
	const struct record *r;
	int err = 0;
	size_t i;

	memset(o, 0, sizeof(*o));
	for (i = 0; i < run->nr_records && !err; i++) {
		r = run->records[i];
		if (is_wanted(r))
			err = add_cell(o, r);
	}
	if (!err && !o->nr_cells) {
		warnx("%s: no measurements of the workloads " OVERHEAD_EXIT ", " OVERHEAD_METER
			" or " OVERHEAD_WINDOW, run->folder);
		err = -1;
	}
	if (!err) {
		make_rows(o);
		find_memory(o, run);
	}
	if (err)
		overhead_free(o);
	return err;
}

void overhead_free(struct overhead *o)
{
	size_t i;

	for (i = 0; i < o->nr_cells; i++) {
		costs_free(&o->cells[i].costs);
		free(o->cells[i].settings);
	}
	free(o->cells);
	free(o->rows);
	free(o->memory);
	memset(o, 0, sizeof(*o));
}

bool overhead_added(const struct overhead_row *row, enum overhead_way way, int64_t *cycles)
{
	if (!row->cost[WAY_UNPATCHED] || !row->cost[way])
		return false;
	*cycles = row->cost[way]->median - row->cost[WAY_UNPATCHED]->median;
	return true;
}

bool overhead_times(const struct overhead_row *row, enum overhead_way way, double *times)
{
	int64_t meter, other;

	if (!overhead_added(row, WAY_ON, &meter) || !overhead_added(row, way, &other) ||
	    meter <= 0 || other <= 0)
		return false;
	*times = (double)other / meter;
	return true;
}

bool overhead_is_exact(const struct overhead_cell *cell)
{
	return platform_facts(cell->r->platform)->is_exact;
}

bool overhead_has(const struct overhead *o, const char *workload)
{
	size_t i;

	for (i = 0; i < o->nr_cells; i++)
		if (is_workload(o->cells[i].r, workload))
			return true;
	return false;
}

bool overhead_has_settings(const struct overhead *o)
{
	size_t i;

	for (i = 1; i < o->nr_rows; i++)
		if (strcmp(o->rows[i].cell->settings, o->rows[0].cell->settings))
			return true;
	return false;
}

/* The higher, the better it stands for others; 0: not at all. */
static unsigned int rank(const struct overhead_row *row)
{
	int64_t added;

	if (!overhead_added(row, WAY_ON, &added) ||
	    primitive_kind(row->primitive, row->cell->r->shadow) != PRIMITIVE_EXIT)
		return 0;
	return 1 + !strcmp(row->name, "cpuid") + 2 * !row->cell->r->shadow +
	       4 * overhead_is_exact(row->cell);
}

const struct overhead_row *overhead_example(const struct overhead *o)
{
	const struct overhead_row *best = NULL;
	size_t i;

	for (i = 0; i < o->nr_rows; i++)
		if (rank(&o->rows[i]) > (best ? rank(best) : 0))
			best = &o->rows[i];
	return best;
}

struct overhead_span overhead_span_of(const struct overhead *o, enum primitive_kind kind)
{
	struct overhead_span span = { .nr = 0 };
	const struct overhead_row *row;
	int64_t cycles;
	size_t i;

	for (i = 0; i < o->nr_rows; i++) {
		row = &o->rows[i];
		/* A sleep is as long as its timer says, and no measure of anything else. */
		if (primitive_kind(row->primitive, row->cell->r->shadow) != kind ||
		    !overhead_is_exact(row->cell) || !strcmp(row->name, "hlt") ||
		    !overhead_added(row, WAY_ON, &cycles))
			continue;
		span.low = !span.nr || cycles < span.low ? cycles : span.low;
		span.high = !span.nr || cycles > span.high ? cycles : span.high;
		span.nr++;
	}
	return span;
}
