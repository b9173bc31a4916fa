/* SPDX-License-Identifier: GPL-2.0 */
/* The chart of how long exits took: a histogram for each of the most frequent reasons. */
#ifndef EXITREPORT_CHART_DURATIONS_H
#define EXITREPORT_CHART_DURATIONS_H

/* Its name, behind the platform's and before the workload's. */
#define CHART_DURATIONS	"durations"

#endif
