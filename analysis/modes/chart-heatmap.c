// SPDX-License-Identifier: GPL-2.0
#include "chart-heatmap.h"

#include <math.h>
#include <stdlib.h>

#include "parts/charts.h"
#include "output/format.h"
#include "output/palette.h"
#include "util/memory.h"
#include "ledger/row.h"

/* What a cell of the map shows. */
enum change {
	CHANGE_NONE,	/* no exits in either mode */
	CHANGE_RATIO,
	CHANGE_APPEARS,
	CHANGE_DISAPPEARS,
};

struct columns {
	unsigned int row[LEDGER_MAX_ROWS];
	size_t nr;
};

static bool occurs(const struct pairs *pairs, unsigned int row)
{
	const struct pair *p;
	size_t i;

	for (i = 0; i < pairs->nr; i++) {
		p = &pairs->pair[i];
		if (pair_is_whole(p) && (p->tdp->window.net.rows[row].count > 0 ||
					 p->shadow->window.net.rows[row].count > 0))
			return true;
	}
	return false;
}

static void find_columns(struct columns *columns, const struct pairs *pairs)
{
	unsigned int row, nr = pairs->nr ?
		reason_count(pairs->pair[0].vendor) + KVM_EXITMETER_ROW_STARTUP : 0;

	columns->nr = 0;
	for (row = 0; row < nr; row++)
		if (occurs(pairs, row))
			columns->row[columns->nr++] = row;
}

/* Dark letters, or light ones on the ends of the ramp. */
static unsigned int text_colour(double value)
{
	return palette[fabs(value) > PALETTE_RAMP - 2 ? COLOUR_SURFACE : COLOUR_TEXT].light;
}

/* The ramp as the script's legend shows it, from one end to the other. */
static void tell_ramp(struct gnuplot *g)
{
	char *ramp = memory_printf("%s", ""), *one;
	int step;

	for (step = -PALETTE_RAMP; step <= PALETTE_RAMP; step++) {
		one = memory_printf("#%06x", palette_ramp(step));
		memory_append(&ramp, " ", one);
		free(one);
	}
	gnuplot_text(g, "ramp", ramp);
	free(ramp);
}

static void write_cell(FILE *f, size_t x, size_t y, int64_t tdp, int64_t shadow)
{
	enum change change = CHANGE_NONE;
	struct format text = { "" };
	double value = 0;

	if (tdp > 0 && shadow > 0) {
		change = CHANGE_RATIO;
		value = log2((double)shadow / tdp);
		text = format_times((double)shadow / tdp);
	} else if (shadow > 0) {
		change = CHANGE_APPEARS;
		text = format_short(shadow);
	} else if (tdp > 0) {
		change = CHANGE_DISAPPEARS;
		text = format_short(tdp);
	}
	fprintf(f, "%zu\t%zu\t%d\t%.6f\t%s\t%u\t%u\n", x, y, change, value,
		*text.text ? text.text : "-", palette_ramp(lround(value)), text_colour(value));
}

/* Three blocks of data: cells, names of columns, names of lines. */
static int write_data(const char *chart, const struct pairs *pairs,
		      const struct columns *columns, size_t *lines)
{
	const struct pair *p;
	struct outfile out;
	size_t x, y = 0, i;
	int err;

	err = gnuplot_open_data(&out, chart);
	if (err)
		return err;
	fprintf(out.file, "# column\tline\tkind (1 ratio, 2 appears, 3 disappears)\tlog2\ttext\t"
		"its colour\tthe text's\n");
	for (i = 0; i < pairs->nr; i++) {
		p = &pairs->pair[i];
		if (!pair_is_whole(p))
			continue;
		for (x = 0; x < columns->nr; x++)
			write_cell(out.file, x, y, p->tdp->window.net.rows[columns->row[x]].count,
				   p->shadow->window.net.rows[columns->row[x]].count);
		y++;
	}
	*lines = y;
	fprintf(out.file, "\n\n");
	for (x = 0; x < columns->nr; x++)
		fprintf(out.file, "%zu\t%s\n", x,
			row_label(pairs->pair[0].vendor, columns->row[x]).text);
	fprintf(out.file, "\n\n");
	for (i = y = 0; i < pairs->nr; i++)
		if (pair_is_whole(&pairs->pair[i]))
			fprintf(out.file, "%zu\t%s\n", y++, pairs->pair[i].name);
	return outfile_close(&out);
}

bool chart_has_heatmap(const struct pairs *pairs)
{
	struct columns columns;

	find_columns(&columns, pairs);
	return columns.nr;
}

static int draw_heatmap(const struct charts *c)
{
	char *chart = charts_path(c->folder, c->platform, "heatmap", NULL), *heading;
	unsigned int vendor = c->pairs->nr ? c->pairs->pair[0].vendor : 0;
	struct columns columns;
	size_t lines;
	int err;

	find_columns(&columns, c->pairs);
	err = write_data(chart, c->pairs, &columns, &lines);
	if (!err && chart_has_heatmap(c->pairs)) {
		heading = memory_printf("Exits: %s ÷ %s, by workload and reason, %s",
					record_mode_name(vendor, true),
					record_mode_name(vendor, false), c->platform);
		gnuplot_text(c->gnuplot, "heading", heading);
		gnuplot_text(c->gnuplot, "tdp_name", record_mode_name(vendor, false));
		gnuplot_text(c->gnuplot, "shadow_name", record_mode_name(vendor, true));
		tell_ramp(c->gnuplot);
		gnuplot_number(c->gnuplot, "nr_columns", columns.nr);
		gnuplot_number(c->gnuplot, "nr_lines", lines);
		gnuplot_number(c->gnuplot, "longest_name", pairs_longest_name(c->pairs));
		gnuplot_draw(c->gnuplot, "analysis/modes/heatmap.gp", chart, heading);
		free(heading);
	}
	free(chart);
	return err;
}

const struct topic_chart chart_heatmap = { TOPIC_EACH_PLATFORM, draw_heatmap };
