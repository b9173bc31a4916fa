/* SPDX-License-Identifier: GPL-2.0 */
/* CPUID with its raw registers: at CPL 3, and at CPL 0 on a CPU of one's choice. */
#ifndef CONFORMANCE_CPUID_H
#define CONFORMANCE_CPUID_H

#include "meter/abi.h"

/* Who executes CPUID: this program, or else the kernel on the CPU of that number. */
#define AT_CPL3		(-1)

/* At CPL 0 the file's offset is the subleaf, and it must not be negative. */
#define MAX_CPL0_SUBLEAF 0x7fffffffu

/**
 * cpuid_raw - CPUID by this program, with poisoned registers
 * @leaf: EAX
 * @subleaf: ECX
 *
 * The check fails if a register that CPUID must set has kept its poison: EBX
 * and EDX, and the upper halves of all four.
 */
struct abi_regs cpuid_raw(uint32_t leaf, uint32_t subleaf);

/**
 * cpuid_at - CPUID by this program or by the kernel
 * @who: AT_CPL3, or the number of a CPU on which the kernel executes it
 *
 * The check fails if the kernel's file can't be read.
 */
struct abi_regs cpuid_at(int who, uint32_t leaf, uint32_t subleaf);

/* One pair from a slot, as abi_read(), for any values. */
struct abi_pair cpuid_read(int who, unsigned int vcpu, unsigned int slot,
			   unsigned int field, unsigned int index);

/* cpuid_latch - latch a slot; returns its serial number */
uint32_t cpuid_latch(unsigned int slot);

/* AuthenticAMD or HygonGenuine, whose unknown leaves are zeros. */
bool cpuid_is_amd(void);

/**
 * cpuid_unmetered - what an unpatched KVM has for a leaf that nobody defines
 * @who: as for cpuid_at()
 *
 * Zeros on AMD, on Intel the data of the highest basic leaf, of the same subleaf.
 */
struct abi_regs cpuid_unmetered(int who, uint32_t subleaf);

/* The row of exits by CPUID, and of those by HLT. */
unsigned int cpuid_row(const struct abi_info *info);
unsigned int cpuid_hlt_row(const struct abi_info *info);

#endif
