// SPDX-License-Identifier: GPL-2.0
#include "tracepoint.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ledger/reasons.h"
#include "ledger/row.h"

/* Beside the basic exit reason of VMX; see struct vmx_exit_reason in KVM. */
#define VMX_BASIC		0xffffu
#define VMX_FAILED_ENTRY	(1u << 31)
#define VMX_ENCLAVE		(1u << 27)
#define VMX_BUS_LOCK		(1u << 26)

static json_t *json_of(const struct record *r)
{
	return json_object_get(r->measured, "tracepoint");
}

bool tracepoint_exists(const struct record *r)
{
	json_t *json = json_of(r);

	return json && !json_is_null(json);
}

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

static void add(struct tracepoint *t, unsigned int vendor, uint32_t reason, int64_t count)
{
	t->counts[tracepoint_row(vendor, reason)] += count;
	t->total += count;
	t->nr_reasons++;
	if (vendor != KVM_EXITMETER_VENDOR_VMX)
		return;
	if (reason & VMX_FAILED_ENTRY)
		t->failed_entry += count;
	if (reason & VMX_ENCLAVE)
		t->enclave += count;
	if (reason & VMX_BUS_LOCK)
		t->bus_lock += count;
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
		snprintf(error, size, "measured.tracepoint: \"%s\" is missing or no count",
			 numbers[i].name);
		return -1;
	}
	return 0;
}

int tracepoint_load(struct tracepoint *t, const struct record *r, char *error, size_t size)
{
	json_t *reasons = json_object_get(json_of(r), "reasons"), *value;
	const char *key;
	uint32_t reason;
	int64_t count;

	memset(t, 0, sizeof(*t));
	if (!reason_count(r->vendor)) {
		snprintf(error, size, "neither a window nor the parameter \"%s\" tells whose exit "
			 "reasons these are", r->parameter);
		return -1;
	}
	if (read_numbers(t, json_of(r), error, size))
		return -1;
	if (!json_is_object(reasons)) {
		snprintf(error, size, "measured.tracepoint: no object \"reasons\"");
		return -1;
	}
	json_object_foreach(reasons, key, value) {
		if (read_reason(&reason, key)) {
			snprintf(error, size, "measured.tracepoint: reason \"%.32s\" is not a "
				 "decimal number of 32 bits", key);
			return -1;
		}
		if (read_count(&count, value)) {
			snprintf(error, size, "measured.tracepoint: reason %s has no count that "
				 "can be", key);
			return -1;
		}
		add(t, r->vendor, reason, count);
		if (!value_in_range(t->total)) {
			snprintf(error, size, "measured.tracepoint: the counts' sum is too large");
			return -1;
		}
	}
	return 0;
}
