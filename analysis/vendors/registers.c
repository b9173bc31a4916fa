// SPDX-License-Identifier: GPL-2.0
#include "registers.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "detail/detail-csv.h"
#include "ledger/window/key-name.h"
#include "select/detailed.h"

/* So many exits may be another boot's. */
#define OTHERS	2

static bool has_keys(const struct record *r)
{
	return record_detail(r, KVM_EXITMETER_FEATURE_KEYS);
}

static void add(struct registers *r, enum side_index side, const struct record *record)
{
	const struct detail *d = record_detail(record, KVM_EXITMETER_FEATURE_KEYS);
	char subject[KEY_NAME_SIZE], access[KEY_NAME_SIZE];
	const struct detail_key *k;
	const char *what;

	for (k = d->keys; k < d->keys + d->nr_keys; k++) {
		if (KVM_EXITMETER_KEY_KIND(k->key) != KVM_EXITMETER_KEY_CR)
			continue;
		what = key_subject(k->key, subject);
		if (!strcmp(key_access(k->key, access), "read"))
			r->reads[side] += k->charge.count;
		else if (!strcmp(what, "CR4"))
			r->cr4_writes[side] += k->charge.count;
		else
			r->cr0_writes[side] += k->charge.count;
	}
}

static int64_t difference(const struct vendors_job *job)
{
	return llround(vendors_exits(job, SIDE_SVM, CLASS_CR, false) -
		       vendors_exits(job, SIDE_VMX, CLASS_CR, false));
}

/* false if nothing tells of it, nor of another one before */
static bool add_job(struct registers *r, const struct vendors_job *job, const struct run *detail)
{
	const struct record *keys[SIDE_NR], *cell;
	int64_t exits = 0;
	size_t i;

	for (i = 0; i < SIDE_NR; i++) {
		cell = vendors_record(job, i, false);
		exits += class_count(CLASS_CR, cell->vendor, &cell->window.net);
		keys[i] = detailed_find(detail, cell, has_keys);
	}
	if (keys[SIDE_VMX] && keys[SIDE_SVM]) {
		for (i = 0; i < SIDE_NR; i++)
			add(r, i, keys[i]);
		r->difference += difference(job);
		return true;
	}
	if (!exits)
		return true;
	if (r->without)
		return false;
	r->without = job->workload;
	r->more_without = difference(job);
	return true;
}

bool registers_account(struct registers *r, const struct vendors_jobs *jobs,
		       const struct run *detail)
{
	size_t i;

	memset(r, 0, sizeof(*r));
	for (i = 0; i < jobs->nr; i++)
		if (!add_job(r, &jobs->job[i], detail))
			return false;
	r->accounted = r->cr4_writes[SIDE_SVM] - r->cr4_writes[SIDE_VMX] + r->reads[SIDE_SVM];
	return r->difference > 0 && !r->reads[SIDE_VMX] &&
	       llabs(r->cr0_writes[SIDE_SVM] - r->cr0_writes[SIDE_VMX]) <= OTHERS &&
	       r->cr4_writes[SIDE_SVM] >= r->cr4_writes[SIDE_VMX] &&
	       llabs(r->difference - r->accounted) <= OTHERS;
}
