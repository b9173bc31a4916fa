/* SPDX-License-Identifier: GPL-2.0 */
/* From a latch slot of the VM to a struct ledger. */
#ifndef EXITMETER_SLOT_H
#define EXITMETER_SLOT_H

#include "abi.h"
#include "ledger/window/detail.h"
#include "ledger/ledger.h"

/**
 * slot_read - read a whole ledger from a slot
 * @l: receives it; its serial number is read last, so it is not the latch's
 *	if the slot was latched again before all was read
 * @info: from abi_info(), after abi_presence() found the meter
 * @slot: latched before
 * @vcpu: index of a vCPU, or KVM_EXITMETER_ALL_VCPUS
 *
 * Costs about three exits for each row that is not zero: not for use inside of
 * a window.
 */
void slot_read(struct ledger *l, const struct abi_info *info, unsigned int slot,
	       unsigned int vcpu);

/**
 * slot_read_detail - read what the meter keeps beside the VM's ledger
 * @d: zeros; receives it. detail_free() it, also after an error
 * @l: from slot_read(), of all vCPUs
 * @serial: receives the serial number of what was read, which is not @l's if the slot was
 *	latched meanwhile
 *
 * Costs some 16 exits for each row that is not zero, and 2 for each key.
 *
 * Return: 0, or -ENOMEM.
 */
int slot_read_detail(struct detail *d, const struct abi_info *info, unsigned int slot,
		     const struct ledger *l, uint64_t *serial);

#endif
