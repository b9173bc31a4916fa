/* SPDX-License-Identifier: GPL-2.0 */
/* The CPUs that an emulated platform can play. */
#ifndef RECORD_CPU_H
#define RECORD_CPU_H

#include <stddef.h>

/**
 * struct cpu - one of them
 * @name: in matrices and records
 * @summary: a few words for readers
 * @model: what the emulator calls it
 * @microcode: revision that it tells in IA32_BIOS_SIGN_ID[63:32]; 0 if the emulator has that
 *	MSR not, or is to keep its own
 * @family: as CPUID tells it, and Linux in /proc/cpuinfo
 * @number: the model's, likewise
 * @has: parameters of KVM that are on there, whatever the paging mode; words
 * @has_before_linux_7: those that are on there with older kernels; NULL: none. Linux 7 sets the
 *	VMX-preemption timer to less than 2^25 ticks of the core crystal clock, by CPUID leaf
 *	0x15, and does without if that is too few (vmx.c, vmx_setup_preemption_timer()): the
 *	emulator's crystal is its TSC
 * @has_tdp: those that are on with two-dimensional paging
 * @lacks: those that can't be on, for the CPU has not what they need
 *
 * A parameter is named as below /sys/module: module.parameter. On is Y, or a number but 0.
 */
struct cpu {
	const char *name;
	const char *summary;
	const char *model;
	unsigned int microcode;
	int family;
	int number;
	const char *has;
	const char *has_before_linux_7;
	const char *has_tdp;
	const char *lacks;
};

/* By platform, the default first, ended by a NULL name. */
extern const struct cpu cpus_intel[];
extern const struct cpu cpus_amd[];
extern const struct cpu cpus_tcg[];

/* cpus_of_platform - Return: NULL if it has that of the machine that it runs on. */
const struct cpu *cpus_of_platform(const char *platform);

/* cpu_find - by name, in one of these; NULL if there is none. */
const struct cpu *cpu_find(const struct cpu *cpus, const char *name);

#endif
