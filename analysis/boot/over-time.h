/* SPDX-License-Identifier: GPL-2.0 */
/* A boot's exits over time, from the companion that looked at the ledger meanwhile. */
#ifndef EXITREPORT_OVER_TIME_H
#define EXITREPORT_OVER_TIME_H

#include "parts/report.h"

/**
 * over_time_print - the chart, the phases, the bursts and the plateau
 * @heading: above them
 *
 * Prints nothing if the platform's boot has no timeline in both modes.
 *
 * Return: 0, or -1 with a message.
 */
int over_time_print(const struct report *r, const char *heading);

#endif
