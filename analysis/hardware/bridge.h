/* SPDX-License-Identifier: GPL-2.0 */
/* The modelled time of an operation against what somebody measured of it on a CPU. */
#ifndef EXITREPORT_BRIDGE_H
#define EXITREPORT_BRIDGE_H

#include "hw-costs.h"
#include "parts/report.h"

/**
 * bridge_print - what the platform's counts make one expect, and what was measured
 * @costs: of the platform's vendor
 *
 * Nothing is printed if none of the operations was run here.
 *
 * Return: 0, or -1 with a message.
 */
int bridge_print(const struct report *r, const struct hw_costs *costs);

#endif
