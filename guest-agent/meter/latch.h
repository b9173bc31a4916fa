/* SPDX-License-Identifier: GPL-2.0 */
/* One end of a window: to latch a slot, and to read it if it is still the same. */
#ifndef EXITMETER_LATCH_H
#define EXITMETER_LATCH_H

#include "abi.h"
#include "ledger/ledger.h"

/**
 * struct latch
 * @serial: 0 if the latch failed
 * @flags: KVM_EXITMETER_LATCH_*
 */
struct latch {
	unsigned int slot;
	uint32_t serial;
	uint32_t flags;
};

/* latch_take - latch a slot now. Costs one exit. */
struct latch latch_take(unsigned int slot);

/**
 * latch_read - read what was latched
 * @l: receives it
 * @info: of the meter when measuring began
 * @vcpu: an index, or KVM_EXITMETER_ALL_VCPUS
 *
 * Return: 0; -EBUSY if the latch had failed, as others were at the slot all the time, or if
 * somebody else latched the slot since; or as latch_check().
 */
int latch_read(struct ledger *l, const struct abi_info *info, const struct latch *at,
	       unsigned int vcpu);

/**
 * latch_lost - a slot has another latch than the one that is wanted: why?
 *
 * Return: -EBUSY, or as latch_check().
 */
int latch_lost(const struct abi_info *info);

/**
 * latch_check - is this still the VM on the host where measuring began?
 *
 * Counters of a VM that was moved began anew, and slots are not moved with it: whatever was
 * latched before is lost, and a difference across the move would be nonsense.
 *
 * Return: 0; -ENODEV if the meter is gone, -ESTALE if its generation is another.
 */
int latch_check(const struct abi_info *info);

/* latch_problem - what an error of these functions means and what to do; never NULL */
const char *latch_problem(int err);

#endif
