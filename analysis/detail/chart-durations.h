/* SPDX-License-Identifier: GPL-2.0 */
/* The chart of how long exits took: a histogram for each of the most frequent reasons. */
#ifndef EXITREPORT_CHART_DURATIONS_H
#define EXITREPORT_CHART_DURATIONS_H

#include "output/gnuplot.h"
#include "select/pair.h"

/* Its name, behind the platform's and before the workload's. */
#define CHART_DURATIONS	"durations"

/**
 * chart_durations - both modes in each panel
 * @folder: of the charts
 *
 * Nothing is drawn of a pair without histograms.
 *
 * Return: 0, or -1 with a message.
 */
int chart_durations(struct gnuplot *g, const char *folder, const struct pair *p);

#endif
