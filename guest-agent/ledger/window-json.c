// SPDX-License-Identifier: GPL-2.0
#include "window-json.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "detail-json.h"

/* A row is an array: count, kernel, user, blocked, offcpu, max. */
#define ROW_VALUES 6

static json_t *row_to_json(const struct ledger_row *row)
{
	return json_pack("[I,I,I,I,I,I]", (json_int_t)row->count,
			 (json_int_t)row->kernel, (json_int_t)row->user,
			 (json_int_t)row->blocked, (json_int_t)row->offcpu,
			 (json_int_t)row->max);
}

const char *window_row_name(unsigned int row, unsigned int nr_reasons,
			    char name[WINDOW_ROW_NAME_SIZE])
{
	if (row < nr_reasons)
		snprintf(name, WINDOW_ROW_NAME_SIZE, "%u", row);
	else
		snprintf(name, WINDOW_ROW_NAME_SIZE, "%s", ledger_pseudo_rows[row - nr_reasons]);
	return name;
}

json_t *ledger_to_json(const struct ledger *l)
{
	json_t *out = json_object(), *rows = json_object();
	char name[WINDOW_ROW_NAME_SIZE];
	unsigned int i;
	size_t s;

	json_object_set_new(out, "serial", json_integer(l->serial));
	json_object_set_new(out, "tsc", json_integer(l->tsc));
	for (s = 0; s < ledger_nr_sums; s++)
		json_object_set_new(out, ledger_sums[s].name,
				    json_integer(ledger_sum_get(l, s)));
	for (i = 0; i < l->nr_rows; i++) {
		if (ledger_row_is_zero(&l->rows[i]))
			continue;
		json_object_set_new(rows, window_row_name(i, l->nr_reasons, name),
				    row_to_json(&l->rows[i]));
	}
	json_object_set_new(out, "rows", rows);
	return out;
}

/* With what the meter keeps beside it. */
static json_t *detailed_to_json(const struct ledger *l, const struct detail *d)
{
	json_t *out = ledger_to_json(l);

	if (d)
		detail_to_json(d, out, l);
	return out;
}

/* JSON is UTF-8, an argument may be anything: what is not ASCII becomes '?'. */
static json_t *foreign_to_json(const char *text)
{
	json_t *out = NULL;
	char *copy = strdup(text), *c;

	for (c = copy; c && *c; c++)
		if (*c & 0x80)
			*c = '?';
	if (copy)
		out = json_string(copy);
	free(copy);
	return out;
}

static json_t *argv_to_json(char *const argv[])
{
	json_t *out = json_array(), *word;

	for (; argv && *argv; argv++) {
		word = json_string(*argv);
		json_array_append_new(out, word ? word : foreign_to_json(*argv));
	}
	return out;
}

json_t *meter_to_json(const struct abi_info *i)
{
	return json_pack("{s:i, s:s, s:s, s:i, s:i, s:i, s:I, s:i, s:I, s:I}",
			 "abi", (int)i->version,
			 "vendor", i->vendor == KVM_EXITMETER_VENDOR_VMX ? "VMX" : "SVM",
			 "paging", i->paging == KVM_EXITMETER_PAGING_TDP ? "tdp" : "shadow",
			 "reasons", (int)i->nr_reasons,
			 "rows", (int)i->nr_rows,
			 "slots", (int)i->nr_slots,
			 "features", (json_int_t)i->features,
			 "vcpus", (int)i->nr_vcpus,
			 "tsc_khz", (json_int_t)i->tsc_khz,
			 "generation", (json_int_t)i->generation);
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
			 "command", argv_to_json(argv),
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

int window_row_index(const char *name, unsigned int nr_reasons)
{
	char canonical[24];
	unsigned long n;
	unsigned int i;

	for (i = 0; i < KVM_EXITMETER_ROW_NR; i++)
		if (!strcmp(name, ledger_pseudo_rows[i]))
			return nr_reasons + i;
	/* "10" only: "010" or "+10" would be a second row for the same reason. */
	n = strtoul(name, NULL, 10);
	snprintf(canonical, sizeof(canonical), "%lu", n);
	return n < nr_reasons && !strcmp(name, canonical) ? (int)n : -1;
}

static int row_from_json(struct ledger_row *row, const json_t *json)
{
	int64_t *values[ROW_VALUES] = { &row->count, &row->kernel, &row->user,
					&row->blocked, &row->offcpu, &row->max };
	size_t i;

	if (json_array_size(json) != ROW_VALUES)
		return -1;
	for (i = 0; i < ROW_VALUES; i++) {
		if (!json_is_integer(json_array_get(json, i)))
			return -1;
		*values[i] = json_integer_value(json_array_get(json, i));
	}
	return 0;
}

static int stamp_from_json(uint64_t *stamp, const json_t *json, const char *key,
			   char *error, size_t size)
{
	const json_t *value = json_object_get(json, key);

	if (!json_is_integer(value)) {
		snprintf(error, size, "no number \"%s\"", key);
		return -1;
	}
	*stamp = json_integer_value(value);
	return 0;
}

int ledger_from_json(struct ledger *l, const json_t *json, unsigned int nr_reasons,
		     char *error, size_t size)
{
	json_t *rows = json_object_get(json, "rows"), *value;
	const char *key;
	int row;
	size_t s;

	memset(l, 0, sizeof(*l));
	if (nr_reasons > KVM_EXITMETER_SVM_REASONS) {
		snprintf(error, size, "%u reasons, no vendor has that many", nr_reasons);
		return -1;
	}
	l->nr_reasons = nr_reasons;
	l->nr_rows = nr_reasons + KVM_EXITMETER_ROW_NR;

	if (stamp_from_json(&l->serial, json, "serial", error, size) ||
	    stamp_from_json(&l->tsc, json, "tsc", error, size))
		return -1;
	for (s = 0; s < ledger_nr_sums; s++) {
		value = json_object_get(json, ledger_sums[s].name);
		if (!json_is_integer(value)) {
			snprintf(error, size, "no number \"%s\"", ledger_sums[s].name);
			return -1;
		}
		*ledger_sum(l, s) = json_integer_value(value);
	}
	if (!json_is_object(rows)) {
		snprintf(error, size, "no object \"rows\"");
		return -1;
	}
	json_object_foreach(rows, key, value) {
		row = window_row_index(key, nr_reasons);
		if (row < 0 || row_from_json(&l->rows[row], value)) {
			snprintf(error, size, "row \"%s\" is not a known reason with %d numbers",
				 key, ROW_VALUES);
			return -1;
		}
	}
	return 0;
}
