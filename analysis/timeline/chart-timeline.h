/* SPDX-License-Identifier: GPL-2.0 */
/* The charts of exits over time. */
#ifndef EXITREPORT_CHART_TIMELINE_H
#define EXITREPORT_CHART_TIMELINE_H

#include "course.h"
#include "output/gnuplot.h"

/**
 * chart_timeline - exits by reason over time, one paging mode above the other
 * @folder: of the charts; NAME is PLATFORM.timeline.WORKLOAD
 * @tdp: with nested paging
 * @shadow: the same cell with shadow paging
 *
 * Return: 0, or -1 with a message.
 */
int chart_timeline(struct gnuplot *g, const char *folder, const struct course *tdp,
		   const struct course *shadow);

/**
 * charts_draw_timelines - those of all cells that are there in both modes, first seeds
 *
 * Return: 0, or -1 with a message.
 */
int charts_draw_timelines(struct gnuplot *g, const char *folder, const struct courses *courses);

/* charts_timelines - likewise, into RUN/charts, with a gnuplot of their own */
int charts_timelines(const struct run *run, const struct courses *courses);

/* Is it the nested-paging cell of a pair that has a chart? */
bool chart_timeline_exists(const struct courses *courses, const struct course *c);

#endif
