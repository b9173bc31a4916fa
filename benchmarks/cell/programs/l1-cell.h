/* SPDX-License-Identifier: GPL-2.0 */
/* What a cell does where KVM runs, be that a machine of its own or a host. */
#ifndef CELL_L1_CELL_H
#define CELL_L1_CELL_H

#include "cell/job.h"

/* Says whether L2's memory is backed with huge pages; for all of the machine. */
#define L1_CELL_HUGEPAGES	"/sys/kernel/mm/transparent_hugepage/enabled"

/**
 * l1_cell_run - load KVM as the job asks for, run L2 or the command
 *
 * Leaves the results in INIT_OUT, and KVM loaded.
 */
void l1_cell_run(const struct job *job);

#endif
