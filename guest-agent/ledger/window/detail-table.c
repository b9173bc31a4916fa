// SPDX-License-Identifier: GPL-2.0
#include "detail-table.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "key-name.h"
#include "ledger/rank.h"
#include "ledger/reasons.h"

/* Characters of the longest bar. */
#define BAR	40

static int by_count(const void *a, const void *b)
{
	const struct detail_key *x = a, *y = b;

	if (x->charge.count != y->charge.count)
		return x->charge.count < y->charge.count ? 1 : -1;
	return x->key < y->key ? -1 : x->key > y->key;
}

static void print_key(FILE *out, const struct detail_key *k, unsigned int vendor)
{
	char reason[REASON_NAME_SIZE], number[KEY_NAME_SIZE], subject[KEY_NAME_SIZE];
	char access[KEY_NAME_SIZE];

	fprintf(out, "%10" PRId64 " %15" PRId64 "  %-18s %12s  %s", k->charge.count,
		k->charge.cycles,
		reason_name(vendor, KVM_EXITMETER_KEY_ROW(k->key), reason),
		key_number(k->key, number), key_subject(k->key, subject));
	if (*key_access(k->key, access))
		fprintf(out, " (%s)", key_access(k->key, access));
	fputc('\n', out);
}

static void print_overflow(FILE *out, const struct detail *d, unsigned int vendor)
{
	const struct detail_charge *charge;
	char reason[REASON_NAME_SIZE];
	unsigned int row;

	for (row = 0; row < LEDGER_MAX_ROWS; row++) {
		charge = &d->overflow[row];
		if (!charge->count)
			continue;
		fprintf(out, "%10" PRId64 " %15" PRId64 "  %-18s %12s  the table was full\n",
			charge->count, charge->cycles, reason_name(vendor, row, reason), "");
	}
}

/* Exits that nothing more is kept of, lest they seem not to be there. */
static void print_keyless(FILE *out, const struct ledger *l, unsigned int vendor)
{
	unsigned int order[LEDGER_MAX_ROWS];
	char reason[REASON_NAME_SIZE];
	size_t nr = rank_rows(l, order), i;

	for (i = 0; i < nr; i++)
		if (order[i] < l->nr_reasons && l->rows[order[i]].count &&
		    !detail_has_keys(vendor, order[i]))
			fprintf(out, "%10" PRId64 " %15" PRId64 "  %-18s %12s  no keys are kept\n",
				l->rows[order[i]].count, l->rows[order[i]].kernel,
				reason_name(vendor, order[i], reason), "");
}

static void print_keys(FILE *out, const struct detail *d, const struct ledger *l,
		       unsigned int vendor, size_t top)
{
	struct detail_key *keys = malloc((d->nr_keys + 1) * sizeof(*keys));
	size_t i;

	if (!keys)
		return;
	if (d->nr_keys)
		memcpy(keys, d->keys, d->nr_keys * sizeof(*keys));
	qsort(keys, d->nr_keys, sizeof(*keys), by_count);
	fprintf(out, "%10s %15s  %-18s %12s  %s\n", "count", "kernel", "reason", "", "what");
	for (i = 0; i < d->nr_keys && i < top; i++)
		print_key(out, &keys[i], vendor);
	if (d->nr_keys > top)
		fprintf(out, "%10s and %zu more\n", "", d->nr_keys - top);
	print_overflow(out, d, vendor);
	print_keyless(out, l, vendor);
	free(keys);
}

static void print_histogram(FILE *out, const int64_t *buckets)
{
	unsigned int first = 1, last = KVM_EXITMETER_BUCKETS - 1, b;
	int64_t most = 1;

	while (first < last && !buckets[first])
		first++;
	while (last > first && !buckets[last])
		last--;
	for (b = first; b <= last; b++)
		if (buckets[b] > most)
			most = buckets[b];
	for (b = first; b <= last; b++)
		fprintf(out, "%15" PRIu64 " .. %10" PRId64 " %.*s\n", detail_lowest(b), buckets[b],
			buckets[b] > 0 ? (int)((buckets[b] * BAR + most - 1) / most) : 0,
			"########################################");
}

static void print_histograms(FILE *out, const struct detail *d, const struct ledger *l,
			     unsigned int vendor, size_t top)
{
	unsigned int order[LEDGER_MAX_ROWS];
	char reason[REASON_NAME_SIZE];
	size_t nr = rank_rows(l, order), i;

	for (i = 0; i < nr && i < top; i++) {
		if (l->rows[order[i]].count <= 0)
			continue;
		fprintf(out, "%s: exits by kernel cycles, from one power of 2 to the next\n",
			reason_name(vendor, order[i], reason));
		print_histogram(out, d->buckets[order[i]]);
	}
}

void detail_table_print(FILE *out, const struct detail *d, const struct ledger *l,
			unsigned int vendor, size_t top)
{
	if (d->features & KVM_EXITMETER_FEATURE_KEYS)
		print_keys(out, d, l, vendor, top);
	if (d->features & KVM_EXITMETER_FEATURE_HISTOGRAM)
		print_histograms(out, d, l, vendor, top);
}
