/* SPDX-License-Identifier: GPL-2.0 */
/* What must hold in each ledger that is read. */
#ifndef CONFORMANCE_LAWS_H
#define CONFORMANCE_LAWS_H

#include "meter/abi.h"
#include "ledger/ledger.h"

/**
 * laws_check - fail, unless the laws of ABI.md hold
 * @l: of one vCPU or of the VM; or a difference
 * @slack: by how much KVM's own statistic may be off: 1 for each vCPU that ran
 *	on another CPU while it was copied
 * @what: for the messages
 */
void laws_check(const struct ledger *l, unsigned int slack, const char *what);

/**
 * laws_latch - latch a slot, read the sum over the VM, and check its laws
 * @l: receives the ledger
 * @slot: to be latched
 *
 * Fails if the latch does, or if it is torn again and again.
 *
 * Return: the serial number.
 */
uint32_t laws_latch(struct ledger *l, const struct abi_info *info, unsigned int slot);

/**
 * laws_forward - fail, unless nothing in the ledger went backwards
 * @now: the later one
 * @before: the earlier one, of the same vCPU or VM
 */
void laws_forward(const struct ledger *now, const struct ledger *before, const char *what);

/* laws_created - TSC at which a vCPU was created, from its ledger */
int64_t laws_created(const struct ledger *l);

#endif
