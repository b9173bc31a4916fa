/* SPDX-License-Identifier: GPL-2.0 */
/* Hardware costs from a measurement on hardware: the workload exit-cost. */
#ifndef EXITREPORT_CALIBRATE_H
#define EXITREPORT_CALIBRATE_H

#include "hw-costs.h"
#include "record/run.h"

/**
 * calibrate - replace what a record can tell better than the costs' file
 * @costs: of the record's vendor; its world switches are replaced and, if @run can tell,
 *	its cycles an instruction of KVM
 * @path: record of exit-cost on a platform whose cycles are a CPU's own
 * @run: whose instructions the record's cycles are compared with
 *
 * A world switch is a CPUID's round trip, as the guest sees it, less what the guest needs
 * for timing it and less the cycles that KVM's ledger has for it.
 *
 * Return: 0, or -1 with a message.
 */
int calibrate(struct hw_costs *costs, const char *path, const struct run *run);

#endif
