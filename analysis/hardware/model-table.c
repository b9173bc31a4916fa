// SPDX-License-Identifier: GPL-2.0
#include "model-table.h"

#include <stdlib.h>

#include "output/format.h"
#include "util/memory.h"

/* A range of modelled numbers in a cell. */
static void add_range(struct table *t, struct range r, const char *unit)
{
	table_text(t, MODEL_MARK "%s\u2013%s%s", format_short(r.low).text,
		   format_short(r.high).text, unit);
}

static void add_mode(struct table *t, const struct model *m, size_t mode)
{
	table_int(t, m->mode[mode].exits);
	if (m->has_instructions)
		table_short(t, m->mode[mode].instructions);
	else
		table_empty(t);
	add_range(t, m->mode[mode].switches, "");
	if (m->has_instructions)
		add_range(t, m->mode[mode].overhead, "");
	else
		table_empty(t);
}

static void add_break_even(struct table *t, const struct model *m)
{
	if (!m->has_instructions) {
		table_empty(t);
		table_empty(t);
		table_empty(t);
		return;
	}
	add_range(t, m->break_even, "");
	add_range(t, m->break_even_percent, " %");
	table_text(t, MODEL_MARK "%s", model_verdicts[m->verdict]);
}

void model_print(enum table_style style, const struct pairs *pairs, const struct hw_costs *costs,
		 FILE *f)
{
	unsigned int vendor = costs->vendor;
	char *tdp = memory_printf("exits %s", record_mode_name(vendor, false));
	char *shadow = memory_printf("exits %s", record_mode_name(vendor, true));
	const char *const columns[] = {
		"<workload", tdp, "?instructions", "switches", "?overhead", shadow,
		"?instructions", "switches", "?overhead", "?break-even", "?of the guest",
		"?<verdict", NULL,
	};
	struct table *t = table_new(style, columns);
	struct model m;
	size_t i;

	for (i = 0; i < pairs->nr; i++) {
		if (!pair_is_whole(&pairs->pair[i]))
			continue;
		model_pair(&m, &pairs->pair[i], costs);
		table_text(t, "%s", pairs->pair[i].label);
		add_mode(t, &m, 0);
		add_mode(t, &m, 1);
		add_break_even(t, &m);
	}
	table_end(t, f);
	free(tdp);
	free(shadow);
}

static void add_cost(struct table *t, const char *what, const struct hw_cost *cost)
{
	table_text(t, "%s", what);
	table_text(t, "%g\u2013%g", cost->range.low, cost->range.high);
	table_text(t, "%s", cost->source);
}

static bool same_range(struct range a, struct range b)
{
	return !(a.low < b.low || a.low > b.low || a.high < b.high || a.high > b.high);
}

void model_print_costs(enum table_style style, const struct hw_costs *costs, FILE *f)
{
	static const char *const columns[] = { "<parameter", "range", "<from", NULL };
	struct table *t = table_new(style, columns);
	enum exit_class kind;

	add_cost(t, "world switch, cycles", &costs->world_switch);
	for (kind = 0; kind < CLASS_LISTED; kind++) {
		if (exit_class_texts[kind].is_sum ||
		    same_range(costs->of_kind[kind], costs->world_switch.range))
			continue;
		table_text(t, "- for %s", exit_class_texts[kind].name);
		table_text(t, "%g\u2013%g", costs->of_kind[kind].low, costs->of_kind[kind].high);
		table_text(t, "the same");
	}
	add_cost(t, "an instruction of KVM, cycles", &costs->cpi);
	add_cost(t, "an instruction of the guest, cycles", &costs->guest_cpi);
	add_cost(t, "nested page walks, % of the guest's time", &costs->walks);
	table_end(t, f);
}

struct table *model_csv_begin(void)
{
	static const char *const columns[] = {
		"<platform", "<workload", "seed", "?<variant", "<paging", "<quantity", "<origin",
		"low", "high", "?<verdict", NULL,
	};

	return table_new(TABLE_CSV, columns);
}

static void csv_begin_line(struct table *t, const struct pair *p, const char *paging,
			   const char *quantity, const char *origin)
{
	table_text(t, "%s", p->platform);
	table_text(t, "%s", pair_any(p)->workload);
	table_int(t, p->seed);
	table_text(t, "%s", pair_any(p)->variant);
	table_text(t, "%s", paging);
	table_text(t, "%s", quantity);
	table_text(t, "%s", origin);
}

static void csv_measured(struct table *t, const struct pair *p, const char *paging,
			 const char *quantity, int64_t value)
{
	csv_begin_line(t, p, paging, quantity, "measured");
	table_int(t, value);
	table_int(t, value);
	table_empty(t);
}

static void csv_modelled(struct table *t, const struct pair *p, const char *paging,
			 const char *quantity, struct range r, const char *verdict)
{
	csv_begin_line(t, p, paging, quantity, "modelled");
	table_text(t, "%.10g", r.low);
	table_text(t, "%.10g", r.high);
	table_text(t, "%s", verdict);
}

static void csv_pair(struct table *t, const struct pair *p, const struct model *m)
{
	static const char *const paging[] = { "tdp", "shadow" };
	const struct model_mode *mode;
	size_t i;

	for (i = 0; i < 2; i++) {
		mode = &m->mode[i];
		csv_measured(t, p, paging[i], "exits", mode->exits);
		csv_modelled(t, p, paging[i], "switches", mode->switches, "");
		if (!m->has_instructions)
			continue;
		csv_measured(t, p, paging[i], "kernel-instructions", mode->instructions);
		csv_modelled(t, p, paging[i], "overhead", mode->overhead, "");
	}
	if (!m->has_instructions)
		return;
	csv_modelled(t, p, "both", "saved-by-nested", m->saved, "");
	csv_modelled(t, p, "both", "break-even-per-1000-instructions", m->break_even, "");
	csv_modelled(t, p, "both", "break-even-percent", m->break_even_percent,
		     model_verdicts[m->verdict]);
}

void model_csv_add(struct table *t, const struct pairs *pairs, const struct hw_costs *costs)
{
	struct model m;
	size_t i;

	for (i = 0; i < pairs->nr; i++) {
		if (!pair_is_whole(&pairs->pair[i]))
			continue;
		model_pair(&m, &pairs->pair[i], costs);
		csv_pair(t, &pairs->pair[i], &m);
	}
}
