/* SPDX-License-Identifier: GPL-2.0 */
/* In BPF as in user space. */
#ifndef EXITMETER_EXIT_BY_H
#define EXITMETER_EXIT_BY_H

/* What exits are told apart by, beside their reason. */
enum exit_by {
	EXIT_BY_USERSPACE,	/* KVM_EXIT_*, always kept; if KVM_RUN failed, minus the error */
	EXIT_BY_RIP,		/* the guest's instruction pointer */
	EXIT_BY_MODE,		/* half of the address space that it is in: 1, the upper */
	EXIT_BY_LEAF,		/* of CPUID: EAX, and ECX in the upper half */
	EXIT_BY_PORT,		/* and bit 16 for a write */
	EXIT_BY_MSR,		/* and bit 32 for a write */
	EXIT_BY_PAGE,		/* address of a page fault's or an MMIO's page */
	EXIT_BY_NR,
};

#endif
