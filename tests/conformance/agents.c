// SPDX-License-Identifier: GPL-2.0
#include "agents.h"

#include <inttypes.h>
#include <string.h>

#include "check.h"
#include "cpuid.h"
#include "laws.h"
#include "meter/slot.h"
#include "worker.h"

/* Filled in by each check, before it starts another process. */
static struct abi_info info;

static void latch_slot_0(struct shared *shared)
{
	shared->value = cpuid_latch(0);
}

void agents_stale(void)
{
	static struct ledger l;
	struct worker other;
	uint32_t serial;

	abi_info(&info);
	serial = cpuid_latch(0);
	worker_start(&other, ANY_CPU, latch_slot_0);
	slot_read(&l, &info, 0, KVM_EXITMETER_ALL_VCPUS);
	worker_stop(&other);
	want_that(l.serial != serial, "slot 0 was latched again and has the same serial number");
}

/* Whenever the serial number is the latch's, the ledger is that latch's, whole. */
void agents_same_slot(void)
{
	unsigned int i, good = 0, stale = 0;
	static struct ledger l, last;
	struct worker other;
	uint32_t serial;

	abi_info(&info);
	memset(&last, 0, sizeof(last));
	worker_start(&other, cpus_online() > 1 ? 1 : ANY_CPU, latch_slot_0);
	pin(cpus_online() > 1 ? 0 : ANY_CPU);
	for (i = 0; i < 100; i++) {
		serial = cpuid_latch(0);
		slot_read(&l, &info, 0, KVM_EXITMETER_ALL_VCPUS);
		if (l.serial != serial) {
			stale++;
			continue;
		}
		good++;
		laws_check(&l, info.nr_vcpus - 1, "copy with the latch's serial number");
		if (last.nr_rows)
			laws_forward(&l, &last, "copy with the latch's serial number");
		last = l;
	}
	pin(ANY_CPU);
	note("%" PRIu64 " latches by the other process, %u ledgers good, %u noticed as stale",
	     worker_stop(&other), good, stale);
}

/* One piece of an agent's work, in a slot of its own. */
static void latch_slot_1(struct shared *shared)
{
	static struct ledger l;
	uint32_t serial = cpuid_latch(1);

	want_that(serial > shared->value, "serial number %#x after %#llx", serial,
		  (unsigned long long)shared->value);
	shared->value = serial;
	slot_read(&l, &info, 1, KVM_EXITMETER_ALL_VCPUS);
	want(l.serial, serial, "serial number in slot 1");
	laws_check(&l, info.nr_vcpus - 1, "slot 1");
}

void agents_own_slots(void)
{
	static struct ledger l;
	struct worker other;
	unsigned int i;

	abi_info(&info);
	worker_start(&other, cpus_online() > 1 ? 1 : ANY_CPU, latch_slot_1);
	pin(cpus_online() > 1 ? 0 : ANY_CPU);
	for (i = 0; i < 100; i++)
		laws_latch(&l, &info, 0);
	pin(ANY_CPU);
	note("%" PRIu64 " ledgers were read by the other process", worker_stop(&other));
}
