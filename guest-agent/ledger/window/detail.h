/* SPDX-License-Identifier: GPL-2.0 */
/* What a meter keeps beside a ledger, if it is told to: histograms and sub-keys. */
#ifndef EXITMETER_DETAIL_H
#define EXITMETER_DETAIL_H

#include "ledger/ledger.h"

/* The feature bits of what is in here. */
#define DETAIL_FEATURES	(KVM_EXITMETER_FEATURE_HISTOGRAM | KVM_EXITMETER_FEATURE_KEYS)

/**
 * struct detail_charge - what a key has
 * @count: exits
 * @cycles: kernel account, cycles
 */
struct detail_charge {
	int64_t count;
	int64_t cycles;
};

/**
 * struct detail_key
 * @key: KVM_EXITMETER_KEY()
 * @charge: what it has
 */
struct detail_key {
	uint64_t key;
	struct detail_charge charge;
};

/**
 * struct detail - beside one ledger, or a difference of two
 * @features: DETAIL_FEATURES of which something is in here; 0 for nothing
 * @buckets: by row, exits by what they took; see KVM_EXITMETER_BUCKETS
 * @overflow: by row, exits whose key found no place
 * @nr_keys: how many
 * @keys: of all vCPUs, ascending; detail_free() it
 */
struct detail {
	uint32_t features;
	int64_t buckets[LEDGER_MAX_ROWS][KVM_EXITMETER_BUCKETS];
	struct detail_charge overflow[LEDGER_MAX_ROWS];
	size_t nr_keys;
	struct detail_key *keys;
};

/* struct details - beside the ledgers of a window */
struct details {
	struct detail empty;
	struct detail begin;
	struct detail end;
	struct detail net;
};

void detail_free(struct detail *d);

/* details_free - NULL is allowed */
void details_free(struct details *d);

/**
 * detail_add_key - add to what a key has; it need not be there yet
 *
 * Return: 0, or -ENOMEM.
 */
int detail_add_key(struct detail *d, uint64_t key, int64_t count, int64_t cycles);

/**
 * detail_add - a += sign * b
 * @sign: 1 or -1
 *
 * Keys that come out as nothing are dropped.
 *
 * Return: 0, or -ENOMEM.
 */
int detail_add(struct detail *a, const struct detail *b, int sign);

/* detail_lowest - the least cycles of an exit in a bucket above 0 */
static inline uint64_t detail_lowest(unsigned int bucket)
{
	return bucket < 2 ? 0 : 1ull << (bucket - 1);
}

/* detail_has_keys - do a vendor's exits for a reason have keys, where keys are kept? */
bool detail_has_keys(unsigned int vendor, unsigned int row);

/**
 * struct detail_law - a sum that must come out
 * @name: short, one word
 * @text: for a reader
 * @feature: of @detail that it is about
 * @off: how far the rows are off in all, without sign; 0 if the law holds
 */
struct detail_law {
	const char *name;
	const char *text;
	uint32_t feature;
	int64_t (*off)(const struct detail *d, const struct ledger *l, unsigned int vendor);
};

extern const struct detail_law detail_laws[];
extern const size_t detail_nr_laws;

#endif
