// SPDX-License-Identifier: GPL-2.0
#include "detail.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

void detail_free(struct detail *d)
{
	free(d->keys);
	d->keys = NULL;
	d->nr_keys = 0;
}

void details_free(struct details *d)
{
	if (!d)
		return;
	detail_free(&d->empty);
	detail_free(&d->begin);
	detail_free(&d->end);
	detail_free(&d->net);
	free(d);
}

/* Where a key is, or is to be. */
static size_t find(const struct detail *d, uint64_t key)
{
	size_t low = 0, high = d->nr_keys, middle;

	while (low < high) {
		middle = low + (high - low) / 2;
		if (d->keys[middle].key < key)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

int detail_add_key(struct detail *d, uint64_t key, int64_t count, int64_t cycles)
{
	size_t i = find(d, key);
	struct detail_key *keys;

	if (i == d->nr_keys || d->keys[i].key != key) {
		keys = reallocarray(d->keys, d->nr_keys + 1, sizeof(*keys));
		if (!keys)
			return -ENOMEM;
		d->keys = keys;
		memmove(&keys[i + 1], &keys[i], (d->nr_keys - i) * sizeof(*keys));
		keys[i] = (struct detail_key) { .key = key };
		d->nr_keys++;
	}
	d->keys[i].charge.count = value_add(d->keys[i].charge.count, count);
	d->keys[i].charge.cycles = value_add(d->keys[i].charge.cycles, cycles);
	return 0;
}

static void drop_empty_keys(struct detail *d)
{
	size_t i, nr = 0;

	for (i = 0; i < d->nr_keys; i++)
		if (d->keys[i].charge.count || d->keys[i].charge.cycles)
			d->keys[nr++] = d->keys[i];
	d->nr_keys = nr;
}

int detail_add(struct detail *a, const struct detail *b, int sign)
{
	unsigned int row, bucket;
	size_t i;

	a->features |= b->features;
	for (row = 0; row < LEDGER_MAX_ROWS; row++) {
		for (bucket = 0; bucket < KVM_EXITMETER_BUCKETS; bucket++)
			a->buckets[row][bucket] = value_add(a->buckets[row][bucket],
							    sign * b->buckets[row][bucket]);
		a->overflow[row].count = value_add(a->overflow[row].count,
						   sign * b->overflow[row].count);
		a->overflow[row].cycles = value_add(a->overflow[row].cycles,
						    sign * b->overflow[row].cycles);
	}
	for (i = 0; i < b->nr_keys; i++)
		if (detail_add_key(a, b->keys[i].key, sign * b->keys[i].charge.count,
				  sign * b->keys[i].charge.cycles))
			return -ENOMEM;
	drop_empty_keys(a);
	return 0;
}

/* As vmx_exitmeter_key() and svm_exitmeter_key() have it. */
bool detail_has_keys(unsigned int vendor, unsigned int row)
{
	static const unsigned int vmx[] = { 0, 28, 30, 31, 32, 48, 49 };
	size_t i;

	if (vendor == KVM_EXITMETER_VENDOR_SVM)
		return row < 0x20 || (row >= 0x40 && row < 0x60) || row == 0x65 ||
		       row == 0x7b || row == 0x7c || row == KVM_EXITMETER_SVM_NPF;
	for (i = 0; i < sizeof(vmx) / sizeof(vmx[0]); i++)
		if (vmx[i] == row)
			return true;
	return false;
}

static int64_t buckets_off(const struct detail *d, const struct ledger *l, unsigned int vendor)
{
	int64_t off = 0, sum;
	unsigned int row, bucket;

	(void)vendor;
	for (row = 0; row < l->nr_rows; row++) {
		sum = 0;
		for (bucket = 0; bucket < KVM_EXITMETER_BUCKETS; bucket++)
			sum = value_add(sum, d->buckets[row][bucket]);
		off = value_add(off, llabs(value_subtract(sum, l->rows[row].count)));
	}
	return off;
}

/* What the keys of each row and its overflow have together. */
static void sum_keys(const struct detail *d, struct detail_charge sums[LEDGER_MAX_ROWS])
{
	unsigned int row;
	size_t i;

	memcpy(sums, d->overflow, sizeof(d->overflow));
	for (i = 0; i < d->nr_keys; i++) {
		row = KVM_EXITMETER_KEY_ROW(d->keys[i].key);
		if (row >= LEDGER_MAX_ROWS)
			continue;
		sums[row].count = value_add(sums[row].count, d->keys[i].charge.count);
		sums[row].cycles = value_add(sums[row].cycles, d->keys[i].charge.cycles);
	}
}

static int64_t key_counts_off(const struct detail *d, const struct ledger *l,
			      unsigned int vendor)
{
	struct detail_charge sums[LEDGER_MAX_ROWS];
	int64_t off = 0;
	unsigned int row;

	sum_keys(d, sums);
	for (row = 0; row < l->nr_rows; row++)
		off = value_add(off, llabs(value_subtract(sums[row].count,
				detail_has_keys(vendor, row) ? l->rows[row].count : 0)));
	return off;
}

static int64_t key_cycles_off(const struct detail *d, const struct ledger *l,
			      unsigned int vendor)
{
	struct detail_charge sums[LEDGER_MAX_ROWS];
	int64_t off = 0;
	unsigned int row;

	sum_keys(d, sums);
	for (row = 0; row < l->nr_rows; row++)
		off = value_add(off, llabs(value_subtract(sums[row].cycles,
				detail_has_keys(vendor, row) ? l->rows[row].kernel : 0)));
	return off;
}

const struct detail_law detail_laws[] = {
	{ "buckets", "the histogram of each reason adds up to its count",
	  KVM_EXITMETER_FEATURE_HISTOGRAM, buckets_off },
	{ "keys", "the keys of each reason and their overflow add up to its count",
	  KVM_EXITMETER_FEATURE_KEYS, key_counts_off },
	{ "key-cycles", "the keys of each reason and their overflow add up to its kernel cycles",
	  KVM_EXITMETER_FEATURE_KEYS, key_cycles_off },
};

const size_t detail_nr_laws = sizeof(detail_laws) / sizeof(detail_laws[0]);
