// SPDX-License-Identifier: GPL-2.0
/* The leaves of the exit meter; they are CPUID exits, each with work to do. */
#include <linux/errno.h>
#include <asm/processor.h>

#include <asm/kvm_exitmeter.h>

#include "primitives.h"

/* The last one: a window that is open around a run has the first ones. */
#define SLOT	(KVM_EXITMETER_SLOTS - 1)
/* Defined on VMX and on SVM. */
#define REASON	0

#define SUM_OF_EXITS	KVM_EXITMETER_READ(KVM_EXITMETER_ALL_VCPUS, SLOT,	\
					   KVM_EXITMETER_FIELD_SUMMARY,	\
					   KVM_EXITMETER_SUM_EXITS_KERNEL)

static __always_inline u32 query(u32 leaf, u32 subleaf)
{
	u32 ebx, edx;

	asm volatile("cpuid" : "+a" (leaf), "=b" (ebx), "+c" (subleaf), "=d" (edx));
	return leaf;
}

static int need_meter(unsigned int n)
{
	u32 eax, ebx, ecx, edx;

	cpuid(KVM_EXITMETER_LEAF_SIGNATURE, &eax, &ebx, &ecx, &edx);
	if (ebx != KVM_EXITMETER_SIGNATURE_EBX || ecx != KVM_EXITMETER_SIGNATURE_ECX ||
	    edx != KVM_EXITMETER_SIGNATURE_EDX)
		return -EOPNOTSUPP;
	/* The first latch of a slot makes KVM allocate memory for it. */
	return query(KVM_EXITMETER_LEAF_LATCH, SLOT) ? 0 : -ENOMEM;
}

static u64 latch(unsigned int i)
{
	return timed(query(KVM_EXITMETER_LEAF_LATCH, SLOT));
}

static u64 read_sum(unsigned int i)
{
	return timed(query(KVM_EXITMETER_LEAF_READ, SUM_OF_EXITS));
}

static u64 read_total(unsigned int i)
{
	return timed(query(KVM_EXITMETER_LEAF_TOTAL, 0));
}

static u64 read_reason(unsigned int i)
{
	return timed(query(KVM_EXITMETER_LEAF_REASON, REASON));
}

const struct primitive meter_primitives[] = {
	{
		.name = "latch",
		.description = "exit meter: latch all vCPUs' ledgers into a slot",
		.prepare = need_meter,
		.once = latch,
	}, {
		.name = "read",
		.description = "exit meter: read a pair of values from a slot",
		.prepare = need_meter,
		.once = read_sum,
	}, {
		.name = "total",
		.description = "exit meter: the classic leaf with the total",
		.prepare = need_meter,
		.once = read_total,
	}, {
		.name = "reason",
		.description = "exit meter: the classic leaf with one reason",
		.prepare = need_meter,
		.once = read_reason,
	},
	{ }
};
