// SPDX-License-Identifier: GPL-2.0
#include "model-table.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "util/memory.h"

/* A dash between two numbers would be read as a sign. */
static const char *between(struct range r)
{
	return r.low < 0 ? " to " : "\u2013";
}

struct format model_range(struct range r, const char *unit)
{
	struct format low = format_short(r.low), high = format_short(r.high), out;

	snprintf(out.text, sizeof(out.text), "%.16s%s%.16s%.8s", low.text, between(r), high.text,
		 unit);
	return out;
}

/* Without the units of cycles, in tens: 1,190 %, not 1.19 k %. */
static struct format percent(double n)
{
	return fabs(n) >= 999.5 ? format_int(10 * llround(n / 10)) : format_short(n);
}

static struct format percent_range(struct range r)
{
	struct format low = percent(r.low), high = percent(r.high), out;

	snprintf(out.text, sizeof(out.text), "%.16s%s%.16s %%", low.text, between(r), high.text);
	return out;
}

struct format model_percent(struct range r)
{
	struct format out;

	if (fabs(r.high) >= 99.95)
		return percent_range(r);
	/* A tenth of a percent is all that such ranges are good for; what rounds to 0 has no sign. */
	snprintf(out.text, sizeof(out.text), "%.1f%s%.1f %%", round(10 * r.low) / 10 + 0.0,
		 between(r), round(10 * r.high) / 10 + 0.0);
	return out;
}

struct format model_time(struct range cycles, struct range clock)
{
	struct range us = range_divide(cycles, (struct range) { 1000 * clock.low,
								1000 * clock.high });
	double most = fmax(fabs(us.low), fabs(us.high));
	double unit = most >= 1e6 ? 1e6 : most >= 1e3 ? 1e3 : 1;
	const char *name = most >= 1e6 ? "s" : most >= 1e3 ? "ms" : "\u00b5s";
	struct format out;

	snprintf(out.text, sizeof(out.text), "%.3g%s%.3g %s", us.low / unit, between(us),
		 us.high / unit, name);
	return out;
}

/* A range of modelled numbers in a cell. */
static void add_range(struct table *t, struct range r, const char *unit)
{
	table_text(t, MODEL_MARK "%s", model_range(r, unit).text);
}

/* What was measured: a number, or the seeds' range. */
static void add_measured(struct table *t, struct range r, struct format (*format)(double n))
{
	if (r.low < r.high)
		table_text(t, "%s\u2013%s", format(r.low).text, format(r.high).text);
	else
		table_text(t, "%s", format(r.low).text);
}

static struct format format_count(double n)
{
	return format_int(llround(n));
}

static void add_mode(struct table *t, const struct model *m, size_t mode)
{
	add_measured(t, m->mode[mode].exits, format_count);
	if (m->has_instructions)
		add_measured(t, m->mode[mode].instructions, format_short);
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
	table_text(t, MODEL_MARK "%s", percent_range(m->break_even_percent).text);
	table_text(t, MODEL_MARK "%s", model_verdicts[m->verdict]);
}

void model_print(enum table_style style, const struct pairs *all, const struct pairs *rows,
		 const struct hw_costs *costs, FILE *f)
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
	const struct pair *p;
	struct model m;
	size_t i;

	for (i = 0; i < rows->nr; i++) {
		p = &rows->pair[i];
		if (!pair_is_whole(p) || !p->first_seed)
			continue;
		model_workload(&m, all, p, costs);
		table_text(t, "%s", p->name);
		add_mode(t, &m, 0);
		add_mode(t, &m, 1);
		add_break_even(t, &m);
	}
	table_end(t, f);
	free(tdp);
	free(shadow);
}

struct format model_cost(const struct hw_cost *cost)
{
	struct format out;

	snprintf(out.text, sizeof(out.text), "%g\u2013%g", cost->range.low, cost->range.high);
	return out;
}

static void add_cost(struct table *t, const char *what, const struct hw_cost *cost)
{
	table_text(t, "%s", what);
	table_text(t, "%s", model_cost(cost).text);
	table_text(t, "%s", cost->source);
}

void model_print_costs(enum table_style style, const struct hw_costs *costs, FILE *f)
{
	static const char *const columns[] = { "<parameter", "range", "<from", NULL };
	struct table *t = table_new(style, columns);
	enum exit_class kind;

	add_cost(t, "world switch, cycles", &costs->world_switch);
	for (kind = 0; kind < CLASS_LISTED; kind++) {
		if (exit_class_texts[kind].is_sum || !costs->has_own[kind])
			continue;
		table_text(t, "- for %s", exit_class_texts[kind].name);
		table_text(t, "%g\u2013%g", costs->of_kind[kind].low, costs->of_kind[kind].high);
		table_text(t, "the same");
	}
	add_cost(t, "an instruction of KVM, cycles", &costs->cpi);
	add_cost(t, "an instruction of the guest, cycles", &costs->guest_cpi);
	add_cost(t, "nested page walks, % of the guest's time", &costs->walks);
	add_cost(t, "clock, GHz", &costs->clock);
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
		csv_measured(t, p, paging[i], "exits", mode->exits.low);
		csv_modelled(t, p, paging[i], "switches", mode->switches, "");
		if (!m->has_instructions)
			continue;
		csv_measured(t, p, paging[i], "kernel-instructions", mode->instructions.low);
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
