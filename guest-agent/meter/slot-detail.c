// SPDX-License-Identifier: GPL-2.0
#include "slot.h"

#include "ledger/row.h"

static int64_t value(uint64_t said)
{
	return said > VALUE_MAX ? VALUE_MAX : said;
}

static void read_buckets(int64_t *buckets, unsigned int slot, unsigned int row)
{
	unsigned int b, field;
	struct abi_pair p;

	for (b = 0; b < KVM_EXITMETER_BUCKETS; b += 2) {
		field = b < KVM_EXITMETER_BUCKETS / 2 ? KVM_EXITMETER_FIELD_BUCKETS_LOW :
							KVM_EXITMETER_FIELD_BUCKETS_HIGH;
		p = abi_read(KVM_EXITMETER_ALL_VCPUS, slot, field,
			     KVM_EXITMETER_BUCKET_INDEX(row, b));
		buckets[b] = value(p.first);
		buckets[b + 1] = value(p.second);
	}
}

static int read_keys(struct detail *d, unsigned int slot, unsigned int vcpu)
{
	struct abi_pair key, charge;
	unsigned int i;
	uint64_t nr;
	int err = 0;

	nr = abi_read(vcpu, slot, KVM_EXITMETER_FIELD_SUMMARY, KVM_EXITMETER_SUM_KEYS).first;
	/* More than that can't be asked for. */
	if (nr > KVM_EXITMETER_READ_INDEX(~0u) + 1)
		nr = KVM_EXITMETER_READ_INDEX(~0u) + 1;
	for (i = 0; i < nr && !err; i++) {
		key = abi_read(vcpu, slot, KVM_EXITMETER_FIELD_KEY, i);
		charge = abi_read(vcpu, slot, KVM_EXITMETER_FIELD_KEY_COUNT_KERNEL, i);
		err = detail_add_key(d, key.first, value(charge.first), value(charge.second));
	}
	return err;
}

/* How many there are by now; each has keys of its own. */
static int read_all_keys(struct detail *d, unsigned int slot)
{
	struct abi_info now;
	unsigned int vcpu;
	int err = 0;

	abi_info(&now);
	for (vcpu = 0; vcpu < now.nr_vcpus && vcpu < KVM_EXITMETER_MAX_VCPUS && !err; vcpu++)
		err = read_keys(d, slot, vcpu);
	return err;
}

static void read_overflow(struct detail *d, unsigned int slot, unsigned int row)
{
	struct abi_pair p = abi_read(KVM_EXITMETER_ALL_VCPUS, slot,
				     KVM_EXITMETER_FIELD_OVERFLOW, row);

	d->overflow[row] = (struct detail_charge) { value(p.first), value(p.second) };
}

int slot_read_detail(struct detail *d, const struct abi_info *info, unsigned int slot,
		     const struct ledger *l, uint64_t *serial)
{
	unsigned int row;
	int err = 0;

	d->features = info->features & DETAIL_FEATURES;
	for (row = 0; row < l->nr_rows; row++) {
		if (!l->rows[row].count)
			continue;
		if (d->features & KVM_EXITMETER_FEATURE_HISTOGRAM)
			read_buckets(d->buckets[row], slot, row);
		if (d->features & KVM_EXITMETER_FEATURE_KEYS)
			read_overflow(d, slot, row);
	}
	if (d->features & KVM_EXITMETER_FEATURE_KEYS)
		err = read_all_keys(d, slot);
	*serial = abi_read(KVM_EXITMETER_ALL_VCPUS, slot, KVM_EXITMETER_FIELD_SUMMARY,
			   KVM_EXITMETER_SUM_STAMP).first;
	return err;
}
