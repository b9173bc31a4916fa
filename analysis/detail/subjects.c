// SPDX-License-Identifier: GPL-2.0
#include "subjects.h"

#include <stdlib.h>
#include <string.h>

#include "detail-csv.h"
#include "ledger/window/key-name.h"
#include "util/memory.h"

/* A device is told by its ports and pages; of what else there is the access says more. */
static bool tells_access(unsigned int kind)
{
	return kind == KVM_EXITMETER_KEY_CR || kind == KVM_EXITMETER_KEY_MSR ||
	       kind == KVM_EXITMETER_KEY_FAULT;
}

static char *name_of(uint64_t key)
{
	char subject[KEY_NAME_SIZE], access[KEY_NAME_SIZE];
	const char *name = key_subject(key, subject);

	if (!tells_access(KVM_EXITMETER_KEY_KIND(key)))
		return memory_printf("%s", name);
	return memory_printf("%s, %s", name, key_access(key, access));
}

static struct subject *find(struct subjects *s, char *name)
{
	size_t i;

	for (i = 0; i < s->nr; i++) {
		if (strcmp(s->subject[i].name, name))
			continue;
		free(name);
		return &s->subject[i];
	}
	s->subject = memory_grow(s->subject, s->nr, sizeof(*s->subject));
	s->subject[s->nr].name = name;
	return &s->subject[s->nr++];
}

static void add_keys(struct subjects *s, const struct detail *d, unsigned int kind, size_t mode,
		     size_t workload)
{
	const struct detail_key *k;
	struct subject *one;
	size_t i;

	for (i = 0; i < d->nr_keys; i++) {
		k = &d->keys[i];
		if (KVM_EXITMETER_KEY_KIND(k->key) != kind)
			continue;
		one = find(s, name_of(k->key));
		one->count[mode] += k->charge.count;
		one->cycles[mode] += k->charge.cycles;
		if (one->last_workload != workload + 1) {
			one->last_workload = workload + 1;
			one->nr_workloads++;
		}
		s->total[mode] += k->charge.count;
	}
}

const struct detail *subjects_detail(const struct record *r, size_t i)
{
	const struct window *w;

	if (!r->nr_points)
		return i ? NULL : record_detail(r, KVM_EXITMETER_FEATURE_KEYS);
	w = i < r->nr_points ? &r->points[i].window : NULL;
	return w && w->details && w->details->net.features & KVM_EXITMETER_FEATURE_KEYS ?
	       &w->details->net : NULL;
}

/* @workload: its number, so that each is counted once. */
static void add(struct subjects *s, const struct record *r, unsigned int kind, size_t mode,
		size_t workload)
{
	const struct detail *d;
	size_t i;

	for (i = 0; r && (d = subjects_detail(r, i)); i++)
		add_keys(s, d, kind, mode, workload);
}

static int64_t larger(const struct subject *s)
{
	return s->count[0] > s->count[1] ? s->count[0] : s->count[1];
}

static int by_count(const void *a, const void *b)
{
	const struct subject *x = a, *y = b;

	if (larger(x) != larger(y))
		return larger(x) < larger(y) ? 1 : -1;
	return strcmp(x->name, y->name);
}

void subjects_of_pairs(struct subjects *s, const struct pair *p, size_t nr, unsigned int kind)
{
	size_t i;

	memset(s, 0, sizeof(*s));
	for (i = 0; i < nr; i++) {
		add(s, p[i].tdp, kind, 0, i);
		add(s, p[i].shadow, kind, 1, i);
	}
	if (s->nr)
		qsort(s->subject, s->nr, sizeof(*s->subject), by_count);
}

char *subject_at(const struct record *r, unsigned int row, size_t place, int64_t *count)
{
	const struct detail *d = r ? record_detail(r, KVM_EXITMETER_FEATURE_KEYS) : NULL;
	struct subjects s = { NULL };
	struct subject *one;
	char *name = NULL;
	size_t i;

	for (i = 0; d && i < d->nr_keys; i++) {
		if (KVM_EXITMETER_KEY_ROW(d->keys[i].key) != row)
			continue;
		one = find(&s, name_of(d->keys[i].key));
		one->count[0] += d->keys[i].charge.count;
	}
	if (s.nr)
		qsort(s.subject, s.nr, sizeof(*s.subject), by_count);
	if (place < s.nr && s.subject[place].count[0] > 0) {
		*count = s.subject[place].count[0];
		name = memory_printf("%s", s.subject[place].name);
	}
	subjects_free(&s);
	return name;
}

void subjects_free(struct subjects *s)
{
	size_t i;

	for (i = 0; i < s->nr; i++)
		free(s->subject[i].name);
	free(s->subject);
	memset(s, 0, sizeof(*s));
}
