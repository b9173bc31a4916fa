/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Accesses to the memory of devices, apart from page faults.  Only VMX with EPT has a reason of
 * their own; otherwise they are told from page faults by sub-keys, in a run with details.
 */
#ifndef EXITREPORT_MMIO_H
#define EXITREPORT_MMIO_H

#include "record/run.h"

/**
 * struct mmio - of a cell, without starting the program up
 * @is_known: the record tells; otherwise the others are 0
 * @count: exits
 * @kernel: cycles in KVM for them
 */
struct mmio {
	bool is_known;
	int64_t count;
	int64_t kernel;
};

struct mmio mmio_of(const struct record *r);

/* mmio_find - a record of the cell whose mmio_of() is known; see detailed_find() */
const struct record *mmio_find(const struct run *detail, const struct record *r);

/**
 * struct mmio_handling - what KVM says of them, between L1's two looks; see enum l1_time
 * @is_known: it was read
 * @emulated: instructions that KVM decoded and emulated for such an access
 * @to_vmm: accesses that left KVM for QEMU; all others were handled in it, of which a virtio
 *	device's notification only wakes a thread, through an eventfd
 */
struct mmio_handling {
	bool is_known;
	int64_t emulated;
	int64_t to_vmm;
};

struct mmio_handling mmio_handling_of(const struct record *r);

#endif
