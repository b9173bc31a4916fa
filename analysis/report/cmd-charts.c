// SPDX-License-Identifier: GPL-2.0
/* exitreport charts: draw the charts. */
#include <stdlib.h>

#include "parts/charts.h"
#include "util/memory.h"
#include "util/outfile.h"
#include "record/run.h"
#include "wanted.h"

static const char doc[] =
	"Draw the charts of a run into RUN/charts, each as SVG, with its data in a "
	".dat file beside: all, or those of each TOPIC that is named.  Of workloads with several "
	"seeds the first is drawn, and of settings the default.  Cells with an "
	"observer are left out, but for exits over time.  Needs gnuplot.\v"
	"EXAMPLES:\n"
	"  exitreport charts data/reference\n"
	"  exitreport charts data/overhead overhead\n"
	"  exitreport charts RUN --png\n";

#define KEY_PNG	COMMAND_KEY

/**
 * struct drawing - the charts being drawn
 * @wanted: names of topics
 * @png: as PNG, too
 */
struct drawing {
	const struct run *run;
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
		d->run, d->folder, platform, &pairs, &jobs, &d->gnuplot,
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

static int run_charts(char *words[], const void *options)
{
	const bool *png = options;
	struct drawing d = { .wanted = words + 1, .png = *png };
	char *folder;
	struct run run;
	int err;

	if (topics_check(d.wanted) || run_load(&run, words[0]))
		return EXIT_FAILED;
	pairs_tell_observed(&run);
	folder = memory_printf("%s/charts", run.folder);
	d.run = &run;
	d.folder = folder;
	err = draw_run(&d);
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
