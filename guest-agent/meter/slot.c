// SPDX-License-Identifier: GPL-2.0
#include "slot.h"

#include <string.h>

#include "ledger/row.h"

/* A hypervisor may say anything: more than can be is the most that can be. */
static struct abi_pair read_values(unsigned int vcpu, unsigned int slot, unsigned int field,
				   unsigned int index)
{
	struct abi_pair p = abi_read(vcpu, slot, field, index);

	return (struct abi_pair) {
		.first = p.first > VALUE_MAX ? VALUE_MAX : p.first,
		.second = p.second > VALUE_MAX ? VALUE_MAX : p.second,
	};
}

static void read_row(struct ledger_row *row, unsigned int slot, unsigned int vcpu,
		     unsigned int index)
{
	struct abi_pair p;

	p = read_values(vcpu, slot, KVM_EXITMETER_FIELD_COUNT_KERNEL, index);
	row->count = p.first;
	row->kernel = p.second;
	p = read_values(vcpu, slot, KVM_EXITMETER_FIELD_USER_BLOCKED, index);
	row->user = p.first;
	row->blocked = p.second;
	p = read_values(vcpu, slot, KVM_EXITMETER_FIELD_OFFCPU_MAX, index);
	row->offcpu = p.first;
	row->max = p.second;
}

static void read_rows(struct ledger *l, unsigned int slot, unsigned int vcpu)
{
	unsigned int i, bit;
	struct abi_pair p = { 0 };

	for (i = 0; i < l->nr_rows; i++) {
		bit = i % KVM_EXITMETER_BITS_PER_READ;
		if (!bit)
			p = abi_read(vcpu, slot, KVM_EXITMETER_FIELD_NONZERO,
				     i / KVM_EXITMETER_BITS_PER_READ);
		if ((bit < 64 ? p.first >> bit : p.second >> (bit - 64)) & 1)
			read_row(&l->rows[i], slot, vcpu, i);
	}
}

void slot_read(struct ledger *l, const struct abi_info *info, unsigned int slot,
	       unsigned int vcpu)
{
	const struct {
		unsigned int index;
		int64_t *first;
		int64_t *second;
	} sums[] = {
		{ KVM_EXITMETER_SUM_EXITS_KERNEL, &l->exits, &l->kernel },
		{ KVM_EXITMETER_SUM_USER_BLOCKED, &l->user, &l->blocked },
		{ KVM_EXITMETER_SUM_OFFCPU_GUEST, &l->offcpu, &l->guest },
		{ KVM_EXITMETER_SUM_STARTUP_WALL, &l->startup, &l->wall },
		{ KVM_EXITMETER_SUM_PSEUDO, &l->vmfail, &l->emulation },
		{ KVM_EXITMETER_SUM_FLAGGED, &l->failed_entry, &l->enclave },
		{ KVM_EXITMETER_SUM_STATS, &l->bus_lock, &l->kvm_exits },
		{ KVM_EXITMETER_SUM_CLAMPED, &l->negative, &l->clamped },
	};
	struct abi_pair p;
	size_t i;

	memset(l, 0, sizeof(*l));
	l->nr_reasons = info->nr_reasons;
	l->nr_rows = info->nr_rows;

	for (i = 0; i < sizeof(sums) / sizeof(sums[0]); i++) {
		p = read_values(vcpu, slot, KVM_EXITMETER_FIELD_SUMMARY, sums[i].index);
		*sums[i].first = p.first;
		*sums[i].second = p.second;
	}
	if (info->features & KVM_EXITMETER_FEATURE_COPIES)
		l->copy_exits = abi_read(vcpu, slot, KVM_EXITMETER_FIELD_SUMMARY,
					 KVM_EXITMETER_SUM_COPIES).first;
	read_rows(l, slot, vcpu);
	/* Last, so that the serial number tells if the slot was latched meanwhile. */
	p = abi_read(vcpu, slot, KVM_EXITMETER_FIELD_SUMMARY, KVM_EXITMETER_SUM_STAMP);
	l->serial = p.first;
	l->tsc = p.second;
}
