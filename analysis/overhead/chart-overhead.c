// SPDX-License-Identifier: GPL-2.0
/* The chart of what counting one exit costs, way by way. */
#include <inttypes.h>
#include <stdlib.h>

#include "output/format.h"
#include "overhead.h"
#include "parts/charts.h"
#include "util/memory.h"

/* The ways to count that somebody would choose from. */
static const enum overhead_way shown[] = { WAY_ON, WAY_BOTH, WAY_BPF, WAY_HIST, WAY_PERF };

#define NR_SHOWN	(sizeof(shown) / sizeof(shown[0]))

struct written {
	size_t rows;
	int64_t top;
};

static void write_bar(FILE *f, const struct overhead_row *row, enum overhead_way way,
		      struct written *written)
{
	int64_t cycles;
	double times;

	if (!overhead_added(row, way, &cycles))
		return;
	if (cycles > written->top)
		written->top = cycles;
	fprintf(f, "%zu\t%" PRId64 "\t%u\t%s\t%s%s", written->rows++, cycles,
		palette[overhead_ways[way].colour].light, overhead_ways[way].text,
		cycles < 0 ? "" : "+", format_int(cycles).text);
	if (way != WAY_ON && overhead_times(row, way, &times))
		fprintf(f, "  (%s the meter)", format_times(times).text);
	fputc('\n', f);
}

static int write_data(const char *chart, const struct overhead_row *row, struct written *written)
{
	struct outfile out;
	size_t i;
	int err;

	err = gnuplot_open_data(&out, chart);
	if (err)
		return err;
	fprintf(out.file, "# median cycles that an exit takes beyond the unpatched KVM's\n"
		"# place, cycles, colour, way, text\n");
	for (i = 0; i < NR_SHOWN; i++)
		write_bar(out.file, row, shown[i], written);
	return outfile_close(&out);
}

static const char *unit(const struct overhead_row *row)
{
	return overhead_is_exact(row->cell) ? "instructions" : "cycles";
}

/* "Counting one exit: the meter adds 30 instructions, perf kvm stat record 2,821" */
static char *heading_of(const struct overhead_row *row)
{
	int64_t meter, perf;

	if (!overhead_added(row, WAY_ON, &meter))
		meter = 0;
	if (!overhead_added(row, WAY_PERF, &perf))
		return memory_printf("Counting one exit: the meter adds %s %s",
				     format_int(meter).text, unit(row));
	return memory_printf("Counting one exit: the meter adds %s %s, %s %s",
			     format_int(meter).text, unit(row), overhead_ways[WAY_PERF].text,
			     format_int(perf).text);
}

static char *axis_of(const struct overhead_row *row)
{
	return memory_printf("%s beyond the %s of an unpatched KVM: %s, %s, %s; fewer is better",
			     unit(row), format_int(row->cost[WAY_UNPATCHED]->median).text,
			     row->primitive->text, row->cell->r->platform, row->cell->r->parameter);
}

static int draw_overhead(struct gnuplot *g, const char *folder, const struct overhead_row *row)
{
	char *chart = memory_printf("%s/overhead", folder);
	char *heading = heading_of(row), *axis = axis_of(row);
	struct written written = { .top = 1 };
	int err = write_data(chart, row, &written);

	if (!err) {
		gnuplot_text(g, "heading", heading);
		gnuplot_text(g, "axis", axis);
		gnuplot_number(g, "nr_rows", written.rows);
		gnuplot_number(g, "top", written.top);
		gnuplot_draw(g, "analysis/overhead/overhead.gp", chart, heading);
	}
	free(axis);
	free(heading);
	free(chart);
	return err;
}

static int draw(const struct charts *c)
{
	const struct overhead_row *row;
	struct overhead o;
	int err;

	if (!overhead_in_run(c->run))
		return 0;
	err = overhead_load(&o, c->run);
	if (err)
		return err;
	row = overhead_example(&o);
	if (row)
		err = draw_overhead(c->gnuplot, c->folder, row);
	overhead_free(&o);
	return err;
}

const struct topic_chart chart_overhead = { TOPIC_ONCE, draw };
