// SPDX-License-Identifier: GPL-2.0
/* The chart of the CPU time of an operation at each size, a panel for each workload. */
#include "chart-mechanisms.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "mechanism-points.h"
#include "operation.h"
#include "output/extent.h"
#include "output/format.h"
#include "parts/charts.h"
#include "record/facts/platform-facts.h"
#include "select/cell-facts.h"
#include "util/memory.h"

/* Behind this, a workload's file says what its points are. */
#define POINTS_ARE	"the points are "

/* The lines of a panel; the last one is with KPTI the other way round, where it was measured. */
enum series {
	SERIES_TDP,
	SERIES_SHADOW,
	SERIES_OTHER_PTI,
	SERIES_NR,
};

/* Of the mechanisms that the report tells of, in its order. */
static const char *const panels[] = {
	"syscall", "context-switch", "page-touch", "copy-on-write", "fork-exit", "fork-exec",
	"map-unmap", "protect",
};

/**
 * struct panel - a workload
 * @pair: its first seed
 * @lines: the seeds of each
 * @bases: likewise, with nested paging and the same KPTI
 * @extent: of all its values
 * @times: of each line over its base, least and most of its points; 0 for none
 */
struct panel {
	const struct pair *pair;
	struct cells lines[SERIES_NR];
	struct cells bases[SERIES_NR];
	struct extent extent;
	struct extent times[SERIES_NR];
};

/* The cells of a platform. */
struct cells_of {
	struct pairs plain;
	struct pairs varied;
};

static bool is_drawn(const struct pair *p)
{
	size_t i;

	for (i = 0; i < sizeof(panels) / sizeof(panels[0]); i++)
		if (!strcmp(panels[i], pair_any(p)->workload))
			return pair_is_whole(p) && points_of_pair(p) &&
			       points_are_numbers(pair_any(p)) &&
			       platform_has_cycles(platform_facts(p->platform));
	return false;
}

bool chart_has_mechanisms(const struct pairs *pairs)
{
	size_t i;

	for (i = 0; i < pairs->nr; i++)
		if (is_drawn(&pairs->pair[i]))
			return true;
	return false;
}

static const char *other_pti(const struct pair *p)
{
	const char *pti = record_pti(pair_any(p));

	return !pti ? NULL : strcmp(pti, "on") ? "on" : "off";
}

static void find_lines(struct panel *panel, const struct cells_of *all)
{
	const char *workload = pair_any(panel->pair)->workload, *other = other_pti(panel->pair);

	cells_find(&panel->lines[SERIES_TDP], &all->plain, &all->varied, workload, false, NULL);
	cells_find(&panel->lines[SERIES_SHADOW], &all->plain, &all->varied, workload, true, NULL);
	cells_find(&panel->bases[SERIES_SHADOW], &all->plain, &all->varied, workload, false, NULL);
	if (!other)
		return;
	cells_find(&panel->lines[SERIES_OTHER_PTI], &all->plain, &all->varied, workload, true,
		   other);
	cells_find(&panel->bases[SERIES_OTHER_PTI], &all->plain, &all->varied, workload, false,
		   other);
}

/* What can't be on a logarithmic axis is not drawn: NaN. */
static void write_value(FILE *f, double n, struct extent *extent)
{
	if (isnan(n) || n <= 0) {
		fprintf(f, "\tNaN");
		return;
	}
	fprintf(f, "\t%.6g", n);
	extent_add(extent, n);
}

static void write_spread(FILE *f, struct panel *panel, enum series series, const char *point)
{
	struct spread s = operation_spread(&panel->lines[series], point, CLASS_ALL, QUANTITY_BUSY);
	bool is_drawn = s.nr && s.median > 0 && operation_is_clear(&panel->lines[series], point);

	write_value(f, is_drawn ? s.median : NAN, &panel->extent);
	write_value(f, is_drawn ? fmax(s.min, s.median / 10) : NAN, &panel->extent);
	write_value(f, is_drawn ? s.max : NAN, &panel->extent);
}

/* What turning nested paging off does to an operation; 0 if it is not known. */
static double times_of(const struct panel *panel, enum series series, const char *point)
{
	const struct cells *line = &panel->lines[series], *base = &panel->bases[series];

	return operation_is_clear(line, point) && operation_is_clear(base, point) ?
	       operation_factor(base, line, point) : 0;
}

static void write_panel(FILE *f, struct panel *panel)
{
	const struct record *r = pair_any(panel->pair);
	enum series series;
	double times;
	size_t i;

	panel->extent = (struct extent) { INFINITY, 0 };
	for (series = 0; series < SERIES_NR; series++)
		panel->times[series] = (struct extent) { INFINITY, 0 };
	fprintf(f, "# %s\n", panel->pair->name);
	for (i = 0; i < r->nr_points; i++) {
		fprintf(f, "%zu\t%s", i, r->points[i].name);
		for (series = 0; series < SERIES_NR; series++) {
			write_spread(f, panel, series, r->points[i].name);
			times = times_of(panel, series, r->points[i].name);
			if (times > 0)
				extent_add(&panel->times[series], times);
		}
		fprintf(f, "\n");
	}
	fprintf(f, "\n\n");
	if (!panel->extent.high)
		panel->extent = (struct extent) { 1, 1 };
}

/* What the sizes are, as the workload's file says it: "pages of memory of the parent". */
static char *axis_of(const struct record *r)
{
	const char *at = strstr(r->file.operations, POINTS_ARE);

	if (!at)
		return memory_printf("size");
	at += strlen(POINTS_ARE);
	if (!strncmp(at, "how many", strlen("how many")))
		return memory_printf("operations");
	return memory_printf("%.*s", (int)strcspn(at, ";."), at);
}

/* "fork-exit: ×10.2–10.5" */
static char *title_of(const struct panel *panel)
{
	const struct extent *times = &panel->times[SERIES_SHADOW];
	struct format low = format_times(times->low), high = format_times(times->high);

	if (!times->high)
		return memory_printf("%s", panel->pair->name);
	if (!strcmp(low.text, high.text))
		return memory_printf("%s: %s", panel->pair->name, low.text);
	return memory_printf("%s: %s\u2013%s", panel->pair->name, low.text,
			     high.text + strlen("\u00d7"));
}

static void tell_text(struct gnuplot *g, const char *variable, size_t number, char *value)
{
	char *name = memory_printf("%s_%zu", variable, number);

	gnuplot_text(g, name, value);
	free(name);
	free(value);
}

static void tell_number(struct gnuplot *g, const char *variable, size_t number, double value)
{
	char *name = memory_printf("%s_%zu", variable, number);

	gnuplot_number(g, name, value);
	free(name);
}

/* The script's variables about a panel: title_0, axis_0, low_0, high_0, points_0. */
static void tell_panel(struct gnuplot *g, const struct panel *panel, size_t number)
{
	const struct record *r = pair_any(panel->pair);

	tell_text(g, "title", number, title_of(panel));
	tell_text(g, "axis", number, axis_of(r));
	tell_number(g, "low", number, panel->extent.low);
	tell_number(g, "high", number, panel->extent.high);
	tell_number(g, "points", number, r->nr_points);
}

/* The panel in which a line is highest above that of nested paging; NULL if it is in none. */
static const struct panel *highest(const struct panel *all, size_t nr, enum series series)
{
	const struct panel *most = NULL;
	size_t i;

	for (i = 0; i < nr; i++)
		if (all[i].times[series].high &&
		    (!most || all[i].times[series].high > most->times[series].high))
			most = &all[i];
	return most;
}

static const char *mode_of(unsigned int vendor)
{
	return vendor == KVM_EXITMETER_VENDOR_SVM ? "NPT" : "EPT";
}

static const char *with_kpti(const struct panel *panel)
{
	const char *other = other_pti(panel->pair);

	return other && !strcmp(other, "on") ? "with" : "without";
}

/* The most of a workload's factors: of one seed, two digits. */
static struct format most_times(const struct panel *p, enum series series)
{
	double most = p->times[series].high;

	return p->lines[series].nr == 1 ? format_times_rough(most) : format_times(most);
}

/* The finding: how far an operation reaches, and with KPTI the other way round. */
static char *heading_of(const struct panel *all, size_t nr, unsigned int vendor)
{
	const struct panel *most = highest(all, nr, SERIES_SHADOW);
	const struct panel *other = highest(all, nr, SERIES_OTHER_PTI);
	char *heading, *more;

	if (!most)
		return memory_printf("CPU time per operation, %s on and off", mode_of(vendor));
	heading = memory_printf("%s off: an operation takes up to %s the CPU time (%s)",
				mode_of(vendor),
				most_times(most, SERIES_SHADOW).text,
				most->pair->name);
	if (!other)
		return heading;
	more = memory_printf("%s KPTI up to %s (%s)", with_kpti(other),
			     most_times(other, SERIES_OTHER_PTI).text,
			     other->pair->name);
	memory_append(&heading, ", ", more);
	free(more);
	return heading;
}

static bool has_other_pti(const struct panel *all, size_t nr)
{
	size_t i;

	for (i = 0; i < nr; i++)
		if (all[i].lines[SERIES_OTHER_PTI].nr)
			return true;
	return false;
}

static void tell_names(struct gnuplot *g, const struct panel *all, size_t nr, unsigned int vendor)
{
	const char *mode = mode_of(vendor);
	char *tdp = memory_printf("%s on", mode), *shadow = memory_printf("%s off", mode);
	char *pti = memory_printf("%s off, %s KPTI", mode, with_kpti(&all[0]));

	gnuplot_text(g, "tdp_name", tdp);
	gnuplot_text(g, "shadow_name", shadow);
	gnuplot_text(g, "other_name", has_other_pti(all, nr) ? pti : "");
	free(tdp);
	free(shadow);
	free(pti);
}

static size_t find_panels(struct panel *all, const struct charts *c, const struct cells_of *cells)
{
	size_t nr = 0, i, k;

	for (i = 0; i < sizeof(panels) / sizeof(panels[0]); i++) {
		for (k = 0; k < c->pairs->nr; k++) {
			if (strcmp(c->pairs->pair[k].name, panels[i]) ||
			    !is_drawn(&c->pairs->pair[k]))
				continue;
			all[nr].pair = &c->pairs->pair[k];
			find_lines(&all[nr++], cells);
		}
	}
	return nr;
}

static int draw(const struct charts *c, struct panel *all, size_t nr, const char *chart)
{
	unsigned int vendor = all[0].pair->vendor;
	struct outfile out;
	char *heading;
	size_t i;
	int err;

	err = gnuplot_open_data(&out, chart);
	if (err)
		return err;
	fprintf(out.file, "# blocks of: number, point, and of nested, shadow, and shadow with the "
		"other KPTI: median, least, most\n");
	for (i = 0; i < nr; i++) {
		write_panel(out.file, &all[i]);
		tell_panel(c->gnuplot, &all[i], i);
	}
	err = outfile_close(&out);
	if (err)
		return err;
	heading = heading_of(all, nr, vendor);
	gnuplot_text(c->gnuplot, "heading", heading);
	tell_names(c->gnuplot, all, nr, vendor);
	gnuplot_number(c->gnuplot, "nr_panels", nr);
	gnuplot_draw(c->gnuplot, "analysis/mechanisms/mechanisms.gp", chart, heading);
	free(heading);
	return 0;
}

static int draw_mechanisms(const struct charts *c)
{
	struct panel all[sizeof(panels) / sizeof(panels[0])] = { 0 };
	struct cells_of cells;
	enum series series;
	size_t nr, i;
	char *chart;
	int err = 0;

	pairs_of_run(&cells.plain, c->run, c->platform);
	pairs_keep_plain(&cells.plain, &cells.varied);
	nr = find_panels(all, c, &cells);
	if (nr) {
		chart = charts_path(c->folder, c->platform, "mechanisms", NULL);
		err = draw(c, all, nr, chart);
		free(chart);
	}
	for (i = 0; i < nr; i++)
		for (series = 0; series < SERIES_NR; series++) {
			cells_free(&all[i].lines[series]);
			cells_free(&all[i].bases[series]);
		}
	pairs_free(&cells.plain);
	pairs_free(&cells.varied);
	return err;
}

const struct topic_chart chart_mechanisms = { TOPIC_EACH_PLATFORM, draw_mechanisms };
