/* SPDX-License-Identifier: GPL-2.0 */
/* What the kernel's header of this name gives on x86, as far as the ledger needs it. */
#ifndef UNIT_KERNEL_ASM_BARRIER_H
#define UNIT_KERNEL_ASM_BARRIER_H

/* The hardware keeps loads in order, and stores; the compiler is told to. */
#define smp_rmb() __asm__ volatile("" : : : "memory")
#define smp_wmb() __asm__ volatile("" : : : "memory")
#define rmb() __asm__ volatile("lfence" : : : "memory")

#endif
