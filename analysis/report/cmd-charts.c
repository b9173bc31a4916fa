// SPDX-License-Identifier: GPL-2.0
/* exitreport charts: draw the charts. */
#include <stdlib.h>
#include <unistd.h>

#include "output/folder.h"
#include "parts/charts.h"
#include "util/memory.h"
#include "util/outfile.h"
#include "record/run.h"
#include "wanted.h"

static const char doc[] =
	"Draw the charts of a run into RUN/charts, each as SVG, with its data in a "
	".dat file beside: all, or those of each TOPIC that is named. Of workloads with several "
	"seeds the first is drawn, or their median, and of settings the default. A run \"detail\" "
	"beside it tells accesses to devices from page faults. Cells with an "
	"observer are left out, but for exits over time. Needs gnuplot.\v"
	"EXAMPLES:\n"
	"  exitreport charts data/reference\n"
	"  exitreport charts data/overhead overhead\n"
	"  exitreport charts RUN --png\n";

#define KEY_PNG	COMMAND_KEY

/**
 * struct drawing - the charts being drawn
 * @detail: the run beside it that tells what exits are for, or NULL
 * @wanted: names of topics
 * @png: as PNG, too
 */
struct drawing {
	const struct run *run;
	const struct run *detail;
	const char *folder;
	char *const *wanted;
	bool png;
	struct gnuplot gnuplot;
};

/* Of the wanted topics, those of a scope. */
static int draw_topics(const struct drawing *d, const struct charts *charts,
		       enum topic_scope scope)
{
	const struct topic_chart *const *chart;
	size_t i;
	int err = 0;

	for (i = 0; topics[i] && !err; i++) {
		if (!topic_is_wanted(topics[i], d->wanted))
			continue;
		for (chart = topics[i]->charts; chart && *chart && !err; chart++)
			if ((*chart)->scope == scope)
				err = (*chart)->draw(charts);
	}
	return err;
}

/* @platform: NULL for those of the whole run */
static int draw_platform(struct drawing *d, const char *platform)
{
	struct pairs pairs, others, jobs;
	const struct charts charts = {
		d->run, d->detail, d->folder, platform, &pairs, &jobs, &d->gnuplot,
	};
	int err;

	pairs_of_run(&pairs, d->run, platform);
	pairs_keep_plain(&pairs, &others);
	pairs_free(&others);
	pairs_keep_first_seeds(&pairs);
	pairs_of_jobs(&jobs, &pairs);
	err = draw_topics(d, &charts, platform ? TOPIC_EACH_PLATFORM : TOPIC_ONCE);
	free(jobs.pair);
	pairs_free(&pairs);
	return err;
}

static int draw_run(struct drawing *d)
{
	const char **platforms;
	size_t nr, i;
	int err;

	err = outfile_folder(d->folder);
	if (err)
		return err;
	err = gnuplot_start(&d->gnuplot, d->png);
	if (err)
		return err;
	nr = platforms_of_run(d->run, &platforms);
	for (i = 0; i < nr && !err; i++)
		err = draw_platform(d, platforms[i]);
	free(platforms);
	if (!err)
		err = draw_platform(d, NULL);
	err |= gnuplot_finish(&d->gnuplot);
	return err;
}

static const struct argp_option options[] = {
	{ "png", KEY_PNG, NULL, 0, "draw each as PNG, too", 0 },
	{ 0 },
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
	bool *png = state->input;

	(void)arg;
	if (key != KEY_PNG)
		return ARGP_ERR_UNKNOWN;
	*png = true;
	return 0;
}

/* It may be there; if it is, it has to be a run. */
static int load_detail(struct drawing *d, struct run *detail)
{
	char *folder = folder_beside(d->run->folder, "detail");
	char *records = memory_printf("%s/records", folder);
	int err = 0;

	if (!access(records, R_OK)) {
		err = run_load(detail, folder);
		d->detail = err ? NULL : detail;
	}
	free(records);
	free(folder);
	return err;
}

static int run_charts(char *words[], const void *options)
{
	const bool *png = options;
	struct drawing d = { .wanted = words + 1, .png = *png };
	struct run run, detail;
	char *folder;
	int err;

	if (topics_check(d.wanted) || run_load(&run, words[0]))
		return EXIT_FAILED;
	pairs_tell_observed(&run);
	folder = memory_printf("%s/charts", run.folder);
	d.run = &run;
	d.folder = folder;
	err = load_detail(&d, &detail);
	if (!err)
		err = draw_run(&d);
	if (d.detail)
		run_free(&detail);
	free(folder);
	run_free(&run);
	return err ? EXIT_FAILED : EXIT_OK;
}

const struct command command_charts = {
	.name = "charts",
	.summary = "draw RUN/charts/*.svg",
	.usage = "RUN [TOPIC...]",
	.doc = doc,
	.min = 1,
	.options = options,
	.options_size = sizeof(bool),
	.parse = parse,
	.run = run_charts,
};
