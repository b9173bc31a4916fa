/* SPDX-License-Identifier: GPL-2.0 */
/* The chart of how many times more exits shadow paging has, on a platform of either vendor. */
#ifndef EXITREPORT_CHART_SIDES_H
#define EXITREPORT_CHART_SIDES_H

#include "output/gnuplot.h"
#include "sides.h"

/* The chart's name. */
#define CHART_SIDES	"intel-and-amd"

/**
 * chart_sides - a line for each workload, a point for each platform
 * @folder: of the charts
 * @s: with at least one workload
 *
 * Return: 0, or -1 with a message.
 */
int chart_sides(struct gnuplot *g, const char *folder, const struct sides *s);

#endif
