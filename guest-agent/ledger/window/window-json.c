// SPDX-License-Identifier: GPL-2.0
#include "window-json.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "detail-json.h"
#include "ledger/ledger-json.h"
#include "ledger/mode.h"
#include "ledger/reasons.h"

/* With what the meter keeps beside it. */
static json_t *detailed_to_json(const struct ledger *l, const struct detail *d)
{
	json_t *out = ledger_to_json(l);

	if (d)
		detail_to_json(d, out, l);
	return out;
}

/* JSON is UTF-8, an argument may be anything: its bytes then, which no string can be taken for. */
static json_t *bytes_to_json(const char *text)
{
	char *hex = malloc(2 * strlen(text) + 1), *at = hex;
	json_t *out;

	if (!hex)
		return NULL;
	for (; *text; text++)
		at += sprintf(at, "%02x", (unsigned char)*text);
	*at = '\0';
	out = json_pack("{s:s}", "hex", hex);
	free(hex);
	return out;
}

json_t *command_to_json(char *const argv[])
{
	json_t *out = json_array(), *word;

	for (; argv && *argv; argv++) {
		word = json_string(*argv);
		json_array_append_new(out, word ? word : bytes_to_json(*argv));
	}
	return out;
}

json_t *meter_to_json(const struct abi_info *i)
{
	return json_pack("{s:i, s:s, s:s, s:i, s:i, s:i, s:I, s:i, s:I, s:I, s:b, s:i}",
			 "abi", (int)i->version,
			 "vendor", vendor_name(i->vendor),
			 "paging", paging_name(i->paging),
			 "reasons", (int)i->nr_reasons,
			 "rows", (int)i->nr_rows,
			 "slots", (int)i->nr_slots,
			 "features", (json_int_t)i->features,
			 "vcpus", (int)i->nr_vcpus,
			 "tsc_khz", (json_int_t)i->tsc_khz,
			 "generation", (json_int_t)i->generation,
			 "unreliable_clock", (int)i->unreliable,
			 "edition", (int)i->edition);
}

/* NULL, which makes no key, for a VM with one vCPU. */
static json_t *vcpus_to_json(const struct window *w)
{
	json_t *out = w->nr_vcpus ? json_array() : NULL;
	unsigned int i;

	for (i = 0; i < w->nr_vcpus; i++)
		json_array_append_new(out, ledger_to_json(&w->vcpus[i]));
	return out;
}

json_t *window_to_json(const struct window *w, char *const argv[])
{
	const struct details *d = w->details;

	return json_pack("{s:s, s:o, s:i, s:b, s:i, s:o, s:o, s:o, s:o, s:o, s:o*}",
			 "schema", WINDOW_SCHEMA,
			 "command", command_to_json(argv),
			 "status", w->status,
			 "from_zero", w->from_zero,
			 "latch_flags", (int)w->flags,
			 "meter", meter_to_json(&w->info),
			 "empty", detailed_to_json(&w->empty, d ? &d->empty : NULL),
			 "begin", detailed_to_json(&w->begin, d ? &d->begin : NULL),
			 "end", detailed_to_json(&w->end, d ? &d->end : NULL),
			 "net", detailed_to_json(&w->net, d ? &d->net : NULL),
			 "vcpus", vcpus_to_json(w));
}

/* Numbers that older agents left out are 0. */
struct meter_numbers {
	json_int_t version, reasons, rows, slots, features, vcpus, khz, generation;
};

static bool meter_in_range(const struct meter_numbers *n)
{
	return n->version >= 0 && n->version <= INT_MAX && n->rows >= 0 &&
	       n->rows <= LEDGER_MAX_ROWS && n->slots >= 0 && n->slots <= INT_MAX &&
	       n->features >= 0 && n->features <= UINT32_MAX && n->vcpus >= 0 &&
	       n->vcpus <= KVM_EXITMETER_MAX_VCPUS && n->khz >= 0 && n->khz <= UINT32_MAX &&
	       n->generation >= 0 && n->generation <= UINT32_MAX;
}

static int meter_from_json(struct abi_info *info, const char *vendor, const char *paging,
			   const struct meter_numbers *n, char *error, size_t size)
{
	const char *wrong = NULL;

	info->vendor = vendor_of_name(vendor);
	info->nr_reasons = reason_count(info->vendor);
	if (!info->nr_reasons)
		wrong = "meter.vendor is neither \"VMX\" nor \"SVM\"";
	else if (paging_of_name(paging) < 0)
		wrong = "meter.paging is neither \"tdp\" nor \"shadow\"";
	else if (n->reasons && n->reasons != info->nr_reasons)
		wrong = "meter.reasons is not what meter.vendor has";
	else if (!meter_in_range(n))
		wrong = "meter: a number is too large";
	if (wrong) {
		snprintf(error, size, "%s", wrong);
		return -1;
	}
	info->paging = paging_of_name(paging);
	info->version = n->version;
	info->nr_rows = n->rows;
	info->nr_slots = n->slots;
	info->features = n->features;
	info->nr_vcpus = n->vcpus;
	info->tsc_khz = n->khz;
	info->generation = n->generation;
	return 0;
}

/* All but ledgers and words. */
static int head_from_json(struct window *w, const json_t *json, char *error, size_t size)
{
	const char *schema, *vendor, *paging;
	json_int_t status = 0, flags = 0;
	struct meter_numbers n = { 0 };
	json_error_t json_error;
	int from_zero = 0;

	if (json_unpack_ex((json_t *)json, &json_error, 0,
			   "{s:s, s?I, s?b, s?I, s:{s?I, s:s, s:s, s?I, s?I, s?I, s?I, s?I, s:I, "
			   "s?I}}", "schema", &schema, "status", &status, "from_zero", &from_zero,
			   "latch_flags", &flags, "meter", "abi", &n.version, "vendor", &vendor,
			   "paging", &paging, "reasons", &n.reasons, "rows", &n.rows,
			   "slots", &n.slots, "features", &n.features, "vcpus", &n.vcpus,
			   "tsc_khz", &n.khz, "generation", &n.generation)) {
		snprintf(error, size, "%s", json_error.text);
		return -1;
	}
	if (strcmp(schema, WINDOW_SCHEMA)) {
		snprintf(error, size, "a window's schema is not \"" WINDOW_SCHEMA "\"");
		return -1;
	}
	if (status < 0 || status > INT_MAX || flags < 0 || flags > UINT32_MAX) {
		snprintf(error, size, "status or latch_flags: a number is too large");
		return -1;
	}
	w->status = status;
	w->from_zero = from_zero;
	w->flags = flags;
	return meter_from_json(&w->info, vendor, paging, &n, error, size);
}

/* As command_to_json() writes one. */
static char *word_from_json(const json_t *json)
{
	const char *hex = json_string_value(json_object_get(json, "hex"));
	size_t size, i;
	char *out;

	if (json_is_string(json))
		return strdup(json_string_value(json));
	size = hex ? strlen(hex) / 2 : 0;
	if (!hex || strlen(hex) != 2 * size || strspn(hex, "0123456789abcdef") != 2 * size)
		return NULL;
	out = calloc(size + 1, 1);
	for (i = 0; out && i < size; i++)
		sscanf(hex + 2 * i, "%2hhx", (unsigned char *)&out[i]);
	return out;
}

static int command_from_json(struct window *w, const json_t *words, char *error, size_t size)
{
	json_t *word;
	size_t i;

	if (!words)
		return 0;
	w->command = calloc(json_array_size(words) + 1, sizeof(*w->command));
	json_array_foreach((json_t *)words, i, word) {
		if (w->command)
			w->command[i] = word_from_json(word);
		if (w->command && w->command[i])
			continue;
		snprintf(error, size, "command[%zu] is neither a string nor bytes in hex", i);
		return -1;
	}
	return 0;
}

static int ledgers_from_json(struct window *w, const json_t *json, char *error, size_t size)
{
	const struct {
		const char *name;
		struct ledger *ledger;
	} ledgers[] = {
		{ "empty", &w->empty }, { "begin", &w->begin },
		{ "end", &w->end }, { "net", &w->net },
	};
	char text[128];
	size_t i;

	for (i = 0; i < sizeof(ledgers) / sizeof(ledgers[0]); i++) {
		if (!ledger_from_json(ledgers[i].ledger, json_object_get(json, ledgers[i].name),
				      w->info.nr_reasons, text, sizeof(text)))
			continue;
		snprintf(error, size, "%s: %s", ledgers[i].name, text);
		return -1;
	}
	return 0;
}

/* Most windows have none. */
static int details_from_json(struct window *w, const json_t *json, char *error, size_t size)
{
	const json_t *net = json_object_get(json, "net");
	char text[128];
	size_t i;

	if (!json_object_get(net, "histograms") && !json_object_get(net, "keys"))
		return 0;
	w->details = calloc(1, sizeof(*w->details));
	if (!w->details) {
		snprintf(error, size, "out of memory");
		return -1;
	}
	const struct {
		const char *name;
		struct detail *detail;
	} details[] = {
		{ "empty", &w->details->empty }, { "begin", &w->details->begin },
		{ "end", &w->details->end }, { "net", &w->details->net },
	};

	for (i = 0; i < sizeof(details) / sizeof(details[0]); i++) {
		if (!detail_from_json(details[i].detail, json_object_get(json, details[i].name),
				      w->info.nr_reasons, text, sizeof(text)))
			continue;
		snprintf(error, size, "%s: %s", details[i].name, text);
		return -1;
	}
	return 0;
}

/* Only a VM with several vCPUs has them. */
static int vcpus_from_json(struct window *w, const json_t *vcpus, char *error, size_t size)
{
	char text[128] = "out of memory, or more than a meter can have";
	size_t nr = json_array_size(vcpus);

	if (!nr)
		return 0;
	if (nr <= KVM_EXITMETER_MAX_VCPUS)
		w->vcpus = calloc(nr, sizeof(*w->vcpus));
	for (; w->vcpus && w->nr_vcpus < nr; w->nr_vcpus++)
		if (ledger_from_json(&w->vcpus[w->nr_vcpus], json_array_get(vcpus, w->nr_vcpus),
				     w->info.nr_reasons, text, sizeof(text)))
			break;
	if (w->nr_vcpus == nr)
		return 0;
	snprintf(error, size, "vcpus[%u]: %s", w->nr_vcpus, text);
	return -1;
}

int window_from_json(struct window *w, const json_t *json, char *error, size_t size)
{
	memset(w, 0, sizeof(*w));
	if (!head_from_json(w, json, error, size) &&
	    !command_from_json(w, json_object_get(json, "command"), error, size) &&
	    !ledgers_from_json(w, json, error, size) &&
	    !details_from_json(w, json, error, size) &&
	    !vcpus_from_json(w, json_object_get(json, "vcpus"), error, size))
		return 0;
	window_free(w);
	return -1;
}
