// SPDX-License-Identifier: GPL-2.0
/* A record's windows. */
#include <stdio.h>
#include <string.h>

#include "ledger/detail-json.h"
#include "memory.h"
#include "record-read.h"
#include "ledger/row.h"
#include "ledger/window-json.h"

static bool detail_in_range(const struct detail *d)
{
	unsigned int row, b;
	size_t i;

	for (row = 0; row < LEDGER_MAX_ROWS; row++) {
		for (b = 0; b < KVM_EXITMETER_BUCKETS; b++)
			if (!value_in_range(d->buckets[row][b]))
				return false;
		if (!value_in_range(d->overflow[row].count) ||
		    !value_in_range(d->overflow[row].cycles))
			return false;
	}
	for (i = 0; i < d->nr_keys; i++)
		if (!value_in_range(d->keys[i].charge.count) ||
		    !value_in_range(d->keys[i].charge.cycles))
			return false;
	return true;
}

/* Most records have none. */
static int read_details(const struct record *r, struct window *w, const json_t *json,
			const char *what)
{
	const json_t *net = json_object_get(json, "net");
	char error[128], text[256];
	size_t i;

	if (!json_object_get(net, "histograms") && !json_object_get(net, "keys"))
		return 0;
	w->details = memory_zalloc(sizeof(*w->details));
	const struct {
		const char *name;
		struct detail *detail;
	} details[] = {
		{ "empty", &w->details->empty }, { "begin", &w->details->begin },
		{ "end", &w->details->end }, { "net", &w->details->net },
	};

	for (i = 0; i < sizeof(details) / sizeof(details[0]); i++) {
		snprintf(error, sizeof(error), "a number is too large");
		if (!detail_from_json(details[i].detail, json_object_get(json, details[i].name),
				      w->info.nr_reasons, error, sizeof(error)) &&
		    detail_in_range(details[i].detail))
			continue;
		snprintf(text, sizeof(text), "%s.%s: %s", what, details[i].name, error);
		return record_malformed(r, text);
	}
	return 0;
}

static int read_ledgers(const struct record *r, struct window *w, const json_t *json,
			const char *what)
{
	const struct {
		const char *name;
		struct ledger *ledger;
	} ledgers[] = {
		{ "empty", &w->empty }, { "begin", &w->begin },
		{ "end", &w->end }, { "net", &w->net },
	};
	char error[128], text[256];
	size_t i;

	for (i = 0; i < sizeof(ledgers) / sizeof(ledgers[0]); i++) {
		snprintf(error, sizeof(error), "a number is too large");
		if (!ledger_from_json(ledgers[i].ledger, json_object_get(json, ledgers[i].name),
				      w->info.nr_reasons, error, sizeof(error)) &&
		    ledger_in_range(ledgers[i].ledger))
			continue;
		snprintf(text, sizeof(text), "%s.%s: %s", what, ledgers[i].name, error);
		return record_malformed(r, text);
	}
	return 0;
}

static bool read_vcpu(const struct record *r, struct ledger *l, const json_t *json,
		      unsigned int nr_reasons, const char *what, size_t number)
{
	char error[128] = "a number is too large", text[256];

	if (!ledger_from_json(l, json, nr_reasons, error, sizeof(error)) && ledger_in_range(l))
		return true;
	snprintf(text, sizeof(text), "%s.vcpus[%zu]: %s", what, number, error);
	record_malformed(r, text);
	return false;
}

/* Only a VM with several vCPUs has them. */
static int read_vcpus(const struct record *r, struct window *w, const json_t *json,
		      const char *what)
{
	json_t *vcpus = json_object_get(json, "vcpus"), *vcpu;
	size_t i;

	w->vcpus = memory_zalloc(json_array_size(vcpus) * sizeof(*w->vcpus));
	json_array_foreach(vcpus, i, vcpu) {
		if (!read_vcpu(r, &w->vcpus[i], vcpu, w->info.nr_reasons, what, i))
			return -1;
		w->nr_vcpus++;
	}
	return 0;
}

static unsigned int vendor_number(const char *name)
{
	if (!strcmp(name, "VMX"))
		return KVM_EXITMETER_VENDOR_VMX;
	if (!strcmp(name, "SVM"))
		return KVM_EXITMETER_VENDOR_SVM;
	return 0;
}

int record_read_window(const struct record *r, struct window *w, json_t *json,
		       const char *what)
{
	const char *schema, *vendor, *paging;
	int from_zero = 0, flags = 0;
	json_error_t error;
	json_int_t khz;

	if (json_unpack_ex(json, &error, 0, "{s:s, s?i, s?b, s?i, s:{s:s, s:s, s:I}}",
			   "schema", &schema, "status", &w->status, "from_zero", &from_zero,
			   "latch_flags", &flags, "meter", "vendor", &vendor,
			   "paging", &paging, "tsc_khz", &khz))
		return record_malformed(r, error.text);
	if (strcmp(schema, WINDOW_SCHEMA))
		return record_malformed(r, "a window's schema is not \"" WINDOW_SCHEMA "\"");

	w->from_zero = from_zero;
	w->flags = flags;
	w->info.vendor = vendor_number(vendor);
	w->info.paging = strcmp(paging, "tdp") ? KVM_EXITMETER_PAGING_SHADOW :
						 KVM_EXITMETER_PAGING_TDP;
	w->info.tsc_khz = khz;
	w->info.nr_reasons = reason_count(w->info.vendor);
	if (!w->info.nr_reasons)
		return record_malformed(r, "meter.vendor is neither \"VMX\" nor \"SVM\"");
	if (read_ledgers(r, w, json, what) || read_details(r, w, json, what))
		return -1;
	return read_vcpus(r, w, json, what);
}
