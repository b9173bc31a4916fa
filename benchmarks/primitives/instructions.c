// SPDX-License-Identifier: GPL-2.0
/* Instructions that exit, or that exit in one of the two paging modes. */
#include <linux/errno.h>
#include <asm/cpufeature.h>
#include <asm/msr.h>
#include <asm/special_insns.h>

#include "primitives.h"

static u64 nothing(unsigned int i)
{
	return timed(barrier());
}

static u64 cpuid_leaf_0(unsigned int i)
{
	u32 eax = 0, ebx, ecx = 0, edx;

	return timed(asm volatile("cpuid" : "+a" (eax), "=b" (ebx), "+c" (ecx), "=d" (edx)));
}

/*
 * The MSR is IA32_MCG_STATUS. KVM keeps it in software, on VMX and on SVM, and
 * so never lets the guest at it without an exit; reading and writing it has no
 * effect but on its own value. That is 0 except while a machine check is being
 * handled, and 0 is what a handler writes when it is done. The MSRs that are
 * better known are either not intercepted (FS base, SYSENTER, the TSC), or
 * writing them does something: the TSC moves, a timer starts, memory types
 * change, or the two vendors' halves of KVM differ.
 */
static int need_mcg_status(unsigned int n)
{
	u64 value;

	if (!boot_cpu_has(X86_FEATURE_MCA) || rdmsrq_safe(MSR_IA32_MCG_STATUS, &value))
		return -EOPNOTSUPP;
	/* In a machine check of all times: leave it alone. */
	return value ? -EBUSY : 0;
}

static u64 rdmsr_mcg_status(unsigned int i)
{
	u32 low, high;

	return timed(asm volatile("rdmsr" : "=a" (low), "=d" (high) : "c" (MSR_IA32_MCG_STATUS)));
}

static u64 wrmsr_mcg_status(unsigned int i)
{
	return timed(asm volatile("wrmsr" : : "c" (MSR_IA32_MCG_STATUS), "a" (0), "d" (0)));
}

/*
 * Read once, for reading exits as well where writing does. It stays valid: all
 * executions are on one CPU without preemption, so this process's page tables
 * stay loaded.
 */
static u64 cr3_write(unsigned int i)
{
	static unsigned long cr3;

	if (!i)
		cr3 = __native_read_cr3();
	return timed(asm volatile("mov %0, %%cr3" : : "r" (cr3) : "memory"));
}

static u64 invlpg_own_data(unsigned int i)
{
	static u8 mapped;

	return timed(asm volatile("invlpg (%0)" : : "r" (&mapped) : "memory"));
}

const struct primitive instruction_primitives[] = {
	{
		.name = "nothing",
		.description = "no exit: what timing itself costs",
		.once = nothing,
	}, {
		.name = "cpuid",
		.description = "CPUID, leaf 0",
		.once = cpuid_leaf_0,
	}, {
		.name = "rdmsr",
		.description = "RDMSR of IA32_MCG_STATUS, which KVM keeps in software",
		.prepare = need_mcg_status,
		.once = rdmsr_mcg_status,
	}, {
		.name = "wrmsr",
		.description = "WRMSR of its own value, 0, to IA32_MCG_STATUS",
		.prepare = need_mcg_status,
		.once = wrmsr_mcg_status,
	}, {
		.name = "cr3-write",
		.description = "write CR3 with its own value; an exit with shadow paging only",
		.once = cr3_write,
	}, {
		.name = "invlpg",
		.description = "INVLPG of a page in use; an exit with shadow paging only",
		.once = invlpg_own_data,
	},
	{ }
};
