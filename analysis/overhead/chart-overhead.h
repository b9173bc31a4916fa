/* SPDX-License-Identifier: GPL-2.0 */
/* The chart of what measuring costs. */
#ifndef EXITREPORT_CHART_OVERHEAD_H
#define EXITREPORT_CHART_OVERHEAD_H

#include "output/gnuplot.h"
#include "overhead.h"

/**
 * chart_overhead - cycles added to an exit, by exit and way, as bars
 * @folder: of the charts; NAME is "overhead"
 *
 * Return: 0, or -1 with a message.
 */
int chart_overhead(struct gnuplot *g, const char *folder, const struct overhead *o);

#endif
