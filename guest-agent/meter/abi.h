/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The exit meter's CPUID leaves, one function each.
 *
 * Everything here is what kvm_exitmeter.h defines, taken apart; see
 * kvm-instrumentation/ABI.md for what the values mean.
 */
#ifndef EXITMETER_ABI_H
#define EXITMETER_ABI_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <asm/kvm_exitmeter.h>

#include "ledger/abi-info.h"

struct abi_regs {
	uint32_t eax;
	uint32_t ebx;
	uint32_t ecx;
	uint32_t edx;
};

/* A pair of 64-bit values, as KVM_EXITMETER_LEAF_READ returns it. */
struct abi_pair {
	uint64_t first;
	uint64_t second;
};

/* Why there is no meter, or that there is one. */
enum abi_presence {
	ABI_PRESENT,
	ABI_NO_HYPERVISOR,	/* bare metal */
	ABI_OTHER_HYPERVISOR,	/* not KVM */
	ABI_UNPATCHED,		/* KVM without the meter, or with it off */
	ABI_OTHER_VERSION,	/* a meter that this program does not know */
};

/**
 * abi_presence - is there a meter that this program can read?
 * @hypervisor: receives the hypervisor's signature, NUL-terminated; empty
 *	without a hypervisor
 */
enum abi_presence abi_presence(char hypervisor[13]);

void abi_info(struct abi_info *info);

/**
 * abi_reason_bit - is a reason defined by the manual, enabled by this KVM?
 * @what: KVM_EXITMETER_INFO_DEFINED or KVM_EXITMETER_INFO_ENABLED
 * @reason: any value; false for one without a row
 */
bool abi_reason_bit(uint32_t what, unsigned int reason);

/**
 * abi_latch - copy the ledgers of all vCPUs into a slot of the VM
 * @slot: below KVM_EXITMETER_SLOTS
 * @flags: receives KVM_EXITMETER_LATCH_*; may be NULL
 *
 * Costs one exit, reason CPUID; more if another vCPU is at the same slot, which is
 * waited for.
 *
 * Return: serial number of the latch, 0 if it failed, for the reason in @flags.
 */
uint32_t abi_latch(unsigned int slot, uint32_t *flags);

/* abi_read - one pair from a slot; see KVM_EXITMETER_READ(). Costs one exit. */
struct abi_pair abi_read(unsigned int vcpu, unsigned int slot,
			 unsigned int field, unsigned int index);

/**
 * abi_classic - a classic leaf, registers as they come
 * @leaf: KVM_EXITMETER_LEAF_FOURTH .. _TOTAL
 * @reason: for those of one reason
 */
struct abi_regs abi_classic(uint32_t leaf, uint32_t reason);

/* abi_queries - CPUIDs that all of these have executed by now; each was an exit */
unsigned long abi_queries(void);

/**
 * struct abi_edition - where an edition of the classic leaves has what
 * @exits: leaf of all exits
 * @cycles: leaf of the cycles of all
 * @reason_exits: leaf of the exits of a reason
 * @reason_cycles: leaf of their cycles
 */
struct abi_edition {
	uint32_t exits;
	uint32_t cycles;
	uint32_t reason_exits;
	uint32_t reason_cycles;
};

/* abi_edition - Return: NULL if there is no such edition. */
const struct abi_edition *abi_edition(unsigned int edition);

#endif
