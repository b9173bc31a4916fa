/* SPDX-License-Identifier: GPL-2.0 */
/* The charts of exits over time. */
#ifndef EXITREPORT_CHART_TIMELINE_H
#define EXITREPORT_CHART_TIMELINE_H

#include "cell-timeline.h"

/* Is it the nested-paging cell of a pair that has a chart? */
bool chart_timeline_exists(const struct cell_timelines *timelines, const struct cell_timeline *c);

#endif
