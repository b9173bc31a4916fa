// SPDX-License-Identifier: GPL-2.0
#include "timeline-text.h"

#include <stdbool.h>
#include <string.h>

#include "timeline.h"

#define MAX_ROWS	512

/**
 * struct reader - the ledger as it was at the sample before
 * @row: its rows, in the order of their appearance
 * @rows: their names, for the record
 * @samples: so far, for the record
 * @sample: that is being read; inside @samples; NULL before the first
 */
struct reader {
	struct {
		char name[16];
		long long value[TIMELINE_COLUMNS];
	} row[MAX_ROWS];
	size_t nr_rows;
	long long wall;
	long long guest;
	json_t *rows;
	json_t *samples;
	json_t *sample;
};

/* Its index; -1 if there are too many. */
static int find_row(struct reader *r, const char *name)
{
	size_t i;

	for (i = 0; i < r->nr_rows; i++)
		if (!strcmp(r->row[i].name, name))
			return i;
	if (i == MAX_ROWS)
		return -1;
	snprintf(r->row[i].name, sizeof(r->row[i].name), "%.15s", name);
	json_array_append_new(r->rows, json_string(name));
	return r->nr_rows++;
}

/* Row and differences; the zeros at its end are left out. */
static void add_row(struct reader *r, const char *name, const long long value[])
{
	int index = find_row(r, name);
	json_t *changes;
	size_t i, used = 0;

	if (index < 0)
		return;
	for (i = 0; i < TIMELINE_COLUMNS; i++)
		if (value[i] != r->row[index].value[i])
			used = i + 1;
	if (!used)
		return;
	changes = json_pack("[i]", index);
	for (i = 0; i < used; i++)
		json_array_append_new(changes, json_integer(value[i] - r->row[index].value[i]));
	memcpy(r->row[index].value, value, sizeof(r->row[index].value));
	json_array_append_new(r->sample, changes);
}

static void add_sample(struct reader *r)
{
	r->sample = json_pack("[i,i]", 0, 0);
	json_array_append_new(r->samples, r->sample);
}

/* The first two values of a sample: by how much time and the guest's time have grown. */
static void set_total(struct reader *r, size_t place, long long *before, long long value)
{
	json_array_set_new(r->sample, place, json_integer(value - *before));
	*before = value;
}

static void read_total(struct reader *r, json_t *json, const char *name, long long value)
{
	if (!r->sample)
		json_object_set_new(json, name, json_integer(value));
	else if (!strcmp(name, "wall"))
		set_total(r, 0, &r->wall, value);
	else if (!strcmp(name, "guest"))
		set_total(r, 1, &r->guest, value);
}

json_t *timeline_text_read(FILE *f)
{
	struct reader r = { .rows = json_array(), .samples = json_array() };
	json_t *json = json_object();
	char line[512], name[64];
	long long v[6];
	int n;

	while (fgets(line, sizeof(line), f)) {
		n = sscanf(line, "%63s %lld %lld %lld %lld %lld %lld", name,
			   &v[0], &v[1], &v[2], &v[3], &v[4], &v[5]);
		if (n == 1 && !strcmp(name, "sample"))
			add_sample(&r);
		else if (n == 2)
			read_total(&r, json, name, v[0]);
		else if (n == 7 && r.sample)
			add_row(&r, name, v);
	}
	json_object_set_new(json, "rows", r.rows);
	json_object_set_new(json, "samples", r.samples);
	return json;
}
