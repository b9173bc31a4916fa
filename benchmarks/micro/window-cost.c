// SPDX-License-Identifier: GPL-2.0
/*
 * workload-window-cost: what measuring costs, in exits: an empty window, and
 * reading one whole snapshot.
 *
 * The smallest of many attempts: an interrupt of the host is an exit as well,
 * but it does not come every time.
 *
 * usage: workload-window-cost
 */
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>

#include "meter/abi.h"
#include "meter/slot.h"

#define ATTEMPTS 20

enum { SNAPSHOT, BEGIN, END };

static uint64_t exits(unsigned int slot)
{
	return abi_read(KVM_EXITMETER_ALL_VCPUS, slot, KVM_EXITMETER_FIELD_SUMMARY,
			KVM_EXITMETER_SUM_EXITS_KERNEL).first;
}

static void nothing(const struct abi_info *info)
{
	(void)info;
}

static void read_snapshot(const struct abi_info *info)
{
	static struct ledger l;

	slot_read(&l, info, SNAPSHOT, KVM_EXITMETER_ALL_VCPUS);
}

/* The exits of a window with something inside. */
static uint64_t window(void (*inside)(const struct abi_info *info), const struct abi_info *info)
{
	uint64_t least = UINT64_MAX, n;
	int i;

	for (i = 0; i < ATTEMPTS; i++) {
		abi_latch(BEGIN, NULL);
		inside(info);
		abi_latch(END, NULL);
		n = exits(END) - exits(BEGIN);
		if (n < least)
			least = n;
	}
	return least;
}

int main(void)
{
	struct abi_info info;
	char hypervisor[13];
	uint64_t empty;

	if (abi_presence(hypervisor) != ABI_PRESENT) {
		fprintf(stderr, "workload-window-cost: no exit meter; see 'exitmeter info'\n");
		return 1;
	}
	abi_info(&info);
	if (!abi_latch(SNAPSHOT, NULL)) {
		fprintf(stderr, "workload-window-cost: latch: the host has no memory for it\n");
		return 1;
	}
	empty = window(nothing, &info);
	printf("window exits %" PRIu64 "\n", empty);
	printf("snapshot exits %" PRIu64 "\n", window(read_snapshot, &info) - empty);
	return 0;
}
