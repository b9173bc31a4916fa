// SPDX-License-Identifier: GPL-2.0
#include <inttypes.h>
#include <stdlib.h>

#include "parts/charts.h"
#include "output/format.h"
#include "util/memory.h"
#include "ledger/row.h"
#include "select/cell-facts.h"

/* How many were written, and the largest count in them. */
struct lines {
	size_t rows;
	int64_t top;
};

static int write_data(const char *chart, const struct pair *p, struct lines *lines)
{
	const struct ledger *tdp = p->tdp ? &p->tdp->window.net : NULL;
	const struct ledger *shadow = p->shadow ? &p->shadow->window.net : NULL;
	unsigned int rows[LEDGER_MAX_ROWS];
	size_t nr = rows_by_count(rows, tdp, shadow), i;
	struct outfile out;
	int64_t a, b;
	int err;

	err = gnuplot_open_data(&out, chart);
	if (err)
		return err;
	*lines = (struct lines) { 0, 1 };
	fprintf(out.file, "# %s: exits by reason\n", p->name);
	fprintf(out.file, "# row\treason\ttdp\tshadow\ttdp_text\tshadow_text\tchange\n");
	for (i = 0; i < nr; i++) {
		a = tdp ? tdp->rows[rows[i]].count : 0;
		b = shadow ? shadow->rows[rows[i]].count : 0;
		if (a <= 0 && b <= 0)
			continue;
		if (a > lines->top)
			lines->top = a;
		if (b > lines->top)
			lines->top = b;
		fprintf(out.file, "%zu\t%s\t%" PRId64 "\t%" PRId64 "\t%s\t%s\t%s\n",
			lines->rows++, row_label(p->vendor, rows[i]).text, a, b,
			tdp ? format_int(a).text : "-", shadow ? format_int(b).text : "-",
			pair_is_whole(p) ? format_count_change(a, b).text : "-");
	}
	/* gnuplot can't plot no data at all. */
	if (!lines->rows)
		fprintf(out.file, "%zu\t(no exits)\t0\t0\t0\t0\t-\n", lines->rows++);
	return outfile_close(&out);
}

/* The reason that gains most exits with shadow paging; Return: false if none does. */
static bool find_grown(const struct ledger *tdp, const struct ledger *shadow, unsigned int *grown)
{
	int64_t most = 0, more;
	unsigned int row;

	for (row = 0; row < tdp->nr_reasons; row++) {
		more = shadow->rows[row].count - tdp->rows[row].count;
		if (more <= most)
			continue;
		most = more;
		*grown = row;
	}
	return most > 0;
}

/* What the chart shows. */
static char *title_of(const struct pair *p)
{
	const struct ledger *tdp, *shadow;
	unsigned int grown;

	if (!pair_is_whole(p))
		return memory_printf("%s: exits by reason", p->name);
	tdp = &p->tdp->window.net;
	shadow = &p->shadow->window.net;
	if (!find_grown(tdp, shadow, &grown))
		return memory_printf("%s: no reason has more exits with %s", p->name,
				     mode_prose(p->vendor, true));
	return memory_printf("%s: %s exits with %s, %s with %s; most are added by %s", p->name,
			     format_int(shadow->exits).text, mode_prose(p->vendor, true),
			     format_int(tdp->exits).text, mode_prose(p->vendor, false),
			     row_name(p->vendor, grown).text);
}

static int draw(const struct charts *c, const struct pair *p)
{
	char *chart = charts_path(c->folder, c->platform, "exits", p->name);
	char *title = title_of(p);
	struct lines lines;
	int err = write_data(chart, p, &lines);

	if (!err) {
		gnuplot_text(c->gnuplot, "heading", title);
		gnuplot_text(c->gnuplot, "tdp_name", record_mode_name(p->vendor, false));
		gnuplot_text(c->gnuplot, "shadow_name", record_mode_name(p->vendor, true));
		gnuplot_number(c->gnuplot, "nr_rows", lines.rows);
		gnuplot_number(c->gnuplot, "top", lines.top);
		gnuplot_draw(c->gnuplot, "analysis/modes/exits.gp", chart, title);
	}
	free(title);
	free(chart);
	return err;
}

static int draw_all(const struct charts *c)
{
	int err = 0;
	size_t i;

	for (i = 0; i < c->pairs->nr && !err; i++)
		err = draw(c, &c->pairs->pair[i]);
	return err;
}

const struct topic_chart chart_exits = { TOPIC_EACH_PLATFORM, draw_all };
