// SPDX-License-Identifier: GPL-2.0
#include "abi.h"

#include <cpuid.h>
#include <sched.h>
#include <string.h>

static unsigned long queries;

static struct abi_regs query(uint32_t leaf, uint32_t subleaf)
{
	struct abi_regs r;

	queries++;
	__cpuid_count(leaf, subleaf, r.eax, r.ebx, r.ecx, r.edx);
	return r;
}

static bool has_signature(void)
{
	struct abi_regs r = query(KVM_EXITMETER_LEAF_SIGNATURE, 0);

	return r.eax >= KVM_EXITMETER_LEAF_READ &&
	       r.ebx == KVM_EXITMETER_SIGNATURE_EBX &&
	       r.ecx == KVM_EXITMETER_SIGNATURE_ECX &&
	       r.edx == KVM_EXITMETER_SIGNATURE_EDX;
}

/*
 * KVM may have moved up by 0x100 or more when Hyper-V's leaves are shown as
 * well: look at all the places where a signature may be.
 */
static bool is_kvm(char signature[13])
{
	uint32_t leaf, regs[3];

	for (leaf = 0x40000000; leaf < 0x40010000; leaf += 0x100) {
		struct abi_regs r = query(leaf, 0);

		regs[0] = r.ebx;
		regs[1] = r.ecx;
		regs[2] = r.edx;
		if (leaf == 0x40000000 || !memcmp(regs, "KVMKVMKVM\0\0\0", 12))
			memcpy(signature, regs, 12);
		if (!strcmp(signature, "KVMKVMKVM"))
			return true;
	}
	return false;
}

/* The numbers of rows bound arrays of this program. */
static bool is_bounded(const struct abi_info *info)
{
	return info->nr_reasons <= KVM_EXITMETER_SVM_REASONS &&
	       info->nr_rows == info->nr_reasons + KVM_EXITMETER_ROW_NR;
}

static bool is_known(const struct abi_info *info)
{
	return info->version == KVM_EXITMETER_ABI_VERSION && is_bounded(info);
}

enum abi_presence abi_presence(char hypervisor[13])
{
	struct abi_info info;

	memset(hypervisor, 0, 13);
	/* The meter's own signature counts, even if the VMM hides that there is a VM. */
	if (has_signature()) {
		is_kvm(hypervisor);
		abi_info(&info);
		return is_known(&info) ? ABI_PRESENT : ABI_OTHER_VERSION;
	}
	if (!(query(1, 0).ecx & (1u << 31)))
		return ABI_NO_HYPERVISOR;
	return is_kvm(hypervisor) ? ABI_UNPATCHED : ABI_OTHER_HYPERVISOR;
}

void abi_info(struct abi_info *info)
{
	struct abi_regs general, clock;

	general = query(KVM_EXITMETER_LEAF_INFO, KVM_EXITMETER_INFO_GENERAL);
	clock = query(KVM_EXITMETER_LEAF_INFO, KVM_EXITMETER_INFO_CLOCK);
	*info = (struct abi_info) {
		.version = general.eax & 0xffff,
		.vendor = general.eax >> 16 & 0xff,
		.paging = general.eax >> 24,
		.nr_reasons = general.ebx & 0xffff,
		.nr_rows = general.ebx >> 16,
		.features = general.ecx,
		.nr_vcpus = general.edx & 0xffff,
		.nr_slots = general.edx >> 16,
		.tsc_khz = clock.eax,
		.generation = clock.ebx,
		.unreliable = clock.edx & KVM_EXITMETER_CLOCK_UNRELIABLE,
		.edition = KVM_EXITMETER_CLOCK_EDITION(clock.edx),
	};
	/* Asked anew each time, as after a migration: no array may be left by what it says. */
	if (!is_bounded(info)) {
		info->nr_reasons = 0;
		info->nr_rows = 0;
	}
}

bool abi_reason_bit(uint32_t what, unsigned int reason)
{
	uint32_t base = reason / KVM_EXITMETER_BITS_PER_READ;
	uint32_t bit = reason % KVM_EXITMETER_BITS_PER_READ;
	uint32_t words[4];
	struct abi_regs r;

	/* Beyond 0xff the subleaf would be another kind's. */
	if (base > 0xff)
		return false;

	r = query(KVM_EXITMETER_LEAF_INFO, what + base);
	words[0] = r.eax;
	words[1] = r.ebx;
	words[2] = r.ecx;
	words[3] = r.edx;
	return words[bit / 32] >> (bit % 32) & 1;
}

/* A latch or a read of another vCPU takes some microseconds, unless it is scheduled out. */
#define LATCH_TRIES 10000

uint32_t abi_latch(unsigned int slot, uint32_t *flags)
{
	struct abi_regs r = query(KVM_EXITMETER_LEAF_LATCH, slot);
	unsigned int i;

	for (i = 1; i < LATCH_TRIES && !r.eax && r.ecx == KVM_EXITMETER_LATCH_BUSY; i++) {
		sched_yield();
		r = query(KVM_EXITMETER_LEAF_LATCH, slot);
	}
	if (flags)
		*flags = r.ecx;
	return r.eax;
}

struct abi_pair abi_read(unsigned int vcpu, unsigned int slot,
			 unsigned int field, unsigned int index)
{
	struct abi_regs r = query(KVM_EXITMETER_LEAF_READ,
				  KVM_EXITMETER_READ(vcpu, slot, field, index));

	return (struct abi_pair) {
		.first = (uint64_t)r.ebx << 32 | r.eax,
		.second = (uint64_t)r.edx << 32 | r.ecx,
	};
}

struct abi_regs abi_classic(uint32_t leaf, uint32_t reason)
{
	return query(leaf, reason);
}

unsigned long abi_queries(void)
{
	return queries;
}
