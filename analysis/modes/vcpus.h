/* SPDX-License-Identifier: GPL-2.0 */
/* What each vCPU of a window did. */
#ifndef EXITREPORT_VCPUS_H
#define EXITREPORT_VCPUS_H

#include "record/record.h"
#include "output/table.h"

/* Most frequent reasons that a vCPU's line names. */
#define VCPUS_REASONS	3

/**
 * vcpus_print - a line for each vCPU: its exits, its accounts, what it mostly left for
 * @records: NULL-terminated; of one workload in one or more modes
 *
 * Prints nothing if none of them has more than one vCPU.
 */
void vcpus_print(enum table_style style, const struct record *const records[], FILE *f);

#endif
