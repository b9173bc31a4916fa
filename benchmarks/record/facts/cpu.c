// SPDX-License-Identifier: GPL-2.0
#include "cpu.h"

#include <string.h>

/*
 * Revisions of microcode: without one Linux takes Haswell and Skylake for such whose timer of
 * the local APIC can't be set to a TSC. These are of updates that Intel has published.
 *
 * What KVM makes of a CPU is what the reference run found; what a CPU has but the
 * emulator has not (AVIC and vGIF of Zen, for two) counts as lacking.
 */
const struct cpu cpus_intel[] = {
	{
		.name = "sapphire-rapids",
		.summary = "Xeon w9-3475X, 2023",
		.model = "sapphire_rapids",
		.microcode = 0x2b000603,
		.family = 6, .number = 143,
		.has = "kvm_intel.flexpriority kvm_intel.enable_apicv",
		.has_before_linux_7 = "kvm_intel.preemption_timer",
		.has_tdp = "kvm_intel.unrestricted_guest kvm_intel.eptad kvm_intel.pml",
		.lacks = "kvm.nx_huge_pages",
	},
	{
		.name = "sandy-bridge",
		.summary = "Core i7-2600K, 2011",
		.model = "corei7_sandy_bridge_2600k",
		.family = 6, .number = 42,
		.has = "kvm.nx_huge_pages kvm_intel.flexpriority kvm_intel.preemption_timer",
		.has_tdp = "kvm_intel.unrestricted_guest",
		.lacks = "kvm_intel.enable_apicv kvm_intel.eptad kvm_intel.pml",
	},
	{
		.name = "ivy-bridge",
		.summary = "Core i7-3770K, 2012",
		.model = "corei7_ivy_bridge_3770k",
		.family = 6, .number = 58,
		.has = "kvm.nx_huge_pages kvm_intel.flexpriority kvm_intel.preemption_timer",
		.has_tdp = "kvm_intel.unrestricted_guest",
		.lacks = "kvm_intel.enable_apicv kvm_intel.eptad kvm_intel.pml",
	},
	{
		.name = "haswell",
		.summary = "Core i7-4770, 2013",
		.model = "corei7_haswell_4770",
		.microcode = 0x28,
		.family = 6, .number = 60,
		.has = "kvm.nx_huge_pages kvm_intel.flexpriority kvm_intel.preemption_timer",
		.has_tdp = "kvm_intel.unrestricted_guest kvm_intel.eptad",
		.lacks = "kvm_intel.enable_apicv kvm_intel.pml",
	},
	{
		.name = "broadwell",
		.summary = "Core M-5Y70, 2014",
		.model = "broadwell_ult",
		.microcode = 0x2f,
		.family = 6, .number = 61,
		.has = "kvm.nx_huge_pages kvm_intel.flexpriority kvm_intel.preemption_timer",
		.has_tdp = "kvm_intel.unrestricted_guest kvm_intel.eptad",
		.lacks = "kvm_intel.enable_apicv",
	},
	{
		.name = "skylake",
		.summary = "Core i7-7800X, 2017",
		.model = "corei7_skylake_x",
		.microcode = 0x02006e05,
		.family = 6, .number = 85,
		.has = "kvm.nx_huge_pages kvm_intel.flexpriority kvm_intel.enable_apicv",
		.has_before_linux_7 = "kvm_intel.preemption_timer",
		.has_tdp = "kvm_intel.unrestricted_guest kvm_intel.eptad kvm_intel.pml",
		.lacks = "",
	},
	{
		.name = "ice-lake",
		.summary = "Core i7-1065G7, 2019",
		.model = "corei7_icelake_u",
		.microcode = 0xc6,
		.family = 6, .number = 126,
		.has = "kvm.nx_huge_pages kvm_intel.flexpriority kvm_intel.enable_apicv",
		.has_before_linux_7 = "kvm_intel.preemption_timer",
		.has_tdp = "kvm_intel.unrestricted_guest kvm_intel.eptad kvm_intel.pml",
		.lacks = "",
	},
	{
		.name = "tiger-lake",
		.summary = "Core i5-1135G7, 2020",
		.model = "tigerlake",
		.microcode = 0xbc,
		.family = 6, .number = 140,
		.has = "kvm_intel.flexpriority kvm_intel.enable_apicv",
		.has_before_linux_7 = "kvm_intel.preemption_timer",
		.has_tdp = "kvm_intel.unrestricted_guest kvm_intel.eptad kvm_intel.pml",
		.lacks = "kvm.nx_huge_pages",
	},
	{
		.name = "arrow-lake",
		.summary = "Core Ultra 5 245K, 2024",
		.model = "arrow_lake",
		.microcode = 0x118,
		.family = 6, .number = 198,
		.has = "kvm_intel.flexpriority kvm_intel.enable_apicv",
		.has_before_linux_7 = "kvm_intel.preemption_timer",
		.has_tdp = "kvm_intel.unrestricted_guest kvm_intel.eptad kvm_intel.pml",
		.lacks = "kvm.nx_huge_pages",
	},
	{ .name = NULL },
};

const struct cpu cpus_amd[] = {
	{
		.name = "zen",
		.summary = "Ryzen 7 1700, 2017",
		.model = "ryzen",
		.family = 23, .number = 1,
		.has = "kvm_amd.nrips kvm_amd.lbrv kvm_amd.pause_filter_count",
		.has_tdp = "",
		.lacks = "kvm.nx_huge_pages kvm_amd.avic kvm_amd.vgif kvm_amd.vls "
			 "kvm_amd.tsc_scaling kvm_amd.vnmi kvm_amd.pause_filter_thresh",
	},
	{ .name = NULL },
};

/* Whatever QEMU's version makes of it, which is not said here. */
const struct cpu cpus_tcg[] = {
	{
		.name = "epyc",
		.summary = "QEMU's EPYC, with what of SVM its TCG has",
		.model = "EPYC,+svm,+npt",
		.family = 23, .number = 1,
		.has = "",
		.has_tdp = "",
		.lacks = "kvm.nx_huge_pages kvm_amd.avic",
	},
	{ .name = NULL },
};

const struct cpu *cpus_of_platform(const char *platform)
{
	static const struct {
		const char *platform;
		const struct cpu *cpus;
	} all[] = {
		{ "bochs-vmx", cpus_intel },
		{ "bochs-svm", cpus_amd },
		{ "tcg-svm", cpus_tcg },
	};
	size_t i;

	for (i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if (!strcmp(all[i].platform, platform))
			return all[i].cpus;
	return NULL;
}

const struct cpu *cpu_find(const struct cpu *cpus, const char *name)
{
	for (; cpus && cpus->name; cpus++)
		if (!strcmp(cpus->name, name))
			return cpus;
	return NULL;
}
