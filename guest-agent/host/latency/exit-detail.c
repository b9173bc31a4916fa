// SPDX-License-Identifier: GPL-2.0
#include "exit-detail.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kvm-exit.h"
#include "util/memory.h"

static int compare_times(const void *a, const void *b)
{
	const struct exit_times *x = a, *y = b;

	return x->row < y->row ? -1 : x->row > y->row;
}

static int compare_keys(const void *a, const void *b)
{
	const struct exit_key *x = a, *y = b;

	if (x->row != y->row)
		return x->row < y->row ? -1 : 1;
	if (x->by != y->by)
		return x->by < y->by ? -1 : 1;
	return x->value < y->value ? -1 : x->value > y->value;
}

void exit_times_add(struct exit_detail *d, const struct exit_times *times)
{
	struct exit_times *t = d->nr_times ? bsearch(times, d->times, d->nr_times,
						     sizeof(*d->times), compare_times) : NULL;
	size_t i;

	if (!t) {
		d->times = memory_grow(d->times, d->nr_times, sizeof(*d->times));
		d->times[d->nr_times++] = *times;
		qsort(d->times, d->nr_times, sizeof(*d->times), compare_times);
		return;
	}
	for (i = 0; i < BUCKETS; i++)
		t->buckets[i] += times->buckets[i];
	if (times->max > t->max)
		t->max = times->max;
}

void exit_key_add(struct exit_detail *d, const struct exit_key *key)
{
	struct exit_key *k = d->nr_keys ? bsearch(key, d->keys, d->nr_keys, sizeof(*d->keys),
						  compare_keys) : NULL;

	if (!k) {
		d->keys = memory_grow(d->keys, d->nr_keys, sizeof(*d->keys));
		d->keys[d->nr_keys++] = *key;
		qsort(d->keys, d->nr_keys, sizeof(*d->keys), compare_keys);
		return;
	}
	k->count += key->count;
	k->ns += key->ns;
}

void exit_detail_add(struct exit_detail *d, const struct exit_detail *more)
{
	size_t i;

	for (i = 0; i < more->nr_times; i++)
		exit_times_add(d, &more->times[i]);
	for (i = 0; i < more->nr_keys; i++)
		exit_key_add(d, &more->keys[i]);
}

static void take_times(struct exit_detail *out, const struct exit_detail *a,
		       const struct exit_times *b)
{
	const struct exit_times *was = a ? exit_times_of(a, b->row) : NULL;
	struct exit_times change = *b;
	uint64_t exits = 0;
	size_t i;

	for (i = 0; i < BUCKETS; i++) {
		change.buckets[i] -= was ? was->buckets[i] : 0;
		exits += change.buckets[i];
	}
	if (exits)
		exit_times_add(out, &change);
}

void exit_detail_between(struct exit_detail *out, const struct exit_detail *a,
			 const struct exit_detail *b)
{
	const struct exit_key *was;
	struct exit_key change;
	size_t i;

	memset(out, 0, sizeof(*out));
	for (i = 0; i < b->nr_times; i++)
		take_times(out, a, &b->times[i]);
	for (i = 0; i < b->nr_keys; i++) {
		change = b->keys[i];
		was = a && a->nr_keys ? bsearch(&change, a->keys, a->nr_keys, sizeof(change),
						compare_keys) : NULL;
		change.count -= was ? was->count : 0;
		change.ns -= was ? was->ns : 0;
		if (change.count)
			exit_key_add(out, &change);
	}
}

void exit_detail_free(struct exit_detail *d)
{
	free(d->times);
	free(d->keys);
	memset(d, 0, sizeof(*d));
}

/* What is longer than all in a bucket, but no longer than anything was. */
static uint64_t end_of(const struct exit_times *t, size_t bucket)
{
	uint64_t end = bucket_least(bucket + 1);

	return bucket == BUCKETS - 1 || end > t->max ? t->max : end;
}

uint64_t exit_times_below(const struct exit_times *t, double share)
{
	uint64_t all = 0, below = 0;
	size_t i;

	for (i = 0; i < BUCKETS; i++)
		all += t->buckets[i];
	for (i = 0; i < BUCKETS; i++) {
		below += t->buckets[i];
		if (below && below >= ceil(share * all))
			return end_of(t, i);
	}
	return 0;
}

uint64_t exit_times_longest(const struct exit_times *t)
{
	return exit_times_below(t, 1);
}

const struct exit_times *exit_times_of(const struct exit_detail *d, uint32_t row)
{
	const struct exit_times like = { .row = row };

	return d->nr_times ? bsearch(&like, d->times, d->nr_times, sizeof(like), compare_times) :
			     NULL;
}

const char *exit_by_name(enum exit_by by)
{
	static const char *const names[EXIT_BY_NR] = {
		[EXIT_BY_USERSPACE] = "userspace", [EXIT_BY_RIP] = "rip", [EXIT_BY_MODE] = "mode",
		[EXIT_BY_LEAF] = "leaf", [EXIT_BY_PORT] = "port", [EXIT_BY_MSR] = "msr",
		[EXIT_BY_PAGE] = "page",
	};

	return by < EXIT_BY_NR ? names[by] : NULL;
}

static void userspace_text(int64_t value, char text[EXIT_KEY_SIZE])
{
	if (value < 0)
		snprintf(text, EXIT_KEY_SIZE, "%s", strerror(-value));
	else
		kvm_exit_name(value, text, EXIT_KEY_SIZE);
}

const char *exit_key_text(const struct exit_key *key, char text[EXIT_KEY_SIZE])
{
	const uint64_t v = key->value;

	switch (key->by) {
	case EXIT_BY_USERSPACE:
		userspace_text(v, text);
		break;
	case EXIT_BY_MODE:
		snprintf(text, EXIT_KEY_SIZE, "%s half", v ? "upper (kernel)" : "lower (user)");
		break;
	case EXIT_BY_LEAF:
		snprintf(text, EXIT_KEY_SIZE, "0x%" PRIx32 " ECX 0x%" PRIx32, (uint32_t)v,
			 (uint32_t)(v >> 32));
		break;
	case EXIT_BY_PORT:
		snprintf(text, EXIT_KEY_SIZE, "0x%x %s", (unsigned int)(v & 0xffff),
			 v >> 16 & 1 ? "write" : "read");
		break;
	case EXIT_BY_MSR:
		snprintf(text, EXIT_KEY_SIZE, "0x%" PRIx32 " %s", (uint32_t)v,
			 v >> 32 & 1 ? "write" : "read");
		break;
	default:
		snprintf(text, EXIT_KEY_SIZE, "0x%" PRIx64, v);
	}
	return text;
}
