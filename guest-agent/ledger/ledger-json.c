// SPDX-License-Identifier: GPL-2.0
#include "ledger-json.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A row is an array: count, kernel, user, blocked, offcpu, max. */
#define ROW_VALUES 6

static json_t *row_to_json(const struct ledger_row *row)
{
	return json_pack("[I,I,I,I,I,I]", (json_int_t)row->count,
			 (json_int_t)row->kernel, (json_int_t)row->user,
			 (json_int_t)row->blocked, (json_int_t)row->offcpu,
			 (json_int_t)row->max);
}

const char *ledger_row_name(unsigned int row, unsigned int nr_reasons,
			    char name[LEDGER_ROW_NAME_SIZE])
{
	if (row < nr_reasons)
		snprintf(name, LEDGER_ROW_NAME_SIZE, "%u", row);
	else
		snprintf(name, LEDGER_ROW_NAME_SIZE, "%s", ledger_pseudo_rows[row - nr_reasons]);
	return name;
}

json_t *ledger_to_json(const struct ledger *l)
{
	json_t *out = json_object(), *rows = json_object();
	char name[LEDGER_ROW_NAME_SIZE];
	unsigned int i;
	size_t s;

	json_object_set_new(out, "serial", json_integer(l->serial));
	json_object_set_new(out, "tsc", json_integer(l->tsc));
	json_object_set_new(out, "copy_exits", json_integer(l->copy_exits));
	for (s = 0; s < ledger_nr_sums; s++)
		json_object_set_new(out, ledger_sums[s].name,
				    json_integer(ledger_sum_get(l, s)));
	for (i = 0; i < l->nr_rows; i++) {
		if (ledger_row_is_zero(&l->rows[i]))
			continue;
		json_object_set_new(rows, ledger_row_name(i, l->nr_reasons, name),
				    row_to_json(&l->rows[i]));
	}
	json_object_set_new(out, "rows", rows);
	return out;
}

int ledger_row_index(const char *name, unsigned int nr_reasons)
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

static int sums_from_json(struct ledger *l, const json_t *json, char *error, size_t size)
{
	json_t *value;
	size_t s;

	for (s = 0; s < ledger_nr_sums; s++) {
		value = json_object_get(json, ledger_sums[s].name);
		if (!json_is_integer(value)) {
			snprintf(error, size, "no number \"%s\"", ledger_sums[s].name);
			return -1;
		}
		*ledger_sum(l, s) = json_integer_value(value);
	}
	return 0;
}

int ledger_from_parts(struct ledger *l, const json_t *sums, const json_t *rows,
		      unsigned int nr_reasons, char *error, size_t size)
{
	const char *key;
	json_t *value;
	int row;

	memset(l, 0, sizeof(*l));
	if (nr_reasons > KVM_EXITMETER_SVM_REASONS) {
		snprintf(error, size, "%u reasons, no vendor has that many", nr_reasons);
		return -1;
	}
	l->nr_reasons = nr_reasons;
	l->nr_rows = nr_reasons + KVM_EXITMETER_ROW_NR;
	if (sums_from_json(l, sums, error, size))
		return -1;
	if (!json_is_object(rows)) {
		snprintf(error, size, "no object \"rows\"");
		return -1;
	}
	json_object_foreach((json_t *)rows, key, value) {
		row = ledger_row_index(key, nr_reasons);
		if (row < 0 || row_from_json(&l->rows[row], value)) {
			snprintf(error, size, "row \"%.40s\" is not a known reason with %d numbers",
				 key, ROW_VALUES);
			return -1;
		}
	}
	if (ledger_in_range(l))
		return 0;
	snprintf(error, size, "a number is too large");
	return -1;
}

int ledger_from_json(struct ledger *l, const json_t *json, unsigned int nr_reasons,
		     char *error, size_t size)
{
	uint64_t serial, tsc;

	memset(l, 0, sizeof(*l));
	if (stamp_from_json(&serial, json, "serial", error, size) ||
	    stamp_from_json(&tsc, json, "tsc", error, size) ||
	    ledger_from_parts(l, json, json_object_get(json, "rows"), nr_reasons, error, size))
		return -1;
	l->serial = serial;
	l->tsc = tsc;
	/* There are records of a meter that did not count these. */
	l->copy_exits = json_integer_value(json_object_get(json, "copy_exits"));
	return 0;
}
