// SPDX-License-Identifier: GPL-2.0
#include "timeline.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ledger/ledger-json.h"
#include "ledger/ledger-text.h"
#include "util/memory.h"

/*
 * What a value may be, so that sums of them are numbers: one of a sample is below an hour's
 * cycles, one of the whole below a day's, and there are not more samples than a record can
 * have in reason.
 */
#define MAX_VALUE	(1ll << 44)
#define MAX_TOTAL	(1ll << 48)
#define MAX_SAMPLES	(1 << 10)
#define MAX_ROWS	(1 << 9)

/* The columns of a row that are cycles. */
static const size_t accounts[] = {
	offsetof(struct ledger_row, kernel), offsetof(struct ledger_row, user),
	offsetof(struct ledger_row, blocked), offsetof(struct ledger_row, offcpu),
};

#define NR_ACCOUNTS (sizeof(accounts) / sizeof(accounts[0]))

static int64_t *account(struct ledger_row *row, size_t i)
{
	return (int64_t *)((char *)row + accounts[i]);
}

static int64_t account_get(const struct ledger_row *row, size_t i)
{
	return *(const int64_t *)((const char *)row + accounts[i]);
}

/* Is it a number that can be? */
static bool is_value(const json_t *json)
{
	return json_is_integer(json) && llabs(json_integer_value(json)) <= MAX_VALUE;
}

/* An array of a row and some numbers. */
static bool read_change(const struct timeline *t, struct timeline_change *c, const json_t *json)
{
	size_t nr = json_array_size(json), i;
	json_t *value;

	json_array_foreach((json_t *)json, i, value)
		if (!is_value(value))
			return false;
	if (nr < 2 || nr > 1 + TIMELINE_COLUMNS ||
	    json_integer_value(json_array_get(json, 0)) < 0 ||
	    json_integer_value(json_array_get(json, 0)) >= (json_int_t)t->nr_rows)
		return false;
	c->row = json_integer_value(json_array_get(json, 0));
	c->by.count = json_integer_value(json_array_get(json, 1));
	for (i = 2; i < nr; i++)
		*account(&c->by, i - 2) = json_integer_value(json_array_get(json, i));
	return true;
}

static bool read_sample(const struct timeline *t, struct timeline_sample *s, const json_t *json)
{
	size_t nr = json_array_size(json);

	if (nr < 2 || nr > 2 + t->nr_rows || !is_value(json_array_get(json, 0)) ||
	    !is_value(json_array_get(json, 1)))
		return false;
	s->wall = json_integer_value(json_array_get(json, 0));
	s->guest = json_integer_value(json_array_get(json, 1));
	s->changes = calloc(nr, sizeof(*s->changes));
	if (!s->changes)
		return false;
	for (; s->nr < nr - 2; s->nr++)
		if (!read_change(t, &s->changes[s->nr], json_array_get(json, 2 + s->nr)))
			return false;
	return true;
}

static bool read_rows(struct timeline *t, const json_t *rows)
{
	const char *name;
	size_t i;

	for (i = 0; i < t->nr_rows; i++) {
		name = json_string_value(json_array_get(rows, i));
		if (!name || strlen(name) >= TIMELINE_NAME_SIZE)
			return false;
		strcpy(t->rows[i], name);
	}
	return true;
}

int timeline_from_json(struct timeline *t, const json_t *json, char *error, size_t size)
{
	json_t *rows, *samples;
	json_error_t json_error;

	memset(t, 0, sizeof(*t));
	if (json_unpack_ex((json_t *)json, &json_error, 0, "{s:I, s:I, s:I, s:I, s:o, s:o}",
			   "interval_ns", &t->interval_ns, "thinned", &t->thinned,
			   "late", &t->late, "cpu_ns", &t->cpu_ns, "rows", &rows,
			   "samples", &samples)) {
		snprintf(error, size, "%s", json_error.text);
		return -1;
	}
	if (json_array_size(rows) > MAX_ROWS || json_array_size(samples) > MAX_SAMPLES) {
		snprintf(error, size, "more than %d rows or %d samples", MAX_ROWS, MAX_SAMPLES);
		return -1;
	}
	if (!value_in_range(t->interval_ns) || !value_in_range(t->thinned) ||
	    !value_in_range(t->late) || !value_in_range(t->cpu_ns)) {
		snprintf(error, size, "a number is too large");
		return -1;
	}
	t->nr_rows = json_array_size(rows);
	t->rows = calloc(t->nr_rows + 1, sizeof(*t->rows));
	t->samples = calloc(json_array_size(samples) + 1, sizeof(*t->samples));
	if (!t->rows || !t->samples || !read_rows(t, rows)) {
		snprintf(error, size, "a row's name is not a string of %d characters at most",
			 TIMELINE_NAME_SIZE - 1);
		goto fail;
	}
	for (; t->nr < json_array_size(samples); t->nr++) {
		if (read_sample(t, &t->samples[t->nr], json_array_get(samples, t->nr)))
			continue;
		snprintf(error, size, "sample %zu is not [wall, guest, [row, numbers], ...]",
			 t->nr++);
		goto fail;
	}
	return 0;
fail:
	timeline_free(t);
	return -1;
}

void timeline_free(struct timeline *t)
{
	size_t i;

	for (i = 0; i < t->nr; i++)
		free(t->samples[i].changes);
	free(t->samples);
	free(t->rows);
	memset(t, 0, sizeof(*t));
}

static int64_t shrinks(int64_t by)
{
	return by < 0 ? -by : 0;
}

int64_t timeline_time_off(const struct timeline *t)
{
	const struct timeline_sample *s;
	const struct ledger_row *by;
	int64_t off = 0, sum;
	size_t i, c, a;

	for (i = 0; i < t->nr; i++) {
		s = &t->samples[i];
		sum = s->guest;
		off += shrinks(s->wall) + shrinks(s->guest);
		for (c = 0; c < s->nr; c++) {
			by = &s->changes[c].by;
			off += shrinks(by->count);
			for (a = 0; a < NR_ACCOUNTS; a++) {
				sum += account_get(by, a);
				off += shrinks(account_get(by, a));
			}
		}
		off += llabs(sum - s->wall);
	}
	return off;
}

/* What the samples say of a row. */
static struct ledger_row sum_row(const struct timeline *t, size_t row)
{
	struct ledger_row sum = { 0 };
	const struct timeline_sample *s;
	size_t i, c, a;

	for (i = 0; i < t->nr; i++) {
		s = &t->samples[i];
		for (c = 0; c < s->nr; c++) {
			if (s->changes[c].row != row)
				continue;
			sum.count += s->changes[c].by.count;
			for (a = 0; a < NR_ACCOUNTS; a++)
				*account(&sum, a) += account_get(&s->changes[c].by, a);
		}
	}
	return sum;
}

/* Rows of a ledger that anything was ever charged to. */
static size_t nr_used(const struct ledger *l)
{
	size_t nr = 0;
	unsigned int i;

	for (i = 0; i < l->nr_rows; i++)
		nr += !ledger_row_is_zero(&l->rows[i]);
	return nr;
}

int64_t timeline_sum_off(const struct timeline *t, const struct ledger *end)
{
	static const struct ledger_row none;
	int64_t off = 0, since = end ? end->wall : 0, guest = end ? end->guest : 0;
	/* Cycles that the samples don't have: on all accounts, and on the largest. */
	int64_t missing = 0, largest = 0, difference;
	struct ledger_row is, wanted;
	size_t i, a;
	int row;

	for (i = 0; i < t->nr; i++) {
		since -= t->samples[i].wall;
		guest -= t->samples[i].guest;
	}
	for (i = 0; i < t->nr_rows; i++) {
		is = sum_row(t, i);
		row = end ? ledger_row_index(t->rows[i], end->nr_reasons) : -1;
		wanted = row < 0 ? none : end->rows[row];
		off += llabs(wanted.count - is.count);
		for (a = 0; a < NR_ACCOUNTS; a++) {
			difference = llabs(account_get(&wanted, a) - account_get(&is, a));
			missing += difference;
			if (difference > largest)
				largest = difference;
		}
	}
	off += llabs((int64_t)(end ? nr_used(end) : 0) - (int64_t)t->nr_rows);
	return off + llabs(guest) + (missing - largest) + llabs(largest - since);
}

/*
 * A ledger as it was at the sample before, and the sample that is being read.
 * @row: by index into the timeline's rows
 */
struct reader {
	struct timeline *t;
	struct timeline_sample *sample;
	struct ledger_row row[MAX_ROWS];
	int64_t wall;
	int64_t guest;
};

static int find_row(struct timeline *t, const char *name)
{
	size_t i;

	for (i = 0; i < t->nr_rows; i++)
		if (!strcmp(t->rows[i], name))
			return i;
	if (i == MAX_ROWS || strlen(name) >= TIMELINE_NAME_SIZE)
		return -1;
	t->rows = memory_grow(t->rows, t->nr_rows, TIMELINE_NAME_SIZE);
	strcpy(t->rows[i], name);
	return t->nr_rows++;
}

static int add_row(struct reader *r, const struct ledger_line *line)
{
	struct timeline_change change = { .row = 0 };
	int row = find_row(r->t, line->name);
	struct ledger_row *before;
	size_t a;

	if (row < 0)
		return -1;
	before = &r->row[row];
	change.row = row;
	change.by.count = line->value[0] - before->count;
	before->count = line->value[0];
	for (a = 0; a < NR_ACCOUNTS; a++) {
		*account(&change.by, a) = line->value[1 + a] - account_get(before, a);
		*account(before, a) = line->value[1 + a];
	}
	if (ledger_row_is_zero(&change.by))
		return 0;
	r->sample->changes = memory_grow(r->sample->changes, r->sample->nr, sizeof(change));
	r->sample->changes[r->sample->nr++] = change;
	return 0;
}

static void add_sample(struct reader *r)
{
	struct timeline *t = r->t;

	t->samples = memory_grow(t->samples, t->nr, sizeof(*t->samples));
	r->sample = &t->samples[t->nr++];
}

static void read_head(struct timeline *t, const char *name, int64_t value)
{
	const struct {
		const char *name;
		int64_t *to;
	} heads[] = {
		{ "interval_ns", &t->interval_ns }, { "thinned", &t->thinned },
		{ "late", &t->late }, { "cpu_ns", &t->cpu_ns },
	};
	size_t i;

	for (i = 0; i < sizeof(heads) / sizeof(heads[0]); i++)
		if (!strcmp(heads[i].name, name))
			*heads[i].to = value;
}

static void read_total(struct reader *r, const char *name, int64_t value)
{
	if (!r->sample) {
		read_head(r->t, name, value);
	} else if (!strcmp(name, "wall")) {
		r->sample->wall = value - r->wall;
		r->wall = value;
	} else if (!strcmp(name, "guest")) {
		r->sample->guest = value - r->guest;
		r->guest = value;
	}
}

static bool in_range(const struct ledger_line *line)
{
	size_t i;

	for (i = 0; i < line->nr; i++)
		if (line->value[i] < 0 || line->value[i] > MAX_TOTAL)
			return false;
	return true;
}

int timeline_from_text(struct timeline *t, FILE *f, char *error, size_t size)
{
	struct reader r = { .t = t };
	struct ledger_line line;

	memset(t, 0, sizeof(*t));
	while (ledger_line_read(&line, f)) {
		if (!line.nr && !strcmp(line.name, "sample")) {
			if (t->nr == MAX_SAMPLES)
				break;
			add_sample(&r);
		} else if (!in_range(&line) ||
			   (line.nr > 1 && r.sample && add_row(&r, &line))) {
			snprintf(error, size, "sample %zu: row \"%s\" is not one of a ledger",
				 t->nr, line.name);
			return -1;
		} else if (line.nr == 1) {
			read_total(&r, line.name, line.value[0]);
		}
	}
	return 0;
}

/* Row and differences; the zeros at its end are left out. */
static json_t *change_to_json(const struct timeline_change *c)
{
	json_t *json = json_pack("[i,I]", (int)c->row, (json_int_t)c->by.count);
	size_t used, a;

	for (used = NR_ACCOUNTS; used && !account_get(&c->by, used - 1); used--)
		;
	for (a = 0; a < used; a++)
		json_array_append_new(json, json_integer(account_get(&c->by, a)));
	return json;
}

json_t *timeline_to_json(const struct timeline *t)
{
	json_t *rows = json_array(), *samples = json_array(), *sample;
	size_t i, c;

	for (i = 0; i < t->nr_rows; i++)
		json_array_append_new(rows, json_string(t->rows[i]));
	for (i = 0; i < t->nr; i++) {
		sample = json_pack("[I,I]", (json_int_t)t->samples[i].wall,
				   (json_int_t)t->samples[i].guest);
		for (c = 0; c < t->samples[i].nr; c++)
			json_array_append_new(sample, change_to_json(&t->samples[i].changes[c]));
		json_array_append_new(samples, sample);
	}
	return json_pack("{s:I, s:I, s:I, s:I, s:o, s:o}", "interval_ns",
			 (json_int_t)t->interval_ns, "thinned", (json_int_t)t->thinned,
			 "late", (json_int_t)t->late, "cpu_ns", (json_int_t)t->cpu_ns,
			 "rows", rows, "samples", samples);
}
