/* SPDX-License-Identifier: GPL-2.0 */
/* L2 as a virtual machine: its disks, its VMM, and what it may ask of L1. */
#ifndef CELL_L1_VM_H
#define CELL_L1_VM_H

#include "init.h"
#include "job.h"
#include "l1-observer.h"

/* The disk that L2's results are on when l1_vm_run() is done, behind JOB_SIZE. */
#define L1_VM_EXCHANGE	CELL_PLACE "run/exchange.img"

/**
 * l1_vm_run - run L2 until it is done
 * @observer: of the job
 *
 * KVM is loaded, and may have been loaded anew when this returns. A distribution is done
 * when it asks for a login, and leaves nothing on L1_VM_EXCHANGE.
 */
void l1_vm_run(const struct job *job, const struct observer *observer);

#endif
