/* SPDX-License-Identifier: GPL-2.0 */
/* The TSC is what the test makes of it. */
#ifndef UNIT_KERNEL_ASM_TSC_H
#define UNIT_KERNEL_ASM_TSC_H

#include <linux/types.h>

u64 test_rdtsc(void);
u64 test_rdtsc_ordered(void);

#define rdtsc() test_rdtsc()
#define rdtsc_ordered() test_rdtsc_ordered()

#endif
