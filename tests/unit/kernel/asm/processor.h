/* SPDX-License-Identifier: GPL-2.0 */
/* What the kernel's header of this name gives, as far as the ledger needs it. */
#ifndef UNIT_KERNEL_ASM_PROCESSOR_H
#define UNIT_KERNEL_ASM_PROCESSOR_H

#define cpu_relax() __asm__ volatile("pause" : : : "memory")

#endif
