// SPDX-License-Identifier: GPL-2.0
#include "detail-json.h"

#include <stdio.h>
#include <string.h>

#include "key-name.h"
#include "ledger/ledger-json.h"

static json_t *buckets_to_json(const int64_t *buckets)
{
	json_t *out = json_array();
	unsigned int b;

	for (b = 0; b < KVM_EXITMETER_BUCKETS; b++)
		json_array_append_new(out, json_integer(buckets[b]));
	return out;
}

static bool all_zero(const int64_t *buckets)
{
	static const int64_t zeros[KVM_EXITMETER_BUCKETS];

	return !memcmp(buckets, zeros, sizeof(zeros));
}

static json_t *histograms_to_json(const struct detail *d, const struct ledger *l)
{
	json_t *out = json_object();
	char name[LEDGER_ROW_NAME_SIZE];
	unsigned int row;

	for (row = 0; row < l->nr_rows; row++)
		if (!all_zero(d->buckets[row]))
			json_object_set_new(out, ledger_row_name(row, l->nr_reasons, name),
					    buckets_to_json(d->buckets[row]));
	return out;
}

/* A key's number is too large for a reader that has doubles only, so it is taken apart. */
static json_t *keys_to_json(const struct detail *d)
{
	json_t *out = json_array();
	const struct detail_key *k;
	size_t i;

	for (i = 0; i < d->nr_keys; i++) {
		k = &d->keys[i];
		json_array_append_new(out, json_pack("[i,s,I,I,I]",
			(int)KVM_EXITMETER_KEY_ROW(k->key),
			key_kind_name(k->key),
			(json_int_t)KVM_EXITMETER_KEY_VALUE(k->key),
			(json_int_t)k->charge.count, (json_int_t)k->charge.cycles));
	}
	return out;
}

static json_t *overflow_to_json(const struct detail *d, const struct ledger *l)
{
	json_t *out = json_object();
	char name[LEDGER_ROW_NAME_SIZE];
	unsigned int row;

	for (row = 0; row < l->nr_rows; row++)
		if (d->overflow[row].count || d->overflow[row].cycles)
			json_object_set_new(out, ledger_row_name(row, l->nr_reasons, name),
					    json_pack("[I,I]",
						      (json_int_t)d->overflow[row].count,
						      (json_int_t)d->overflow[row].cycles));
	return out;
}

void detail_to_json(const struct detail *d, json_t *json, const struct ledger *l)
{
	if (d->features & KVM_EXITMETER_FEATURE_HISTOGRAM)
		json_object_set_new(json, "histograms", histograms_to_json(d, l));
	if (d->features & KVM_EXITMETER_FEATURE_KEYS) {
		json_object_set_new(json, "keys", keys_to_json(d));
		json_object_set_new(json, "overflow", overflow_to_json(d, l));
	}
}

/* More than a meter keeps; sums of so many values don't overflow. */
#define MAX_KEYS	8192

/* All of an array's numbers, or an error. */
static int numbers(const json_t *json, int64_t *values, size_t nr)
{
	size_t i;

	if (json_array_size(json) != nr)
		return -1;
	for (i = 0; i < nr; i++) {
		values[i] = json_integer_value(json_array_get(json, i));
		if (!json_is_integer(json_array_get(json, i)) || !value_in_range(values[i]))
			return -1;
	}
	return 0;
}

static int histograms_from_json(struct detail *d, json_t *json, unsigned int nr_reasons,
				char *error, size_t size)
{
	const char *name;
	json_t *value;
	int row;

	d->features |= KVM_EXITMETER_FEATURE_HISTOGRAM;
	json_object_foreach(json, name, value) {
		row = ledger_row_index(name, nr_reasons);
		if (row >= 0 && !numbers(value, d->buckets[row], KVM_EXITMETER_BUCKETS))
			continue;
		snprintf(error, size, "histogram \"%s\" is not a known reason with %d numbers",
			 name, KVM_EXITMETER_BUCKETS);
		return -1;
	}
	return 0;
}

/* 0 for no such word. */
static unsigned int kind_of(const char *word)
{
	unsigned int kind;

	for (kind = 0xf; kind; kind--)
		if (!strcmp(key_kind_name(KVM_EXITMETER_KEY(0, kind, 0)), word))
			return kind;
	return 0;
}

/* NULL, or what is wrong. */
static const char *key_from_json(struct detail *d, json_t *json, unsigned int nr_reasons)
{
	json_int_t row, value, count, cycles;
	const char *word;

	if (json_unpack(json, "[I,s,I,I,I!]", &row, &word, &value, &count, &cycles) ||
	    !kind_of(word) || row < 0 || row >= nr_reasons || value < 0 ||
	    (uint64_t)value != KVM_EXITMETER_KEY_VALUE((uint64_t)value))
		return "is not reason, kind, value, count and cycles";
	if (!value_in_range(count) || !value_in_range(cycles))
		return "a number is too large";
	if (detail_add_key(d, KVM_EXITMETER_KEY(row, kind_of(word), value), count, cycles))
		return "out of memory";
	return NULL;
}

static int keys_from_json(struct detail *d, const json_t *json, unsigned int nr_reasons,
			  char *error, size_t size)
{
	const char *wrong;
	json_t *value;
	size_t i;

	d->features |= KVM_EXITMETER_FEATURE_KEYS;
	if (json_array_size(json) > MAX_KEYS) {
		snprintf(error, size, "more than %d keys", MAX_KEYS);
		return -1;
	}
	json_array_foreach((json_t *)json, i, value) {
		wrong = key_from_json(d, value, nr_reasons);
		if (!wrong)
			continue;
		snprintf(error, size, "keys[%zu]: %s", i, wrong);
		return -1;
	}
	return 0;
}

static int overflow_from_json(struct detail *d, json_t *json, unsigned int nr_reasons,
			      char *error, size_t size)
{
	const char *name;
	json_t *value;
	int64_t v[2];
	int row;

	json_object_foreach(json, name, value) {
		row = ledger_row_index(name, nr_reasons);
		if (row < 0 || numbers(value, v, 2)) {
			snprintf(error, size,
				 "overflow \"%s\" is not a known reason with 2 numbers", name);
			return -1;
		}
		d->overflow[row] = (struct detail_charge) { v[0], v[1] };
	}
	return 0;
}

int detail_from_json(struct detail *d, const json_t *json, unsigned int nr_reasons,
		     char *error, size_t size)
{
	json_t *histograms = json_object_get(json, "histograms");
	json_t *keys = json_object_get(json, "keys");

	memset(d, 0, sizeof(*d));
	if (histograms && histograms_from_json(d, histograms, nr_reasons, error, size))
		return -1;
	if (keys && keys_from_json(d, keys, nr_reasons, error, size))
		return -1;
	return overflow_from_json(d, json_object_get(json, "overflow"), nr_reasons, error, size);
}
