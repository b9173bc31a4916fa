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

static bool add_jobs(struct registers *r, enum side_index side, const struct vendors_jobs *jobs,
		     const struct run *detail)
{
	const struct record *found, *cell;
	size_t i;

	for (i = 0; i < jobs->nr; i++) {
		cell = vendors_record(&jobs->job[i], side, false);
		found = detailed_find(detail, cell, has_keys);
		if (found)
			add(r, side, found);
		else if (class_count(CLASS_CR, cell->vendor, &cell->window.net))
			return false;
	}
	return true;
}

bool registers_account(struct registers *r, const struct vendors_jobs *jobs,
		       const struct run *detail)
{
	memset(r, 0, sizeof(*r));
	if (!add_jobs(r, SIDE_VMX, jobs, detail) || !add_jobs(r, SIDE_SVM, jobs, detail))
		return false;
	r->difference = llround(vendors_total(jobs, SIDE_SVM, CLASS_CR, false) -
				vendors_total(jobs, SIDE_VMX, CLASS_CR, false));
	r->accounted = r->cr4_writes[SIDE_SVM] - r->cr4_writes[SIDE_VMX] + r->reads[SIDE_SVM];
	return r->difference > 0 && !r->reads[SIDE_VMX] &&
	       llabs(r->cr0_writes[SIDE_SVM] - r->cr0_writes[SIDE_VMX]) <= OTHERS &&
	       r->cr4_writes[SIDE_SVM] >= r->cr4_writes[SIDE_VMX] &&
	       llabs(r->difference - r->accounted) <= OTHERS;
}
