// SPDX-License-Identifier: GPL-2.0
#include "chart-vendors.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "output/extent.h"
#include "output/format.h"
#include "parts/charts.h"
#include "util/memory.h"
#include "vendors-table.h"

/* Jobs in each part of the chart. */
#define ROWS	4

/* One that computes, one that switches, one that waits for a disk, one that makes processes. */
static const char *const wanted[] = {
	"sysbench-cpu", "sysbench-threads", "fio-randread", "compile",
};

#define NR_WANTED	(sizeof(wanted) / sizeof(wanted[0]))

static const struct vendors_job *find(const struct vendors_jobs *jobs, const char *workload)
{
	size_t i;

	for (i = 0; i < jobs->nr; i++)
		if (!strcmp(jobs->job[i].workload, workload))
			return &jobs->job[i];
	return NULL;
}

static bool is_wanted(const char *workload)
{
	size_t i;

	for (i = 0; i < NR_WANTED; i++)
		if (!strcmp(wanted[i], workload))
			return true;
	return false;
}

/* The jobs to be shown; Return: how many. */
static size_t choose(const struct vendors_jobs *jobs, const struct vendors_job *chosen[ROWS])
{
	const struct vendors_job *job;
	size_t nr = 0, i;

	for (i = 0; i < NR_WANTED && nr < ROWS; i++) {
		job = find(jobs, wanted[i]);
		if (job)
			chosen[nr++] = job;
	}
	for (i = 0; i < jobs->nr && nr < ROWS; i++)
		if (!is_wanted(jobs->job[i].workload))
			chosen[nr++] = &jobs->job[i];
	return nr;
}

/* On a logarithmic axis there is no 0. */
static double place(double exits)
{
	return exits < 1 ? 1 : exits;
}

static void write_side(FILE *f, const struct vendors_job *job, enum side_index side,
		       struct extent *extent)
{
	double tdp = vendors_exits(job, side, CLASS_ALL, false);
	double shadow = vendors_exits(job, side, CLASS_ALL, true);

	fprintf(f, "\t%.6g\t%.6g\t%s \u2192 ", place(tdp), place(shadow),
		format_int(llround(tdp)).text);
	fprintf(f, "%s", format_int(llround(shadow)).text);
	extent_add(extent, place(tdp));
	extent_add(extent, place(shadow));
}

/* Return: rows, a heading for each list being one. */
static size_t write_lists(FILE *f, const struct vendors *s, struct extent *extent)
{
	const struct vendors_job *chosen[ROWS];
	size_t row = 0, nr, i;
	enum kpti kpti;

	for (kpti = 0; kpti < KPTI_NR; kpti++) {
		nr = choose(&s->jobs[kpti], chosen);
		if (nr)
			fprintf(f, "0\t%zu\t%s\n", row++, kpti_texts[kpti]);
		for (i = 0; i < nr; i++) {
			fprintf(f, "1\t%zu\t%s", row++, chosen[i]->workload);
			write_side(f, chosen[i], SIDE_VMX, extent);
			write_side(f, chosen[i], SIDE_SVM, extent);
			fputc('\n', f);
		}
	}
	return row;
}

static int write_data(const char *chart, const struct vendors *s, struct extent *extent,
		      size_t *rows)
{
	struct outfile out;
	int err;

	err = gnuplot_open_data(&out, chart);
	if (err)
		return err;
	*extent = (struct extent) { 1, 10 };
	fprintf(out.file, "# 0, row, heading\n"
		"# 1, row, workload, VMX: exits ept=1, ept=0, text, SVM: exits npt=1, npt=0, "
		"text\n");
	*rows = write_lists(out.file, s, extent);
	return outfile_close(&out);
}

/* How far apart the two are with nested paging off: of KPTI off and on the larger. */
static char *heading_of(const struct vendors *s)
{
	struct vendors_gap gap;
	double largest = -1;
	enum kpti kpti;

	for (kpti = 0; kpti < KPTI_NR; kpti++) {
		gap = vendors_gap_of(&s->jobs[kpti], true);
		if (gap.nr)
			largest = fmax(largest, gap.median);
	}
	if (largest < 0)
		return memory_printf("Exits on Intel and on AMD, KPTI alike");
	return memory_printf("EPT and NPT off: with KPTI alike, the exits of Intel and AMD are %s "
			     "apart in the median", format_percent(largest, 1).text);
}

static int draw_vendors(struct gnuplot *g, const char *folder, const struct vendors *s)
{
	char *chart = memory_printf("%s/" CHART_VENDORS, folder), *heading = heading_of(s);
	struct extent extent;
	size_t rows;
	int err = write_data(chart, s, &extent, &rows);

	if (!err) {
		gnuplot_text(g, "heading", heading);
		gnuplot_text(g, "vmx_name", s->side[SIDE_VMX].platform);
		gnuplot_text(g, "svm_name", s->side[SIDE_SVM].platform);
		gnuplot_number(g, "nr_rows", rows);
		gnuplot_number(g, "highest", extent.high);
		gnuplot_draw(g, "analysis/vendors/intel-and-amd.gp", chart, heading);
	}
	free(heading);
	free(chart);
	return err;
}

static int draw(const struct charts *c)
{
	struct vendors vendors;
	int err = 0;

	vendors_of_run(&vendors, c->run);
	if (vendors_any(&vendors))
		err = draw_vendors(c->gnuplot, c->folder, &vendors);
	vendors_free(&vendors);
	return err;
}

const struct topic_chart chart_vendors = { TOPIC_ONCE, draw };
