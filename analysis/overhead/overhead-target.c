// SPDX-License-Identifier: GPL-2.0
#include "overhead-target.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/**
 * struct target - one of them
 * @value: of a row; false if it was not measured.  NULL: a window's exits
 * @low: what may be the least
 * @high: what may be the most
 */
struct target {
	const char *text;
	bool (*value)(const struct overhead_row *row, double *value);
	double low;
	double high;
	bool is_ratio;
};

static bool added(const struct overhead_row *row, enum overhead_way way, double *value)
{
	int64_t cycles;

	if (!overhead_added(row, way, &cycles))
		return false;
	*value = cycles;
	return true;
}

static bool added_off(const struct overhead_row *row, double *value)
{
	return added(row, WAY_OFF, value);
}

static bool added_on(const struct overhead_row *row, double *value)
{
	return added(row, WAY_ON, value);
}

static bool times_perf(const struct overhead_row *row, double *value)
{
	return overhead_times(row, WAY_PERF, value);
}

static const struct target targets[OVERHEAD_TARGETS] = {
	{ "meter off: at most 2 instructions per exit more than the unpatched KVM", added_off,
	  -INFINITY, 2, false },
	{ "meter on: at most 32 instructions per exit more than the unpatched KVM", added_on,
	  -INFINITY, 32, false },
	{ "perf kvm stat record: at least 90 times what the meter costs", times_perf, 90,
	  INFINITY, true },
	{ "an empty window: exactly 1 exit", NULL, 1, 1, false },
};

static double beyond(const struct target *t, double value)
{
	if (value < t->low)
		return t->low - value;
	return value > t->high ? value - t->high : 0;
}

/* Closer to a limit than another one; with a limit on one side only, to that. */
static bool is_worse(const struct target *t, double value, double than)
{
	if (beyond(t, value) != beyond(t, than))
		return beyond(t, value) > beyond(t, than);
	return isinf(t->high) ? value < than : value > than;
}

static void take(struct overhead_target_result *result, const struct target *t, double value,
		 double *worst, const char *name, const char *parameter)
{
	if (!result->measured || value < result->low)
		result->low = value;
	if (!result->measured || value > result->high)
		result->high = value;
	if (!result->measured || is_worse(t, value, *worst)) {
		*worst = value;
		snprintf(result->worst, sizeof(result->worst), "%s, %s", name, parameter);
	}
	result->measured++;
	result->holds &= !beyond(t, value);
}

static void judge_rows(struct overhead_target_result *result, const struct target *t,
		       const struct overhead *o)
{
	const struct overhead_row *row;
	double value, worst = 0;
	size_t i;

	for (i = 0; i < o->nr_rows; i++) {
		row = &o->rows[i];
		if (!overhead_is_exact(row->cell) ||
		    primitive_kind(row->primitive, row->cell->r->shadow) != PRIMITIVE_EXIT)
			continue;
		if (t->value(row, &value))
			take(result, t, value, &worst, row->name, row->cell->r->parameter);
		else
			result->missing++;
	}
}

static void judge_windows(struct overhead_target_result *result, const struct target *t,
			  const struct overhead *o)
{
	const struct overhead_cell *cell;
	double worst = 0;
	size_t i;

	for (i = 0; i < o->nr_cells; i++) {
		cell = &o->cells[i];
		if (cell->costs.window_exits >= 0)
			take(result, t, cell->costs.window_exits, &worst, cell->r->name,
			     cell->r->parameter);
		else if (!strcmp(cell->r->workload, OVERHEAD_WINDOW))
			result->missing++;
	}
}

void overhead_target(struct overhead_target_result *result, size_t index,
		     const struct overhead *o)
{
	const struct target *t = &targets[index];

	memset(result, 0, sizeof(*result));
	result->text = t->text;
	result->is_ratio = t->is_ratio;
	result->holds = true;
	if (t->value)
		judge_rows(result, t, o);
	else
		judge_windows(result, t, o);
	result->holds &= result->measured && !result->missing;
}
