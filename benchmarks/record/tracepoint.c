// SPDX-License-Identifier: GPL-2.0
#include "tracepoint.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ledger/reasons.h"
#include "util/memory.h"

/* Beside the basic exit reason of VMX; see struct vmx_exit_reason in KVM. */
#define VMX_BASIC		0xffffu
#define VMX_FAILED_ENTRY	(1u << 31)
#define VMX_ENCLAVE		(1u << 27)
#define VMX_BUS_LOCK		(1u << 26)

unsigned int tracepoint_row(unsigned int vendor, uint32_t reason)
{
	if (vendor == KVM_EXITMETER_VENDOR_SVM)
		return kvm_exitmeter_svm_index(reason);
	reason &= VMX_BASIC;
	if (reason < KVM_EXITMETER_VMX_REASONS)
		return reason;
	return KVM_EXITMETER_VMX_REASONS + KVM_EXITMETER_ROW_OTHER;
}

static int read_count(int64_t *to, const json_t *value)
{
	if (!json_is_integer(value) || json_integer_value(value) < 0 ||
	    !value_in_range(json_integer_value(value)))
		return -1;
	*to = json_integer_value(value);
	return 0;
}

/* "48", not "048", "+48" or more than 32 bits. */
static int read_reason(uint32_t *reason, const char *text)
{
	unsigned long long n;
	char *end;

	if (!isdigit((unsigned char)*text) || (*text == '0' && text[1]) || strlen(text) > 10)
		return -1;
	n = strtoull(text, &end, 10);
	if (*end || n > UINT32_MAX)
		return -1;
	*reason = n;
	return 0;
}

static int add(struct tracepoint *t, unsigned int vendor, uint32_t reason, int64_t count)
{
	t->reasons = memory_grow(t->reasons, t->nr_reasons, sizeof(*t->reasons));
	t->reasons[t->nr_reasons++] = (struct tracepoint_reason) { reason, count };
	t->counts[tracepoint_row(vendor, reason)] += count;
	t->total += count;
	if (!value_in_range(t->total))
		return -1;
	if (vendor != KVM_EXITMETER_VENDOR_VMX)
		return 0;
	if (reason & VMX_FAILED_ENTRY)
		t->failed_entry += count;
	if (reason & VMX_ENCLAVE)
		t->enclave += count;
	if (reason & VMX_BUS_LOCK)
		t->bus_lock += count;
	return 0;
}

static int read_numbers(struct tracepoint *t, const json_t *json, char *error, size_t size)
{
	const struct {
		const char *name;
		int64_t *to;
	} numbers[] = {
		{ "hits", &t->hits }, { "entries", &t->entries }, { "dropped", &t->dropped },
	};
	size_t i;

	for (i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		if (!read_count(numbers[i].to, json_object_get(json, numbers[i].name)))
			continue;
		snprintf(error, size, "\"%s\" is missing or no count",
			 numbers[i].name);
		return -1;
	}
	return 0;
}

int tracepoint_from_json(struct tracepoint *t, const json_t *json, unsigned int vendor,
			 char *error, size_t size)
{
	json_t *reasons = json_object_get(json, "reasons"), *value;
	const char *key;
	uint32_t reason;
	int64_t count;

	memset(t, 0, sizeof(*t));
	if (!reason_count(vendor)) {
		snprintf(error, size, "neither a window nor the parameter tells whose exit reasons "
			 "these are");
		return -1;
	}
	if (read_numbers(t, json, error, size))
		return -1;
	if (!json_is_object(reasons)) {
		snprintf(error, size, "no object \"reasons\"");
		return -1;
	}
	json_object_foreach(reasons, key, value) {
		if (read_reason(&reason, key)) {
			snprintf(error, size, "reason \"%.32s\" is not a decimal number of 32 bits",
				 key);
			return -1;
		}
		if (read_count(&count, value)) {
			snprintf(error, size, "reason %s has no count that can be", key);
			return -1;
		}
		if (add(t, vendor, reason, count)) {
			snprintf(error, size, "the counts' sum is too large");
			return -1;
		}
	}
	return 0;
}

/* Lines "{ exit_reason: N } hitcount: N", then totals "Hits: N", "Entries: N", "Dropped: N". */
int tracepoint_from_text(struct tracepoint *t, FILE *f, unsigned int vendor, char *error,
			 size_t size)
{
	bool hits = false, entries = false, dropped = false;
	long long reason, n;
	char line[512];

	memset(t, 0, sizeof(*t));
	while (fgets(line, sizeof(line), f)) {
		if (sscanf(line, " { exit_reason: %lld } hitcount: %lld", &reason, &n) == 2) {
			if (reason < 0 || reason > UINT32_MAX || n < 0 || !value_in_range(n) ||
			    add(t, vendor, reason, n)) {
				snprintf(error, size, "reason %lld has no count that can be",
					 reason);
				return -1;
			}
		} else if (sscanf(line, " Hits: %lld", &n) == 1) {
			t->hits = n;
			hits = true;
		} else if (sscanf(line, " Entries: %lld", &n) == 1) {
			t->entries = n;
			entries = true;
		} else if (sscanf(line, " Dropped: %lld", &n) == 1) {
			t->dropped = n;
			dropped = true;
		}
	}
	if (hits && entries && dropped && value_in_range(t->hits) && value_in_range(t->entries) &&
	    value_in_range(t->dropped))
		return 0;
	snprintf(error, size, "it has no totals, or one that can't be");
	return -1;
}

json_t *tracepoint_to_json(const struct tracepoint *t)
{
	json_t *reasons = json_object();
	char name[16];
	size_t i;

	for (i = 0; i < t->nr_reasons; i++) {
		snprintf(name, sizeof(name), "%" PRIu32, t->reasons[i].reason);
		json_object_set_new(reasons, name, json_integer(t->reasons[i].count));
	}
	return json_pack("{s:I, s:I, s:I, s:o}", "hits", (json_int_t)t->hits,
			 "entries", (json_int_t)t->entries, "dropped", (json_int_t)t->dropped,
			 "reasons", reasons);
}

void tracepoint_free(struct tracepoint *t)
{
	free(t->reasons);
	memset(t, 0, sizeof(*t));
}
