/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The charts.  Each is a data file RUN/charts/NAME.dat and, drawn from it,
 * NAME.svg and NAME.png.
 */
#ifndef EXITREPORT_CHARTS_H
#define EXITREPORT_CHARTS_H

#include <stdbool.h>

#include "output/gnuplot.h"
#include "select/pair.h"

/**
 * struct charts - what the charts of a platform are made of
 * @folder: RUN/charts
 * @platform: begins the charts' names
 * @pairs: of the platform, one seed a workload
 * @jobs: of these, see pairs_of_jobs()
 * @gnuplot: running
 */
struct charts {
	const char *folder;
	const char *platform;
	const struct pairs *pairs;
	const struct pairs *jobs;
	struct gnuplot *gnuplot;
};

/* Each: Return: 0, or -1 with a message. */

/* PLATFORM.exits.WORKLOAD: exits by reason in both modes, log scale. */
int charts_exits(const struct charts *c);

/* PLATFORM.cycles, PLATFORM.cycles-normalised: of jobs, by account, stacked. */
int charts_cycles(const struct charts *c);

/* PLATFORM.kernel, PLATFORM.kernel-share: of jobs, kernel cycles by reason, stacked. */
int charts_kernel(const struct charts *c);

/* PLATFORM.where.WORKLOAD: where the window's cycles went, KVM's by kind of exit. */
int charts_where(const struct charts *c);

/* PLATFORM.heatmap: workload x reason, how many times more with shadow paging. */
int charts_heatmap(const struct charts *c);

/* PLATFORM.mechanisms: what an operation costs at each point. */
int charts_mechanisms(const struct charts *c);

/* There is something to show in it: a workload whose points are numbers. */
bool charts_has_mechanisms(const struct pairs *pairs);

/* There is something to show in it: a workload with exits in both modes. */
bool charts_has_heatmap(const struct pairs *pairs);

/* Path of a chart without suffix, to be freed; @workload may be NULL. */
char *charts_path(const char *folder, const char *platform, const char *name,
		  const char *workload);

#endif
