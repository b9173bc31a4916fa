// SPDX-License-Identifier: GPL-2.0
#include "bars.h"

#include <stdlib.h>

#include "util/memory.h"
#include "util/outfile.h"

/* Rows from one workload to the next: two bars and a gap. */
#define PITCH 2.6

int bars_begin(struct bars *b, const struct charts *c, const char *name, const char *workload)
{
	int err;

	b->charts = c;
	b->chart = charts_path(c->folder, c->platform, name, workload);
	b->max = 0;
	b->rows = 0;
	b->named = 0;
	b->legend = memory_printf("%s", "");
	b->colours = memory_printf("%s", "");
	b->out = memory_zalloc(sizeof(*b->out));
	err = gnuplot_open_data(b->out, b->chart);
	if (!err)
		fprintf(b->out->file, "# %s\n"
			"# 0, place, length, shadow?, note, mode, workload: a bar\n"
			"# 1, place, from, to, colour: a part of a bar\n", b->heading);
	return err;
}

void bars_legend(struct bars *b, const char *text, enum colour colour)
{
	char *number = memory_printf("%u", palette[colour].light);

	memory_append(&b->legend, "\t", text);
	memory_append(&b->colours, " ", number);
	free(number);
}

void bars_add(struct bars *b, size_t index, const struct record *r,
	      const struct bars_part *parts, size_t nr, const char *note)
{
	double place = index * PITCH + r->shadow, from = 0;
	FILE *f = b->out->file;
	size_t i;

	for (i = 0; i < nr; i++) {
		/* A row of a net window can be a little below zero. */
		if (parts[i].length <= 0)
			continue;
		fprintf(f, "1\t%.1f\t%.10g\t%.10g\t%u\n", place, from,
			from + parts[i].length, palette[parts[i].colour].light);
		from += parts[i].length;
	}
	fprintf(f, "0\t%.1f\t%.10g\t%d\t%s\t%s\t%s\n", place, from, r->shadow, note,
		r->parameter, index < b->named ? "" : r->name);
	b->named = index + 1;
	if (from > b->max)
		b->max = from;
	b->rows++;
}

int bars_end(struct bars *b)
{
	struct gnuplot *g = b->charts->gnuplot;
	int err = outfile_close(b->out);

	if (!err && b->rows) {
		gnuplot_text(g, "heading", b->heading);
		gnuplot_text(g, "axis", b->axis);
		gnuplot_text(g, "legend", b->legend);
		gnuplot_text(g, "colours", b->colours);
		gnuplot_number(g, "percent", b->percent);
		gnuplot_number(g, "longest", b->max > 0 ? b->max : 1);
		gnuplot_number(g, "nr_pairs", b->charts->jobs->nr);
		gnuplot_number(g, "longest_name", pairs_longest_name(b->charts->jobs));
		gnuplot_number(g, "pitch", PITCH);
		gnuplot_draw(g, "analysis/parts/bars.gp", b->chart, b->heading);
	}
	free(b->out);
	free(b->chart);
	free(b->legend);
	free(b->colours);
	return err;
}
