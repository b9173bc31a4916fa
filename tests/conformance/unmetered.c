// SPDX-License-Identifier: GPL-2.0
#include "unmetered.h"

#include "check.h"
#include "cpuid.h"
#include "worker.h"

/* The kernel's file takes no more than MAX_CPL0_SUBLEAF. */
static const uint32_t subleaves[] = {
	0, 1, 2, 3, 4, 10, 0x72, 0x100, 0x200, 0x3008, 0x10000, 0x13008, 0x7fffffff,
	0x80000000, 0xfff00000, 0xfff03008, 0xffffffff,
};

static void want_unmetered(int who, uint32_t leaf, uint32_t subleaf)
{
	want_regs(cpuid_at(who, leaf, subleaf), cpuid_unmetered(who, subleaf),
		  "leaf %08x, ECX %#x, at CPL %d", leaf, subleaf, who == AT_CPL3 ? 3 : 0);
}

static bool possible(int who, uint32_t subleaf)
{
	return who == AT_CPL3 || subleaf <= MAX_CPL0_SUBLEAF;
}

void unmetered_leaves(int who)
{
	uint32_t leaf;
	size_t i;

	/* Some basic leaves tell the CPU's number. */
	pin(0);
	for (leaf = 0x4fffff00; leaf <= 0x4fffffff; leaf++)
		for (i = 0; i < NELEMS(subleaves); i++)
			if (possible(who, subleaves[i]))
				want_unmetered(who, leaf, subleaves[i]);
	pin(ANY_CPU);
}

void unmetered_reasons(int who)
{
	uint32_t reason;
	unsigned int bit;

	pin(0);
	for (reason = 0; reason < 0x200; reason++)
		want_unmetered(who, KVM_EXITMETER_LEAF_REASON, reason);
	for (bit = 9; bit < 32; bit++)
		if (possible(who, 1u << bit))
			want_unmetered(who, KVM_EXITMETER_LEAF_REASON, 1u << bit);
	pin(ANY_CPU);
}

void unmetered_agent(void)
{
	char hypervisor[13];

	want(abi_presence(hypervisor), ABI_UNPATCHED, "presence, with %d for a KVM without a meter",
	     ABI_UNPATCHED);
}
