/* SPDX-License-Identifier: GPL-2.0 */
/* What the kernel's header of this name gives, as far as the ledger needs it. */
#ifndef UNIT_KERNEL_LINUX_COMPILER_H
#define UNIT_KERNEL_LINUX_COMPILER_H

#define CONFIG_X86_64 1

#define asm __asm__	/* strict C11 has no such keyword */
#ifndef __always_inline
#define __always_inline inline __attribute__((always_inline))
#endif
#define __aligned(n) __attribute__((aligned(n)))
#define unlikely(x) __builtin_expect(!!(x), 0)

#define READ_ONCE(x) (*(const volatile __typeof__(x) *)&(x))
#define WRITE_ONCE(x, value) (*(volatile __typeof__(x) *)&(x) = (value))
#define OPTIMIZER_HIDE_VAR(var) __asm__("" : "=r" (var) : "0" (var))

#endif
