// SPDX-License-Identifier: GPL-2.0
/*
 * HLT until a timer: not a round trip, but how late the guest is. The time is
 * from the deadline that the guest programmed to its timer's handler.
 */
#include <linux/errno.h>
#include <linux/hrtimer.h>
#include <linux/irqflags.h>
#include <linux/ktime.h>
#include <asm/cpufeature.h>
#include <asm/msr.h>

#include "primitives.h"

/* Longer than KVM polls before it lets a halted vCPU's thread sleep: 200 us. */
#define DELAY_NS	300000

static struct hrtimer timer;
static u64 woken;

static enum hrtimer_restart note_time(struct hrtimer *t)
{
	WRITE_ONCE(woken, rdtsc_ordered());
	return HRTIMER_NORESTART;
}

static int make_timer(unsigned int n)
{
	if (!boot_cpu_has(X86_FEATURE_TSC_DEADLINE_TIMER))
		return -EOPNOTSUPP;
	hrtimer_setup(&timer, note_time, CLOCK_MONOTONIC, HRTIMER_MODE_REL_PINNED_HARD);
	return 0;
}

/*
 * The deadline is what the local APIC was told. Another timer, the tick say,
 * may come first: then the CPU halts once more, and by that time ours is what
 * it waits for. The register reads as 0 once the deadline has passed: on a slow
 * host that can be before the CPU halts, and a later one is tried.
 */
static u64 halt_until_woken(void)
{
	u64 deadline;

	do {
		rdmsrq(MSR_IA32_TSC_DEADLINE, deadline);
		safe_halt();
		local_irq_disable();
	} while (!READ_ONCE(woken));
	return deadline;
}

static u64 halt_once(unsigned int i)
{
	u64 deadline = 0, delay;

	for (delay = DELAY_NS; !deadline; delay *= 2) {
		WRITE_ONCE(woken, 0);
		hrtimer_start(&timer, ns_to_ktime(delay), HRTIMER_MODE_REL_PINNED_HARD);
		deadline = halt_until_woken();
	}
	return woken - deadline;
}

const struct primitive wakeup_primitives[] = {
	{
		.name = "hlt",
		.description = "HLT until a timer: cycles from its deadline to its handler",
		.prepare = make_timer,
		.once = halt_once,
	},
	{ }
};
