// SPDX-License-Identifier: GPL-2.0
/*
 * A meter that is not there, for tests of what is on the screen: in place of guest-agent/abi.c.
 * Each latch comes a second after the last one, so that every run shows the same figures.
 */
#include "meter/abi.h"

#include <stdlib.h>
#include <string.h>

#include "ledger/ledger.h"

#define REASONS		KVM_EXITMETER_VMX_REASONS
#define TSC_KHZ		2000000
#define SECOND		(TSC_KHZ * 1000ll)
#define VCPUS		2

/**
 * struct habit - of a vCPU, each second
 * @count: exits
 * @kernel: cycles for each of them
 * @user: likewise
 * @blocked: likewise
 */
static const struct habit {
	unsigned int reason;
	int64_t count[VCPUS];
	int64_t kernel;
	int64_t user;
	int64_t blocked;
} habits[] = {
	{ 12, { 250, 90 }, 4000, 0, 5000000 },
	{ 30, { 1200, 0 }, 2500, 60000, 0 },
	{ 48, { 800, 75000 }, 3000, 0, 0 },
	{ 10, { 40, 20 }, 1200, 0, 0 },
	{ 1, { 300, 280 }, 900, 0, 0 },
	{ 32, { 500, 400 }, 700, 0, 0 },
	{ 52, { 12, 7 }, 1500, 0, 0 },
};

static const struct {
	uint64_t key;
	int64_t share;		/* of its reason's exits, percent */
} keys[] = {
	{ KVM_EXITMETER_KEY(30, KVM_EXITMETER_KEY_PORT, 0xcf8 | 4 << 16), 60 },
	{ KVM_EXITMETER_KEY(30, KVM_EXITMETER_KEY_PORT, 0x3f8 | 1 << 16), 40 },
	{ KVM_EXITMETER_KEY(32, KVM_EXITMETER_KEY_MSR, 0x6e0 | 1ull << 32), 100 },
	{ KVM_EXITMETER_KEY(48, KVM_EXITMETER_KEY_FAULT, 1), 100 },
};

static int64_t now, slots[KVM_EXITMETER_SLOTS];
static uint32_t serial, serials[KVM_EXITMETER_SLOTS];
static unsigned long queries, latches;

static void ledger_at(struct ledger *l, int64_t seconds, unsigned int vcpu)
{
	struct ledger_row *row;
	int64_t busy = 0;
	size_t i;

	memset(l, 0, sizeof(*l));
	for (i = 0; i < sizeof(habits) / sizeof(habits[0]); i++) {
		row = &l->rows[habits[i].reason];
		row->count = habits[i].count[vcpu] * seconds;
		row->kernel = row->count * habits[i].kernel;
		row->user = row->count * habits[i].user;
		row->blocked = row->count * habits[i].blocked;
		row->max = habits[i].kernel * 7;
		l->exits += row->count;
		l->kernel += row->kernel;
		l->user += row->user;
		l->blocked += row->blocked;
		busy += row->kernel + row->user + row->blocked;
	}
	l->kvm_exits = l->exits;
	l->wall = seconds * SECOND;
	l->guest = l->wall - busy;
}

static void vm_at(struct ledger *l, int64_t seconds, unsigned int vcpu)
{
	struct ledger one;
	unsigned int i;

	if (vcpu < VCPUS) {
		ledger_at(l, seconds, vcpu);
		return;
	}
	memset(l, 0, sizeof(*l));
	for (i = 0; i < VCPUS; i++) {
		ledger_at(&one, seconds, i);
		one.nr_rows = REASONS + KVM_EXITMETER_ROW_NR;
		ledger_add(l, &one);
	}
}

enum abi_presence abi_presence(char hypervisor[13])
{
	strcpy(hypervisor, "KVMKVMKVM");
	return ABI_PRESENT;
}

void abi_info(struct abi_info *info)
{
	queries += 2;
	*info = (struct abi_info) {
		.version = KVM_EXITMETER_ABI_VERSION, .vendor = KVM_EXITMETER_VENDOR_VMX,
		.paging = KVM_EXITMETER_PAGING_TDP, .nr_reasons = REASONS,
		.nr_rows = REASONS + KVM_EXITMETER_ROW_NR, .nr_vcpus = VCPUS,
		.features = KVM_EXITMETER_FEATURE_MAX | KVM_EXITMETER_FEATURE_KEYS,
		.nr_slots = KVM_EXITMETER_SLOTS, .tsc_khz = TSC_KHZ, .generation = 1, .edition = 1,
	};
}

bool abi_reason_bit(uint32_t what, unsigned int reason)
{
	(void)what;
	return kvm_exitmeter_defined(KVM_EXITMETER_VENDOR_VMX, reason);
}

uint32_t abi_latch(unsigned int slot, uint32_t *flags)
{
	queries++;
	/* The empty windows at first last no time. */
	if (++latches > 6)
		now++;
	slots[slot] = now;
	serials[slot] = ++serial;
	if (flags)
		*flags = 0;
	return serial;
}

static struct abi_pair summary(const struct ledger *l, unsigned int slot, unsigned int index)
{
	switch (index) {
	case KVM_EXITMETER_SUM_EXITS_KERNEL:
		return (struct abi_pair) { l->exits, l->kernel };
	case KVM_EXITMETER_SUM_USER_BLOCKED:
		return (struct abi_pair) { l->user, l->blocked };
	case KVM_EXITMETER_SUM_OFFCPU_GUEST:
		return (struct abi_pair) { l->offcpu, l->guest };
	case KVM_EXITMETER_SUM_STARTUP_WALL:
		return (struct abi_pair) { l->startup, l->wall };
	case KVM_EXITMETER_SUM_STATS:
		return (struct abi_pair) { l->bus_lock, l->kvm_exits };
	case KVM_EXITMETER_SUM_STAMP:
		return (struct abi_pair) { serials[slot], slots[slot] * SECOND };
	}
	return (struct abi_pair) { 0, 0 };
}

static struct abi_pair nonzero(const struct ledger *l, unsigned int index)
{
	struct abi_pair p = { 0, 0 };
	unsigned int i;

	for (i = 0; i < REASONS && !index; i++)
		if (!ledger_row_is_zero(&l->rows[i]))
			*(i < 64 ? &p.first : &p.second) |= 1ull << (i % 64);
	return p;
}

static struct abi_pair key_charge(const struct ledger *l, unsigned int index)
{
	const struct ledger_row *row = &l->rows[KVM_EXITMETER_KEY_ROW(keys[index].key)];

	return (struct abi_pair) {
		row->count * keys[index].share / 100, row->kernel * keys[index].share / 100,
	};
}

struct abi_pair abi_read(unsigned int vcpu, unsigned int slot, unsigned int field,
			 unsigned int index)
{
	static struct ledger l;

	queries++;
	vm_at(&l, slots[slot], vcpu);
	switch (field) {
	case KVM_EXITMETER_FIELD_COUNT_KERNEL:
		return (struct abi_pair) { l.rows[index].count, l.rows[index].kernel };
	case KVM_EXITMETER_FIELD_USER_BLOCKED:
		return (struct abi_pair) { l.rows[index].user, l.rows[index].blocked };
	case KVM_EXITMETER_FIELD_OFFCPU_MAX:
		return (struct abi_pair) { l.rows[index].offcpu, l.rows[index].max };
	case KVM_EXITMETER_FIELD_SUMMARY:
		if (index == KVM_EXITMETER_SUM_KEYS)
			return (struct abi_pair) { sizeof(keys) / sizeof(keys[0]), 1024 };
		return summary(&l, slot, index);
	case KVM_EXITMETER_FIELD_NONZERO:
		return nonzero(&l, index);
	case KVM_EXITMETER_FIELD_KEY:
		return (struct abi_pair) { keys[index].key, 0 };
	case KVM_EXITMETER_FIELD_KEY_COUNT_KERNEL:
		return key_charge(&l, index);
	}
	return (struct abi_pair) { 0, 0 };
}

/* Of edition 1, after a second. */
struct abi_regs abi_classic(uint32_t leaf, uint32_t reason)
{
	static struct ledger l;
	int64_t exits, cycles;

	if (leaf == KVM_EXITMETER_LEAF_REASON &&
	    !kvm_exitmeter_defined(KVM_EXITMETER_VENDOR_VMX, reason))
		return (struct abi_regs) { .edx = KVM_EXITMETER_UNDEFINED };
	vm_at(&l, 1, VCPUS);
	exits = leaf == KVM_EXITMETER_LEAF_TOTAL ? l.exits : l.rows[reason].count;
	cycles = leaf == KVM_EXITMETER_LEAF_TOTAL ? l.kernel : l.rows[reason].kernel;
	return (struct abi_regs) { exits, cycles >> 32, cycles, exits >> 32 };
}

unsigned long abi_queries(void)
{
	return queries;
}
