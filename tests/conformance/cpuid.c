// SPDX-License-Identifier: GPL-2.0
#include "cpuid.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "check.h"

/* No value of the ABI looks like these: counts are small, times' upper halves too. */
#define POISON_LOW_B	0xb5eb5eb5u
#define POISON_LOW_D	0xd5ed5ed5u
#define POISON_HIGH	0xa5a5a5a500000000u

#define MAX_CPUS	16

struct abi_regs cpuid_raw(uint32_t leaf, uint32_t subleaf)
{
	uint64_t a = POISON_HIGH | leaf, b = POISON_HIGH | POISON_LOW_B;
	uint64_t c = POISON_HIGH | subleaf, d = POISON_HIGH | POISON_LOW_D;

	__asm__ volatile("cpuid" : "+a" (a), "+b" (b), "+c" (c), "+d" (d) : : "memory");
	if ((a | b | c | d) >> 32)
		fail("CPUID %08x, ECX %08x: upper halves left as they were: %08x %08x %08x %08x",
		     leaf, subleaf, (unsigned int)(a >> 32), (unsigned int)(b >> 32),
		     (unsigned int)(c >> 32), (unsigned int)(d >> 32));
	if (b == POISON_LOW_B || d == POISON_LOW_D)
		fail("CPUID %08x, ECX %08x: %s is left as it was", leaf, subleaf,
		     b == POISON_LOW_B ? "EBX" : "EDX");
	return (struct abi_regs) { .eax = a, .ebx = b, .ecx = c, .edx = d };
}

static int open_cpu(int cpu)
{
	static int fds[MAX_CPUS];	/* 0: not opened yet */
	char path[32];

	if (cpu >= MAX_CPUS)
		return -1;
	if (fds[cpu] <= 0) {
		snprintf(path, sizeof(path), "/dev/cpu/%d/cpuid", cpu);
		fds[cpu] = open(path, O_RDONLY | O_CLOEXEC);
		if (fds[cpu] < 0)
			fail("open %s: %s", path, strerror(errno));
	}
	return fds[cpu];
}

struct abi_regs cpuid_at(int who, uint32_t leaf, uint32_t subleaf)
{
	struct abi_regs r = { 0 };
	int fd;

	if (who == AT_CPL3)
		return cpuid_raw(leaf, subleaf);
	fd = open_cpu(who);
	if (fd >= 0 && pread(fd, &r, sizeof(r), (off_t)subleaf << 32 | leaf) != sizeof(r))
		fail("CPUID %08x, ECX %08x in the kernel on CPU %d: %s", leaf, subleaf, who,
		     strerror(errno));
	return r;
}

struct abi_pair cpuid_read(int who, unsigned int vcpu, unsigned int slot,
			   unsigned int field, unsigned int index)
{
	struct abi_regs r = cpuid_at(who, KVM_EXITMETER_LEAF_READ,
				     KVM_EXITMETER_READ(vcpu, slot, field, index));

	return (struct abi_pair) {
		.first = (uint64_t)r.ebx << 32 | r.eax,
		.second = (uint64_t)r.edx << 32 | r.ecx,
	};
}

uint32_t cpuid_latch(unsigned int slot)
{
	struct abi_regs r;

	/* Another process may be at the slot; ABI.md says to try again. */
	do
		r = cpuid_raw(KVM_EXITMETER_LEAF_LATCH, slot);
	while (!r.eax && r.ecx == KVM_EXITMETER_LATCH_BUSY && !sched_yield());
	return r.eax;
}

bool cpuid_is_amd(void)
{
	struct abi_regs r = cpuid_raw(0, 0);
	const uint32_t name[3] = { r.ebx, r.edx, r.ecx };

	return !memcmp(name, "AuthenticAMD", 12) || !memcmp(name, "HygonGenuine", 12);
}

struct abi_regs cpuid_unmetered(int who, uint32_t subleaf)
{
	static uint32_t highest;	/* 0: not asked yet */

	if (!highest)
		highest = cpuid_raw(0, 0).eax;
	if (cpuid_is_amd())
		return (struct abi_regs) { 0 };
	return cpuid_at(who, highest, subleaf);
}

unsigned int cpuid_row(const struct abi_info *info)
{
	return info->vendor == KVM_EXITMETER_VENDOR_VMX ? 10 : 0x72;
}

unsigned int cpuid_hlt_row(const struct abi_info *info)
{
	return info->vendor == KVM_EXITMETER_VENDOR_VMX ? 12 : 0x78;
}
