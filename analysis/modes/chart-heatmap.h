/* SPDX-License-Identifier: GPL-2.0 */
#ifndef EXITREPORT_CHART_HEATMAP_H
#define EXITREPORT_CHART_HEATMAP_H

#include "select/pair.h"

/* There is something to show in the chart: a workload with exits in both modes. */
bool chart_has_heatmap(const struct pairs *pairs);

#endif
