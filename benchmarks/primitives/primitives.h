/* SPDX-License-Identifier: GPL-2.0 */
/*
 * An exit primitive: the least that a guest can do to make a hypervisor exit
 * for one particular reason.
 */
#ifndef EXIT_PRIMITIVES_H
#define EXIT_PRIMITIVES_H

#include <linux/hrtimer.h>
#include <linux/types.h>
#include <linux/version.h>
#include <asm/msr.h>
#include <asm/tsc.h>

/* By the names that later kernels have. */
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 16, 0)
#include <asm/cpuid/api.h>
#else
#include <asm/processor.h>
#define rdmsrq		rdmsrl
#define rdmsrq_safe	rdmsrl_safe
#endif
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 13, 0)
#define hrtimer_setup(timer, handler, clock, mode)	do {	\
	hrtimer_init(timer, clock, mode);			\
	(timer)->function = (handler);				\
} while (0)
#endif

/* So many can be timed in one run. */
#define MAX_SAMPLES	65536

/**
 * struct primitive - one way out of the guest
 * @name: as given to /proc/exit-primitives
 * @description: one line for readers
 * @prepare: make ready for that many executions; NULL if there is nothing to
 *	do.  -EOPNOTSUPP if this machine does not have what it takes.
 * @once: execute number @i, and return its cycles.  Called with preemption and
 *	interrupts off, all on one CPU; leaves them off.
 * @finish: undo @prepare after it succeeded; NULL if there is nothing to do
 *
 * One primitive runs at a time.
 */
struct primitive {
	const char *name;
	const char *description;
	int (*prepare)(unsigned int n);
	u64 (*once)(unsigned int i);
	void (*finish)(void);
};

/* Each is a list of a kind, with an entry without a name at its end. */
extern const struct primitive instruction_primitives[];
extern const struct primitive device_primitives[];
extern const struct primitive fault_primitives[];
extern const struct primitive wakeup_primitives[];
extern const struct primitive meter_primitives[];

/* Give back the pages that were touched; see fault.c. */
void fault_release(void);

/*
 * The cycles of a statement: the time from before it to after it, in order.
 * Reading the clock is a part of them: see the primitive "nothing".
 */
#define timed(statement) ({			\
	u64 __begin = rdtsc_ordered();		\
						\
	statement;				\
	rdtsc_ordered() - __begin;		\
})

#endif
