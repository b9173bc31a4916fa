// SPDX-License-Identifier: GPL-2.0
#include "difference-table.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "output/format.h"
#include "util/memory.h"
#include "topic.h"

/* A table of so many lines takes little memory. */
#define FEW_LINES	4096

static bool is_changed(const struct difference *c)
{
	return c->effect.call == CALL_MORE || c->effect.call == CALL_FEWER;
}

bool difference_is_sum(const struct difference *c)
{
	return c->metric.class == METRIC_SUM;
}

bool difference_is_changed_kind(const struct difference *c)
{
	return c->metric.class == METRIC_KIND && is_changed(c);
}

bool difference_is_changed_reason(const struct difference *c)
{
	return c->metric.class == METRIC_REASON && is_changed(c);
}

bool difference_is_any(const struct difference *c)
{
	(void)c;
	return true;
}

static void add_seeds(struct table *t, const struct effect *e)
{
	if (e->nr[0] == e->nr[1])
		table_text(t, "%zu", e->nr[0]);
	else
		table_text(t, "%zu/%zu", e->nr[0], e->nr[1]);
}

/* 7,471 [7,470, 7,473], 25.1 M [-0.01 %, +0.02 %]: three digits would not show the interval. */
static void add_median(struct table *t, const struct difference *c, size_t side)
{
	const struct interval *i = &c->effect.interval[side];
	double median = c->effect.median[side];
	bool cycles = metric_is_cycles(&c->metric);
	struct format value = cycles ? format_short(median) : format_int(llround(median));

	if (!c->effect.nr[side])
		table_empty(t);
	else if (!c->effect.has_interval[side] || i->low == i->high)
		table_text(t, "%s", value.text);
	else if (cycles && i->low > 0)
		table_text(t, "%s [%s, %s]", value.text, format_ratio(i->low / median).text,
			   format_ratio(i->high / median).text);
	else
		table_text(t, "%s [%s, %s]", value.text, format_int(llround(i->low)).text,
			   format_int(llround(i->high)).text);
}

static void add_effect(struct table *t, const struct effect *e)
{
	const struct interval *i = &e->ratio_interval;

	if (e->has_ratio && e->ratio > 0)
		table_ratio(t, e->ratio);
	else if (e->nr[0] && e->nr[1])
		table_change(t, llround(e->median[0]), llround(e->median[1]));
	else
		table_empty(t);
	if (e->has_ratio_interval && i->low < i->high)
		table_text(t, "%s, %s", format_ratio(i->low).text, format_ratio(i->high).text);
	else
		table_empty(t);
	if (e->has_test && e->p_least <= EFFECT_LEVEL)
		table_text(t, "%s", format_p(e->p_holm).text);
	else
		table_empty(t);
}

/* "more (all 3 seeds agree)"; in the report only where equal runs being equal does not say it. */
static void add_call(struct table *t, const struct effect *e, enum table_style style)
{
	char *basis = effect_basis_text(e);

	if (e->call == CALL_NONE ||
	    (style == TABLE_MARKDOWN && e->exact && e->basis != BASIS_EXACT_DISAGREE))
		table_empty(t);
	else
		table_text(t, "%s (%s)", effect_call_name(e->call), basis);
	free(basis);
}

static bool is_wanted(const struct difference *c, const char *platform, difference_filter filter)
{
	return filter(c) && (!platform || !strcmp(platform, c->match->platform));
}

/* On a platform whose equal runs are equal it is the range from seed to seed. */
static bool all_exact(const struct differences *c, const char *platform, difference_filter filter)
{
	size_t i;

	for (i = 0; i < c->nr; i++)
		if (is_wanted(&c->difference[i], platform, filter) &&
		    !c->difference[i].effect.exact)
			return false;
	return true;
}

size_t difference_table(enum table_style style, const struct differences *c, const char *platform,
			difference_filter filter, const char *const sides[2], FILE *f)
{
	const char *const columns[] = {
		"<workload", "?<mode", "<metric", "seeds", sides[0], sides[1], "change",
		all_exact(c, platform, filter) ? "?range" : "?interval", "?p (Holm)", "?<finding",
		NULL,
	};
	struct table *t = table_new(style, columns);
	const struct difference *difference;
	size_t i, nr = 0;

	for (i = 0; i < c->nr; i++) {
		difference = &c->difference[i];
		if (!is_wanted(difference, platform, filter))
			continue;
		nr++;
		table_text(t, "%s", difference->match->name);
		table_text(t, "%s", difference->match->mode);
		table_text(t, "%s", difference->label);
		add_seeds(t, &difference->effect);
		add_median(t, difference, 0);
		add_median(t, difference, 1);
		add_effect(t, &difference->effect);
		add_call(t, &difference->effect, style);
	}
	table_end(t, nr ? f : NULL);
	return nr;
}

static void csv_interval(struct table *t, bool is_there, const struct interval *i, bool is_ratio)
{
	void (*const add)(struct table *t, double n) = is_ratio ? table_ratio : table_number;

	if (is_there) {
		add(t, i->low);
		add(t, i->high);
	} else {
		table_empty(t);
		table_empty(t);
	}
}

static void csv_side(struct table *t, const struct effect *e, size_t side)
{
	table_int(t, e->nr[side]);
	if (e->nr[side])
		table_number(t, e->median[side]);
	else
		table_empty(t);
	csv_interval(t, e->has_interval[side], &e->interval[side], false);
}

static void csv_p(struct table *t, bool is_there, double p)
{
	if (is_there)
		table_text(t, "%.6g", p);
	else
		table_empty(t);
}

static void csv_effect(struct table *t, const struct effect *e)
{
	char *basis = effect_basis_text(e);

	if (e->has_ratio)
		table_ratio(t, e->ratio);
	else
		table_empty(t);
	csv_interval(t, e->has_ratio_interval, &e->ratio_interval, true);
	table_text(t, !e->has_interval[0] && !e->has_interval[1] ? "" :
		   e->exact ? "range" : "bootstrap");
	table_text(t, !e->nr[0] || !e->nr[1] ? "" : e->paired ? "yes" : "no");
	csv_p(t, e->has_test, e->p);
	csv_p(t, e->has_test, e->p_least);
	csv_p(t, e->has_test, e->p_holm);
	table_text(t, "%s", effect_call_name(e->call));
	table_text(t, "%s", basis);
	free(basis);
}

/* What there is of each side, with the side's name behind. */
static const char *const csv_quantities[] = { "seeds_", "", "low_", "high_" };

#define QUANTITIES	(sizeof(csv_quantities) / sizeof(csv_quantities[0]))

static struct table *csv_begin(const char *const sides[2])
{
	char *of_side[2 * QUANTITIES];
	struct table *t;
	size_t i;

	for (i = 0; i < 2 * QUANTITIES; i++)
		of_side[i] = memory_printf("%s%s", csv_quantities[i % QUANTITIES],
					   sides[i / QUANTITIES]);
	const char *const columns[] = {
		"<platform", "<workload", "?<mode", "<metric", "<name",
		of_side[0], of_side[1], of_side[2], of_side[3],
		of_side[4], of_side[5], of_side[6], of_side[7],
		"ratio", "ratio_low", "ratio_high", "<interval", "<paired",
		"p", "p_least", "p_holm", "<call", "<basis", NULL,
	};
	t = table_new(TABLE_CSV, columns);
	for (i = 0; i < 2 * QUANTITIES; i++)
		free(of_side[i]);
	return t;
}

void difference_csv(const struct differences *c, const char *const sides[2], FILE *f)
{
	struct table *t = csv_begin(sides);
	const struct difference *difference;
	size_t i;

	for (i = 0; i < c->nr; i++) {
		difference = &c->difference[i];
		table_text(t, "%s", difference->match->platform);
		table_text(t, "%s", difference->match->name);
		table_text(t, "%s", difference->match->mode);
		table_text(t, "%s", difference->key);
		table_text(t, "%s", difference->label);
		csv_side(t, &difference->effect, 0);
		csv_side(t, &difference->effect, 1);
		csv_effect(t, &difference->effect);
		if ((i + 1) % FEW_LINES == 0)
			table_flush(t, f);
	}
	table_end(t, f);
}

static int print_statistics(const struct run *run, FILE *f)
{
	differences_of_part(f, run, NULL);
	return 0;
}

/* Tests are corrected for their number in the whole run. */
static int finish_statistics(FILE *parts, FILE *f)
{
	static const char *const sides[] = { "tdp", "shadow" };
	struct differences differences;

	differences_of_parts(&differences, parts);
	difference_csv(&differences, sides, f);
	differences_free(&differences);
	return 0;
}

const struct topic_table table_statistics = {
	.file = "statistics.csv", .print = print_statistics, .finish = finish_statistics,
};
