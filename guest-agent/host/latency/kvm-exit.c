// SPDX-License-Identifier: GPL-2.0
#include "kvm-exit.h"

#include <stdio.h>

/*
 * What x86 has of include/uapi/linux/kvm.h, which never
 * renumbers.
 */
static const char *const names[] = {
	[0] = "KVM_EXIT_UNKNOWN",
	[1] = "KVM_EXIT_EXCEPTION",
	[2] = "KVM_EXIT_IO",
	[3] = "KVM_EXIT_HYPERCALL",
	[4] = "KVM_EXIT_DEBUG",
	[5] = "KVM_EXIT_HLT",
	[6] = "KVM_EXIT_MMIO",
	[7] = "KVM_EXIT_IRQ_WINDOW_OPEN",
	[8] = "KVM_EXIT_SHUTDOWN",
	[9] = "KVM_EXIT_FAIL_ENTRY",
	[10] = "KVM_EXIT_INTR",
	[11] = "KVM_EXIT_SET_TPR",
	[12] = "KVM_EXIT_TPR_ACCESS",
	[16] = "KVM_EXIT_NMI",
	[17] = "KVM_EXIT_INTERNAL_ERROR",
	[19] = "KVM_EXIT_PAPR_HCALL",
	[24] = "KVM_EXIT_SYSTEM_EVENT",
	[26] = "KVM_EXIT_IOAPIC_EOI",
	[27] = "KVM_EXIT_HYPERV",
	[29] = "KVM_EXIT_X86_RDMSR",
	[30] = "KVM_EXIT_X86_WRMSR",
	[31] = "KVM_EXIT_DIRTY_RING_FULL",
	[32] = "KVM_EXIT_AP_RESET_HOLD",
	[33] = "KVM_EXIT_X86_BUS_LOCK",
	[34] = "KVM_EXIT_XEN",
	[37] = "KVM_EXIT_NOTIFY",
	[39] = "KVM_EXIT_MEMORY_FAULT",
};

void kvm_exit_name(uint32_t reason, char *text, size_t size)
{
	if (reason < sizeof(names) / sizeof(names[0]) && names[reason])
		snprintf(text, size, "%s", names[reason]);
	else
		snprintf(text, size, "KVM_EXIT %u", reason);
}
