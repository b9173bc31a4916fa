/* SPDX-License-Identifier: GPL-2.0 */
/* The chart of how many times more exits shadow paging has, on a platform of either vendor. */
#ifndef EXITREPORT_CHART_VENDORS_H
#define EXITREPORT_CHART_VENDORS_H

/* The chart's name. */
#define CHART_VENDORS "intel-and-amd"

#endif
