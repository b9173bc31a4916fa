// SPDX-License-Identifier: GPL-2.0
#include "chart-timeline.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "burst.h"
#include "parts/charts.h"
#include "output/format.h"
#include "util/memory.h"
#include "util/outfile.h"
#include "output/palette.h"
#include "select/cell-facts.h"
#include "select/same.h"

/* Steps of a curve at most; more can't be told apart on the chart. */
#define STEPS	200

/**
 * struct stack - what is drawn
 * @mode: nested paging, shadow paging
 * @kinds: of exits that there are any of, in their order
 * @nr: how many
 * @begin: of the axis, ms
 * @end: of the axis, ms
 * @highest: exits per ms
 */
struct stack {
	const struct cell_timeline *mode[2];
	enum colour kinds[COLOUR_EXITS_END];
	size_t nr;
	double begin;
	double end;
	double highest;
};

static void find_kinds(struct stack *s)
{
	const unsigned int vendor = s->mode[0]->r->vendor;
	struct ledger sum[2];
	enum colour kind;
	size_t i;

	for (i = 0; i < 2; i++)
		cell_timeline_sum(s->mode[i], 0, s->mode[i]->timeline.nr, &sum[i]);
	for (kind = COLOUR_CR; kind < COLOUR_EXITS_END; kind++)
		if (palette_sum(kind, vendor, &sum[0]).count ||
		    palette_sum(kind, vendor, &sum[1]).count)
			s->kinds[s->nr++] = kind;
}

/* The time before the first entry is empty: the axis begins a little before that. */
static void find_axis(struct stack *s)
{
	const struct timeline_phase *start;
	double first = INFINITY, ms;
	size_t i;

	for (i = 0; i < 2; i++) {
		start = cell_timeline_phase(s->mode[i], PHASE_START);
		first = fmin(first, start ? cell_timeline_ms(s->mode[i], start->end) : 0);
		s->end = fmax(s->end, cell_timeline_ms(s->mode[i], s->mode[i]->wall));
	}
	ms = (s->end - first) * 0.01;
	s->begin = first > ms ? first - ms : 0;
}

/* A step: its beginning and its end, each with the curves from the lowest to the highest. */
static void write_step(struct stack *s, const struct cell_timeline *c, size_t from, size_t to,
		       FILE *f)
{
	double time[2] = { cell_timeline_ms(c, cell_timeline_time(c, from)),
			   cell_timeline_ms(c, cell_timeline_time(c, to)) };
	struct ledger sum;
	int64_t below;
	size_t end, i;

	cell_timeline_sum(c, from, to, &sum);
	for (end = 0; end < 2; end++) {
		fprintf(f, "%.2f", time[end]);
		for (below = 0, i = 0; i < s->nr; i++) {
			below += palette_sum(s->kinds[i], c->r->vendor, &sum).count;
			fprintf(f, "\t%.4g", below / (time[1] - time[0]));
		}
		fputc('\n', f);
	}
	s->highest = fmax(s->highest, sum.exits / (time[1] - time[0]));
}

static void write_mode(struct stack *s, const struct cell_timeline *c, FILE *f)
{
	int64_t step = (s->end - s->begin) / STEPS * c->khz;
	size_t from, to;

	for (from = 0; from < c->timeline.nr; from = to) {
		to = cell_timeline_next(c, from, step);
		if (cell_timeline_ms(c, cell_timeline_time(c, to)) < s->begin ||
		    cell_timeline_time(c, to) <= cell_timeline_time(c, from))
			continue;
		write_step(s, c, from, to, f);
	}
}

static int write_data(const char *chart, struct stack *s)
{
	struct outfile out;
	size_t i;
	int err;

	err = gnuplot_open_data(&out, chart);
	if (err)
		return err;
	fprintf(out.file, "# ms since the vCPU's creation; exits per ms, each with those before");
	for (i = 0; i < s->nr; i++)
		fprintf(out.file, "\t%s", palette[s->kinds[i]].text);
	fputc('\n', out.file);
	for (i = 0; i < 2; i++) {
		fprintf(out.file, "%s# %s\n", i ? "\n\n" : "", s->mode[i]->r->parameter);
		write_mode(s, s->mode[i], out.file);
	}
	return outfile_close(&out);
}

static void set_legend(struct gnuplot *g, const struct stack *s)
{
	char *legend = memory_printf("%s", ""), *list = memory_printf("%s", ""), *number;
	size_t i;

	for (i = 0; i < s->nr; i++) {
		number = memory_printf("%u", palette[s->kinds[i]].light);
		memory_append(&legend, "\t", palette[s->kinds[i]].text);
		memory_append(&list, " ", number);
		free(number);
	}
	gnuplot_text(g, "legend", legend);
	gnuplot_text(g, "colours", list);
	free(legend);
	free(list);
}

/* What is written into a mode's half of the chart. */
static void set_mode(struct gnuplot *g, const struct cell_timeline *c, const char *name)
{
	char *marks = memory_printf("%s", ""), *phases = memory_printf("%s", ""), *variable, *text;
	struct ledger sum;
	size_t i;

	cell_timeline_sum(c, 0, c->timeline.nr, &sum);
	for (i = 0; i < c->nr_phases; i++) {
		if (!strcmp(c->phases[i].name, PHASE_START))
			continue;
		text = memory_printf("%.3f", cell_timeline_ms(c, c->phases[i].begin));
		memory_append(&marks, " ", text);
		memory_append(&phases, " ", c->phases[i].name);
		free(text);
	}
	text = memory_printf("%.3f", cell_timeline_ms(c, c->wall));
	memory_append(&marks, " ", text);
	free(text);
	text = memory_printf("%s: %s exits", c->r->parameter, format_int(sum.exits).text);
	variable = memory_printf("%s_title", name);
	gnuplot_text(g, variable, text);
	free(variable);
	variable = memory_printf("%s_marks", name);
	gnuplot_text(g, variable, marks);
	free(variable);
	variable = memory_printf("%s_phases", name);
	gnuplot_text(g, variable, phases);
	free(variable);
	free(text);
	free(marks);
	free(phases);
}

/* What the plateau is, written beside it; and in the heading what it has of all exits. */
static char *set_plateau(struct gnuplot *g, const struct cell_timeline *shadow)
{
	struct timeline_phase boot = burst_boot(shadow);
	struct plateau p;
	struct ledger all;
	char *text;

	if (!plateau_find(&p, shadow)) {
		gnuplot_text(g, "plateau", "");
		return NULL;
	}
	cell_timeline_sum_phase(shadow, &boot, &all);
	text = memory_printf("the kernel removes its LOCK prefixes:\t%s of the boot's %s exits",
			     format_int(p.exits).text, format_int(all.exits).text);
	gnuplot_text(g, "plateau", text);
	free(text);
	gnuplot_number(g, "plateau_end", cell_timeline_ms(shadow, p.end));
	gnuplot_number(g, "plateau_rate", p.exits / cell_timeline_ms(shadow, p.end - p.begin));
	return memory_printf("%.0f %% of a boot's exits with %s are the kernel patching itself, in "
			     "%.0f ms", 100.0 * p.exits / all.exits,
			     mode_prose(shadow->r->vendor, true),
			     cell_timeline_ms(shadow, p.end - p.begin));
}

static int draw_timeline(struct gnuplot *g, const char *folder, const struct cell_timeline *tdp,
			 const struct cell_timeline *shadow)
{
	char *chart = charts_path(folder, tdp->r->platform, "timeline", tdp->r->name);
	struct stack s = { .mode = { tdp, shadow } };
	char *heading = NULL;
	int err;

	find_kinds(&s);
	find_axis(&s);
	err = write_data(chart, &s);
	if (!err && s.highest > 0) {
		heading = set_plateau(g, shadow);
		if (!heading)
			heading = memory_printf("Exits over time: %s, %s", tdp->r->workload,
						tdp->r->platform);
		gnuplot_text(g, "heading", heading);
		gnuplot_number(g, "begin", s.begin);
		gnuplot_number(g, "end", s.end);
		gnuplot_number(g, "highest", s.highest);
		set_legend(g, &s);
		set_mode(g, tdp, "tdp");
		set_mode(g, shadow, "shadow");
		gnuplot_draw(g, "analysis/timeline/timeline.gp", chart, heading);
	}
	free(heading);
	free(chart);
	return err;
}

bool chart_timeline_exists(const struct cell_timelines *timelines, const struct cell_timeline *c)
{
	const struct cell_timeline *other;

	if (c->r->shadow || !cell_timelines_partner(timelines, c))
		return false;
	for (other = timelines->cell; other < c; other++)
		if (record_same(other->r, c->r, SAME_BUT(SAME_SEED)) &&
		    cell_timelines_partner(timelines, other))
			return false;
	return true;
}

static int draw_all(const struct charts *charts, const struct cell_timelines *timelines)
{
	const struct cell_timeline *c;
	int err = 0;

	for (c = timelines->cell; c < timelines->cell + timelines->nr && !err; c++)
		if (chart_timeline_exists(timelines, c))
			err = draw_timeline(charts->gnuplot, charts->folder, c,
					    cell_timelines_partner(timelines, c));
	return err;
}

static int draw(const struct charts *c)
{
	struct cell_timelines timelines;
	int err = cell_timelines_load(&timelines, c->run);

	if (!err)
		err = draw_all(c, &timelines);
	cell_timelines_free(&timelines);
	return err;
}

const struct topic_chart chart_timeline = { TOPIC_ONCE, draw };
