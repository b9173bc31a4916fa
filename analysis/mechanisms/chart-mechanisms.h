/* SPDX-License-Identifier: GPL-2.0 */
#ifndef EXITREPORT_CHART_MECHANISMS_H
#define EXITREPORT_CHART_MECHANISMS_H

#include "select/pair.h"

/* There is something to show in the chart: a workload whose points are numbers. */
bool chart_has_mechanisms(const struct pairs *pairs);

#endif
