// SPDX-License-Identifier: GPL-2.0
/* exitreport charts: draw the charts. */
#include <stdlib.h>

#include "vendors/chart-sides.h"
#include "timeline/chart-timeline.h"
#include "charts.h"
#include "command.h"
#include "record/memory.h"
#include "record/outfile.h"
#include "record/run.h"

static const char doc[] =
	"Draw the charts of a run into RUN/charts, each as SVG and as PNG, with its data in a "
	".dat file beside.  Of workloads with several seeds the first is drawn.  Cells with an "
	"observer are left out, but for exits over time.  Needs gnuplot.\v"
	"EXAMPLES:\n"
	"  exitreport charts data/reference\n"
	"  EXITMETER_ANALYSIS=~/exitmeter/analysis exitreport charts RUN\n";

static int (*const kinds[])(const struct charts *c) = {
	charts_exits, charts_cycles, charts_kernel, charts_where, charts_heatmap,
	charts_mechanisms,
};

char *charts_path(const char *folder, const char *platform, const char *name,
		  const char *workload)
{
	return memory_printf("%s/%s.%s%s%s", folder, platform, name, workload ? "." : "",
			     workload ? workload : "");
}

static int draw_platform(const struct run *run, const char *folder, const char *platform,
			 struct gnuplot *g)
{
	struct pairs pairs, jobs;
	const struct charts charts = { folder, platform, &pairs, &jobs, g };
	size_t i;
	int err = 0;

	pairs_of_run(&pairs, run, platform);
	pairs_keep_first_seeds(&pairs);
	pairs_of_jobs(&jobs, &pairs);
	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]) && !err; i++)
		err = kinds[i](&charts);
	free(jobs.pair);
	pairs_free(&pairs);
	return err;
}

static int draw_sides(const struct run *run, const char *folder, struct gnuplot *g)
{
	struct sides sides;
	int err = 0;

	sides_of_run(&sides, run);
	if (sides.nr)
		err = chart_sides(g, folder, &sides);
	sides_free(&sides);
	return err;
}

static int draw_timelines(const struct run *run, const char *folder, struct gnuplot *g)
{
	struct courses courses;
	int err = courses_load(&courses, run);

	if (!err)
		err = charts_draw_timelines(g, folder, &courses);
	courses_free(&courses);
	return err;
}

static int draw_run(const struct run *run, const char *folder)
{
	const char **platforms;
	struct gnuplot g;
	size_t nr, i;
	int err;

	err = outfile_folder(folder);
	if (err)
		return err;
	err = gnuplot_start(&g);
	if (err)
		return err;
	nr = platforms_of_run(run, &platforms);
	for (i = 0; i < nr && !err; i++)
		err = draw_platform(run, folder, platforms[i], &g);
	free(platforms);
	if (!err)
		err = draw_sides(run, folder, &g);
	if (!err)
		err = draw_timelines(run, folder, &g);
	err |= gnuplot_finish(&g);
	return err;
}

int command_charts(int argc, char *argv[])
{
	struct command_arguments args = {
		.name = "charts",
		.usage = "RUN",
		.doc = doc,
		.min = 1,
		.max = 1,
	};
	char *folder;
	struct run run;
	int err = -1;

	command_parse(&args, argc, argv);
	if (!run_load_whole(&run, args.words[0])) {
		pairs_tell_observed(&run);
		folder = memory_printf("%s/charts", run.folder);
		err = draw_run(&run, folder);
		free(folder);
		run_free(&run);
	}
	free(args.words);
	return err ? EXIT_FAILED : EXIT_OK;
}
