/* SPDX-License-Identifier: GPL-2.0 */
/* What the kernel's header of this name gives, as far as the ledger needs it. */
#ifndef UNIT_KERNEL_LINUX_TYPES_H
#define UNIT_KERNEL_LINUX_TYPES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
/* User space's own, for libc's headers that include it: from glibc 2.41 on <sched.h> does. */
#include_next <linux/types.h>

/* As the kernel's, whose 64-bit type is long long. */
typedef uint8_t u8;
typedef uint16_t u16;
typedef uint32_t u32;
typedef unsigned long long u64;
typedef long long s64;

#endif
