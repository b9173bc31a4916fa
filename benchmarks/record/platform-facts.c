// SPDX-License-Identifier: GPL-2.0
#include "platform-facts.h"

#include <stddef.h>
#include <string.h>

static const struct platform_facts platforms[] = {
	{
		.name = "bochs-vmx",
		.text = "Bochs emulates an Intel CPU with VMX and EPT; one cycle is one "
			"instruction, and equal runs are equal to the last cycle. On it L1, the "
			"Linux with the patched KVM, boots anew for each cell.",
		.cycle = "an instruction",
		.is_instruction = true,
		.is_exact = true,
		.limits = {
			"**A cycle is an instruction.** The numbers are exact about how often "
			"something happens and how many instructions KVM, QEMU and the guest "
			"execute for it. They are blind to what hardware charges beside: the "
			"world switch of a VM exit and entry itself (about a thousand cycles on "
			"real CPUs), TLB misses, and cache misses.",
			"**What speaks for shadow paging on hardware is not here.** With nested "
			"paging a TLB miss walks two page tables, up to 24 references; here that "
			"costs nothing. A large working set that misses the TLB would be slower "
			"with nested paging, and does not show.",
			"**Blocked time is emulated waiting**: for a timer or for the emulated "
			"disk, whose speed is not that of a real one. Compare busy cycles, the "
			"window less blocked.",
			"**One CPU.** Costs that come with concurrency, above all contention for "
			"the lock of the shadow page tables and flushes on other CPUs, are "
			"absent. And QEMU's thread for disks has to run on it as well: most of what "
			"is charged to offcpu is that, and would pass beside the guest on a machine "
			"with two.",
		},
	},
	{
		.name = "tcg-svm",
		.text = "QEMU's TCG emulates an AMD CPU with SVM and NPT; its clock is the "
			"host's. On it L1, the Linux with the patched KVM, boots anew for each cell.",
		.cycle = "a tick of the host's clock",
		.limits = {
			"**A cycle is a tick of the host's clock.** Cycles are the time that emulating "
			"took on a machine that did other things as well: trust counts, and of "
			"cycles large ratios only.",
			"**Runs differ**: trust differences that are well above the spread between "
			"seeds.",
			"**Blocked time is emulated waiting**, not that of a real disk.",
		},
	},
	{
		.name = "tcg-svm-icount",
		.text = "QEMU's TCG emulates an AMD CPU with SVM and NPT; one cycle is one "
			"instruction. On it L1, the Linux with the patched KVM, boots anew for "
			"each cell.",
		.cycle = "an instruction",
		.is_instruction = true,
		.limits = {
			"**A cycle is an instruction**, as far as TCG can tell: world switches, TLB "
			"misses and cache misses cost nothing.",
			"**Runs differ a little**: disks answer by the host's clock, and after how "
			"many instructions that is differs. Exits and kernel cycles repeat to 0.3 %, "
			"to some 2 % where the workload is about disks.",
			"**When L1 waits, its clock jumps**: compare kernel and guest cycles. The "
			"accounts user and blocked, and with them busy cycles and the window, "
			"hold jumps.",
			"**One thread runs all CPUs of L1** in turn: vCPUs never run at the same "
			"time.",
			"**Blocked time is emulated waiting**, not that of a real disk.",
		},
	},
	{
		.name = "nested",
		.text = "L1, the Linux with the patched KVM, boots anew for each cell as a guest "
			"of this machine's KVM, and has the CPU's own virtualisation from it.",
		.cycle = "a cycle of the CPU, in a guest",
		.has_hardware = true,
		.limits = {
			"**Every cycle of L1 is that of a guest.** What L1's KVM does with VMX or "
			"SVM exits to the KVM below, which costs thousands of cycles that a KVM "
			"on bare hardware does not pay, and they are charged to L1's exits. "
			"Compare the modes and the workloads, not these cycles with others'.",
			"**Nested paging has one level more**: the tables of L1's KVM are "
			"themselves shadowed by the KVM below.",
			"**Runs differ**: trust differences that are well above the spread between "
			"seeds.",
		},
	},
	{
		.name = "host",
		.text = "The meter's modules replaced those of this machine's kernel while a cell "
			"ran; there is no L1.",
		.cycle = "a cycle of the CPU",
		.has_hardware = true,
		.limits = {
			"**Cycles are the CPU's own**, at whatever its frequency was against the "
			"time stamp counter, with what else the machine did meanwhile.",
			"**Runs differ**: trust differences that are well above the spread between "
			"seeds.",
			"**Files of L2 may be in the host's page cache**, more of them with each "
			"cell.",
		},
	},
};

static const struct platform_facts unknown = {
	.name = "unknown",
	.text = "A platform that this program has no description of.",
	.cycle = "unknown",
	.limits = { "Nothing is known of what this platform's cycles are." },
};

const struct platform_facts *platform_facts(const char *name)
{
	size_t i;

	for (i = 0; i < sizeof(platforms) / sizeof(platforms[0]); i++)
		if (!strcmp(platforms[i].name, name))
			return &platforms[i];
	return &unknown;
}
