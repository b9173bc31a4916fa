/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What charts are drawn from.  Each is a data file RUN/charts/NAME.dat and, drawn from it,
 * NAME.svg.
 */
#ifndef EXITREPORT_CHARTS_H
#define EXITREPORT_CHARTS_H

#include "output/gnuplot.h"
#include "select/pair.h"
#include "topic.h"

/**
 * struct charts - what the charts of a platform, or of a run, are made of
 * @run: all of it
 * @detail: what its exits were for, the run beside it that has keys and histograms; NULL if there
 *	is none
 * @folder: RUN/charts
 * @platform: begins the charts' names; NULL for a chart of all of the run
 * @pairs: of the platform, or all; one seed a workload
 * @jobs: of these, see pairs_of_jobs()
 * @gnuplot: running
 */
struct charts {
	const struct run *run;
	const struct run *detail;
	const char *folder;
	const char *platform;
	const struct pairs *pairs;
	const struct pairs *jobs;
	struct gnuplot *gnuplot;
};

/* Path of a chart without suffix, to be freed; @workload may be NULL. */
char *charts_path(const char *folder, const char *platform, const char *name,
		  const char *workload);

#endif
