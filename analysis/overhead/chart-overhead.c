// SPDX-License-Identifier: GPL-2.0
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "output/format.h"
#include "util/memory.h"
#include "overhead.h"
#include "parts/charts.h"

/* Rows from one exit to the next: its bars and a gap. */
#define GAP	1.4

/* Bars: down to where, and the longest. */
struct written {
	double rows;
	int64_t top;
};

/* One platform: cycles of different ones don't go on one axis. */
static const char *find_platform(const struct overhead *o)
{
	size_t i;

	for (i = 0; i < o->nr_rows; i++)
		if (overhead_is_exact(o->rows[i].cell))
			return o->rows[i].cell->r->platform;
	return o->nr_rows ? o->rows[0].cell->r->platform : "";
}

static bool is_charted(const struct overhead *o, const struct overhead_row *row)
{
	return row->primitive->is_charted && row->cost[WAY_UNPATCHED] &&
	       !strcmp(row->cell->r->platform, find_platform(o)) &&
	       !strcmp(row->cell->settings, o->rows[0].cell->settings);
}

static void write_bar(FILE *f, const struct overhead_row *row, enum overhead_way way,
		      struct written *written)
{
	int64_t cycles;
	double times;

	if (!overhead_added(row, way, &cycles))
		return;
	if (cycles > written->top)
		written->top = cycles;
	fprintf(f, "0\t%.1f\t%" PRId64 "\t%u\t%s%s", written->rows, cycles,
		palette[overhead_ways[way].colour].light, cycles < 0 ? "" : "+", format_int(cycles).text);
	if (way > WAY_ON && overhead_times(row, way, &times))
		fprintf(f, " %s", format_times(times).text);
	fprintf(f, "  %s\n", overhead_ways[way].text);
	written->rows++;
}

static int write_data(const char *chart, const struct overhead *o, struct written *written)
{
	const struct overhead_row *row;
	enum overhead_way way;
	struct outfile out;
	double first;
	size_t i;
	int err;

	err = gnuplot_open_data(&out, chart);
	if (err)
		return err;
	fprintf(out.file, "# median cycles that an exit takes beyond the unpatched KVM's\n"
		"# 0, place, cycles, colour, text: a bar\n"
		"# 1, place, exit, mode, unpatched: a group of bars\n");
	for (i = 0; i < o->nr_rows; i++) {
		row = &o->rows[i];
		if (!is_charted(o, row))
			continue;
		first = written->rows;
		for (way = WAY_OFF; way < WAY_NR; way++)
			write_bar(out.file, row, way, written);
		if (written->rows == first)
			continue;
		fprintf(out.file, "1\t%.2f\t%s\t%s\tunpatched: %s\n",
			(first + written->rows - 1) / 2, row->primitive->text,
			row->cell->r->parameter, format_int(row->cost[WAY_UNPATCHED]->median).text);
		written->rows += GAP;
	}
	return outfile_close(&out);
}

static int draw_overhead(struct gnuplot *g, const char *folder, const struct overhead *o)
{
	bool exact = o->nr_rows && overhead_is_exact(o->rows[0].cell);
	char *chart = memory_printf("%s/overhead", folder);
	char *heading = memory_printf("What observing adds to one exit, %s", find_platform(o));
	struct written written = { .top = 1 };
	int err = write_data(chart, o, &written);

	if (!err && written.rows) {
		gnuplot_text(g, "heading", heading);
		gnuplot_text(g, "unit", exact ? "instructions" : "cycles");
		gnuplot_number(g, "nr_rows", written.rows - GAP);
		gnuplot_number(g, "top", written.top);
		gnuplot_draw(g, "analysis/overhead/overhead.gp", chart, heading);
	}
	free(heading);
	free(chart);
	return err;
}

static int draw(const struct charts *c)
{
	struct overhead o;
	int err;

	if (!overhead_in_run(c->run))
		return 0;
	err = overhead_load(&o, c->run);
	if (!err) {
		err = draw_overhead(c->gnuplot, c->folder, &o);
		overhead_free(&o);
	}
	return err;
}

const struct topic_chart chart_overhead = { TOPIC_ONCE, draw };
