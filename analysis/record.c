// SPDX-License-Identifier: GPL-2.0
#include "record.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "detail_json.h"
#include "memory.h"
#include "message.h"
#include "row.h"
#include "window_json.h"

static int malformed(const struct record *r, const char *what)
{
	message("%s: not a usable record: %s; run the cell again", r->path, what);
	return -1;
}

static json_t *load_json(const char *path)
{
	json_error_t error;
	json_t *json = json_load_file(path, JSON_REJECT_DUPLICATES, &error);

	if (json)
		return json;
	if (error.line < 0)
		message("%s: %s", path, error.text);
	else
		message("%s:%d: not valid JSON: %s; the file is cut off or damaged, "
			"run the cell again", path, error.line, error.text);
	return NULL;
}

static int read_schema(const struct record *r)
{
	const char *schema = json_string_value(json_object_get(r->json, "schema"));

	if (schema && !strcmp(schema, RECORD_SCHEMA))
		return 0;
	message("%s: schema is \"%s\", wanted \"" RECORD_SCHEMA "\"; "
		"use the exitreport that belongs to the record", r->path, schema ? schema : "");
	return -1;
}

/* The file's name and the cell's id must be the same: records get copied. */
static int check_name(const struct record *r)
{
	const char *base = strrchr(r->path, '/');
	size_t len = strlen(r->id);

	base = base ? base + 1 : r->path;
	if (!strncmp(base, r->id, len) && !strcmp(base + len, ".json"))
		return 0;
	message("%s: holds the cell %s; rename the file", r->path, r->id);
	return -1;
}

static int check_settings(const struct record *r)
{
	const char *name;
	json_t *value;

	if (r->settings && !json_is_object(r->settings))
		return malformed(r, "cell.settings is not an object");
	json_object_foreach(r->settings, name, value)
		if (!json_is_string(value))
			return malformed(r, "cell.settings has a value that is not a string");
	return 0;
}

static int read_cell(struct record *r)
{
	json_error_t error;
	const char *paging;

	r->summary = "";
	r->group = "";
	r->measure = "";
	r->command = "";
	r->operations = "";
	r->error = "";
	r->variant = "";
	if (json_unpack_ex(r->json, &error, 0,
			   "{s:{s:s, s:s, s:s, s:s, s:s, s:I, s:I, s:I, s?s, s?o}, "
			   "s:{s?s, s?s, s?s, s?s, s?s}, s:s, s?s, s:o, s?o}",
			   "cell", "id", &r->id, "platform", &r->platform, "paging", &paging,
			   "parameter", &r->parameter, "workload", &r->workload,
			   "seed", &r->seed, "memory", &r->memory, "vcpus", &r->vcpus,
			   "variant", &r->variant, "settings", &r->settings,
			   "workload", "summary", &r->summary, "group", &r->group,
			   "measure", &r->measure, "command", &r->command,
			   "operations", &r->operations,
			   "status", &r->status, "error", &r->error,
			   "identity", &r->identity, "measured", &r->measured))
		return malformed(r, error.text);
	r->shadow = !strcmp(paging, "shadow");
	if (!r->shadow && strcmp(paging, "tdp"))
		return malformed(r, "cell.paging is neither \"tdp\" nor \"shadow\"");
	if (check_settings(r))
		return -1;
	r->name = memory_printf("%s%s%s", r->workload, *r->variant ? "." : "", r->variant);
	return check_name(r);
}

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
		return malformed(r, text);
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
		return malformed(r, text);
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
	malformed(r, text);
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

static int read_window(const struct record *r, struct window *w, json_t *json,
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
		return malformed(r, error.text);
	if (strcmp(schema, WINDOW_SCHEMA))
		return malformed(r, "a window's schema is not \"" WINDOW_SCHEMA "\"");

	w->from_zero = from_zero;
	w->flags = flags;
	w->info.vendor = vendor_number(vendor);
	w->info.paging = strcmp(paging, "tdp") ? KVM_EXITMETER_PAGING_SHADOW :
						 KVM_EXITMETER_PAGING_TDP;
	w->info.tsc_khz = khz;
	w->info.nr_reasons = reason_count(w->info.vendor);
	if (!w->info.nr_reasons)
		return malformed(r, "meter.vendor is neither \"VMX\" nor \"SVM\"");
	if (read_ledgers(r, w, json, what) || read_details(r, w, json, what))
		return -1;
	return read_vcpus(r, w, json, what);
}

/* The modules' parameter is ept= or npt=. */
static unsigned int vendor_of_parameter(const char *parameter)
{
	if (!strncmp(parameter, "ept=", 4))
		return KVM_EXITMETER_VENDOR_VMX;
	if (!strncmp(parameter, "npt=", 4))
		return KVM_EXITMETER_VENDOR_SVM;
	return 0;
}

static int read_measured(struct record *r)
{
	json_t *startup = json_object_get(r->measured, "startup");

	r->vendor = vendor_of_parameter(r->parameter);
	r->unmeasured = !strcmp(r->status, "unmeasured");
	r->ok = !strcmp(r->status, "ok");
	if (!r->ok)
		return 0;
	if (!json_is_object(json_object_get(r->measured, "window")))
		return malformed(r, "status is \"ok\" without a measured.window");
	if (read_window(r, &r->window, json_object_get(r->measured, "window"), "window"))
		return -1;
	r->vendor = r->window.info.vendor;
	r->has_startup = json_is_object(startup);
	return r->has_startup ? read_window(r, &r->startup, startup, "startup") : 0;
}

struct record *record_load(const char *path)
{
	struct record *r = memory_zalloc(sizeof(*r));

	r->path = memory_printf("%s", path);
	r->json = load_json(path);
	if (r->json && !read_schema(r) && !read_cell(r) && !read_measured(r))
		return r;
	record_free(r);
	return NULL;
}

void record_free(struct record *r)
{
	json_decref(r->json);
	free(r->window.vcpus);
	free(r->startup.vcpus);
	details_free(r->window.details);
	details_free(r->startup.details);
	free(r->path);
	free(r->name);
	free(r);
}

const char *record_setting(const struct record *r, const char *name)
{
	const char *value = json_string_value(json_object_get(r->settings, name));

	return value ? value : "";
}

const char *record_observer(const struct record *r)
{
	const char *observer = record_setting(r, "observer");

	return *observer && strcmp(observer, "none") ? observer : NULL;
}

const char *record_mode_name(unsigned int vendor, bool shadow)
{
	if (vendor == KVM_EXITMETER_VENDOR_SVM)
		return shadow ? "npt=0" : "npt=1";
	return shadow ? "ept=0" : "ept=1";
}
