// SPDX-License-Identifier: GPL-2.0
#include "chart-vendors.h"

#include <stdlib.h>

#include "output/format.h"
#include "util/memory.h"
#include "parts/charts.h"
#include "vendors.h"
#include "output/extent.h"

static void write_side(FILE *f, const struct vendors_workload *w, enum side_index side,
		       struct extent *extent)
{
	int64_t tdp = vendors_record(w, side, false)->window.net.exits;
	int64_t shadow = vendors_record(w, side, true)->window.net.exits;
	double factor;

	/* What is not a number is not drawn. */
	if (tdp <= 0 || shadow <= 0) {
		fprintf(f, "\tNaN\t%s", format_change(tdp, shadow).text);
		return;
	}
	factor = (double)shadow / tdp;
	fprintf(f, "\t%.6g\t%s", factor, format_times(factor).text);
	extent_add(extent, factor);
}

static int write_data(const char *chart, const struct vendors *s, struct extent *extent)
{
	struct outfile out;
	size_t i;
	int err;

	err = gnuplot_open_data(&out, chart);
	if (err)
		return err;
	*extent = (struct extent) { 1, 1 };
	fprintf(out.file, "# row\tworkload\tfactor VMX\ttext\tfactor SVM\ttext\n");
	for (i = 0; i < s->nr; i++) {
		fprintf(out.file, "%zu\t%s", i, s->workloads[i].name);
		write_side(out.file, &s->workloads[i], SIDE_VMX, extent);
		write_side(out.file, &s->workloads[i], SIDE_SVM, extent);
		fputc('\n', out.file);
	}
	return outfile_close(&out);
}

static int draw_vendors(struct gnuplot *g, const char *folder, const struct vendors *s)
{
	const char *heading = "Exits with shadow paging for one with nested paging, Intel and AMD";
	char *chart = memory_printf("%s/" CHART_VENDORS, folder);
	struct extent extent;
	int err = write_data(chart, s, &extent);

	if (!err) {
		gnuplot_text(g, "heading", heading);
		gnuplot_text(g, "vmx_name", s->side[SIDE_VMX].platform);
		gnuplot_text(g, "svm_name", s->side[SIDE_SVM].platform);
		gnuplot_number(g, "nr_rows", s->nr);
		gnuplot_number(g, "lowest", extent.low);
		gnuplot_number(g, "highest", extent.high);
		gnuplot_draw(g, "analysis/vendors/intel-and-amd.gp", chart, heading);
	}
	free(chart);
	return err;
}

static int draw(const struct charts *c)
{
	struct vendors vendors;
	int err = 0;

	vendors_of_run(&vendors, c->run);
	if (vendors.nr)
		err = draw_vendors(c->gnuplot, c->folder, &vendors);
	vendors_free(&vendors);
	return err;
}

const struct topic_chart chart_vendors = { TOPIC_ONCE, draw };
