// SPDX-License-Identifier: GPL-2.0
#include "timeline.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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
	size_t i;

	for (i = 0; i < t->nr_rows; i++) {
		t->rows[i] = json_string_value(json_array_get(rows, i));
		if (!t->rows[i])
			return false;
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
	t->nr_rows = json_array_size(rows);
	t->rows = calloc(t->nr_rows + 1, sizeof(*t->rows));
	t->samples = calloc(json_array_size(samples) + 1, sizeof(*t->samples));
	if (!t->rows || !t->samples || !read_rows(t, rows)) {
		snprintf(error, size, "a row's name is not a string");
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

static int64_t total(const json_t *json)
{
	int64_t value = json_integer_value(json);

	return value < 0 || value > MAX_TOTAL ? MAX_TOTAL : value;
}

/* Of the host's table: count, kernel, user, blocked, offcpu, max. */
static struct ledger_row host_row(const json_t *vcpu, const char *name)
{
	const json_t *json = json_object_get(json_object_get(vcpu, "rows"), name);
	struct ledger_row row = { .count = total(json_array_get(json, 0)) };
	size_t a;

	for (a = 0; a < NR_ACCOUNTS; a++)
		*account(&row, a) = total(json_array_get(json, 1 + a));
	return row;
}

static int64_t host_sum(const json_t *vcpu, const char *name)
{
	return total(json_object_get(json_object_get(vcpu, "sums"), name));
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

int64_t timeline_sum_off(const struct timeline *t, const json_t *vcpu)
{
	int64_t off = 0, since = host_sum(vcpu, "wall"), guest = host_sum(vcpu, "guest");
	/* Cycles that the samples don't have: on all accounts, and on the largest. */
	int64_t missing = 0, largest = 0, difference;
	struct ledger_row is, wanted;
	size_t i, a;

	for (i = 0; i < t->nr; i++) {
		since -= t->samples[i].wall;
		guest -= t->samples[i].guest;
	}
	for (i = 0; i < t->nr_rows; i++) {
		is = sum_row(t, i);
		wanted = host_row(vcpu, t->rows[i]);
		off += llabs(wanted.count - is.count);
		for (a = 0; a < NR_ACCOUNTS; a++) {
			difference = llabs(account_get(&wanted, a) - account_get(&is, a));
			missing += difference;
			if (difference > largest)
				largest = difference;
		}
	}
	off += llabs((int64_t)json_object_size(json_object_get(vcpu, "rows")) -
		     (int64_t)t->nr_rows);
	return off + llabs(guest) + (missing - largest) + llabs(largest - since);
}
