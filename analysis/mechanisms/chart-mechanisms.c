// SPDX-License-Identifier: GPL-2.0
/* The chart of what an operation costs at each point, a panel for each workload. */
#include "chart-mechanisms.h"

#include <math.h>
#include <stdlib.h>

#include "parts/charts.h"
#include "output/format.h"
#include "util/memory.h"
#include "record/facts/platform-facts.h"
#include "mechanism-points.h"
#include "output/extent.h"

/* Is there a line to draw? Names without an order have none, nor have the emulator's cycles. */
static bool is_drawn(const struct pair *p)
{
	return points_of_pair(p) && points_are_numbers(pair_any(p)) &&
	       platform_has_cycles(platform_facts(p->platform));
}

bool chart_has_mechanisms(const struct pairs *pairs)
{
	size_t i;

	for (i = 0; i < pairs->nr; i++)
		if (is_drawn(&pairs->pair[i]))
			return true;
	return false;
}

/* What can't be on a logarithmic axis is not drawn: NaN. */
static double cost(const struct record *r, size_t point, struct extent *extent)
{
	double n;

	if (!r)
		return NAN;
	n = points_busy(&r->points[point]);
	if (n <= 0)
		return NAN;
	extent_add(extent, n);
	return n;
}

static void write_value(FILE *f, double n)
{
	if (isnan(n))
		fprintf(f, "\tNaN");
	else
		fprintf(f, "\t%.6g", n);
}

static void write_panel(FILE *f, const struct pair *p, struct extent *extent)
{
	const struct record *r = pair_any(p);
	double tdp, shadow;
	size_t i;

	*extent = (struct extent) { INFINITY, 0 };
	fprintf(f, "# %s\n", p->name);
	for (i = 0; i < r->nr_points; i++) {
		tdp = cost(p->tdp, i, extent);
		shadow = cost(p->shadow, i, extent);
		fprintf(f, "%zu\t%s", i, r->points[i].name);
		write_value(f, tdp);
		write_value(f, shadow);
		fprintf(f, "\t%s\n", isnan(tdp) || isnan(shadow) ? "" :
			format_times(shadow / tdp).text);
	}
	fprintf(f, "\n\n");
	if (!extent->high)
		*extent = (struct extent) { 1, 1 };
}

/* The script's variables about panel @number: title_0, low_0, high_0, points_0. */
static void tell_panel(struct gnuplot *g, const struct pair *p, size_t number,
		       const struct extent *extent)
{
	const struct {
		const char *name;
		double value;
	} numbers[] = {
		{ "low", extent->low }, { "high", extent->high },
		{ "points", pair_any(p)->nr_points },
	};
	char *name = memory_printf("title_%zu", number);
	size_t i;

	gnuplot_text(g, name, p->name);
	free(name);
	for (i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		name = memory_printf("%s_%zu", numbers[i].name, number);
		gnuplot_number(g, name, numbers[i].value);
		free(name);
	}
}

static int draw(const struct charts *c, const char *chart)
{
	const char *heading = "Busy cycles an operation at each point, logarithmic";
	unsigned int vendor = c->pairs->pair[0].vendor;
	struct extent extent;
	struct outfile out;
	size_t i, nr = 0;
	int err;

	err = gnuplot_open_data(&out, chart);
	if (err)
		return err;
	fprintf(out.file, "# blocks of: number, point, nested, shadow, factor\n");
	for (i = 0; i < c->pairs->nr; i++) {
		if (!is_drawn(&c->pairs->pair[i]))
			continue;
		write_panel(out.file, &c->pairs->pair[i], &extent);
		tell_panel(c->gnuplot, &c->pairs->pair[i], nr++, &extent);
	}
	err = outfile_close(&out);
	if (err)
		return err;
	gnuplot_text(c->gnuplot, "heading", heading);
	gnuplot_text(c->gnuplot, "tdp_name", record_mode_name(vendor, false));
	gnuplot_text(c->gnuplot, "shadow_name", record_mode_name(vendor, true));
	gnuplot_number(c->gnuplot, "nr_panels", nr);
	gnuplot_draw(c->gnuplot, "analysis/mechanisms/mechanisms.gp", chart, heading);
	return 0;
}

static int draw_mechanisms(const struct charts *c)
{
	char *chart;
	int err;

	if (!chart_has_mechanisms(c->pairs))
		return 0;
	chart = charts_path(c->folder, c->platform, "mechanisms", NULL);
	err = draw(c, chart);
	free(chart);
	return err;
}

const struct topic_chart chart_mechanisms = { TOPIC_EACH_PLATFORM, draw_mechanisms };
