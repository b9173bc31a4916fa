// SPDX-License-Identifier: GPL-2.0
#include "clearing.h"

#include "detailed.h"
#include "ledger/class.h"
#include "ledger/window/detail.h"
#include "ledger/window/window.h"
#include "own-work.h"
#include "record/facts/platform-facts.h"
#include "thresholds.h"

static void add_row(struct clearing *c, const int64_t buckets[KVM_EXITMETER_BUCKETS], int sign)
{
	unsigned int i;

	for (i = 0; i < KVM_EXITMETER_BUCKETS; i++) {
		if (detail_lowest(i) < CLEARING_CYCLES)
			continue;
		if (detail_lowest(i) >= EMULATED_CYCLES) {
			c->longer += sign * buckets[i];
			continue;
		}
		c->exits += sign * buckets[i];
		c->least += sign * buckets[i] * (int64_t)detail_lowest(i);
	}
}

static void add_window(struct clearing *c, const struct record *r, const struct record_point *p,
		       const struct window *w, int sign)
{
	const struct detail *d = w->details ? &w->details->net : NULL;
	unsigned int row;

	if (!d || !(d->features & KVM_EXITMETER_FEATURE_HISTOGRAM)) {
		c->is_known = false;
		return;
	}
	for (row = 0; row < w->net.nr_reasons; row++)
		if ((class_has(CLASS_NESTED_FAULT, r->vendor, row) ||
		     class_has(CLASS_FAULT, r->vendor, row)) && (!p || work_is_own(p, row)))
			add_row(c, d->buckets[row], sign);
}

struct clearing clearing_of(const struct record *r)
{
	struct clearing c = { .is_known = r->ok };
	size_t i;

	for (i = 0; c.is_known && i < r->nr_points; i++) {
		add_window(&c, r, &r->points[i], &r->points[i].window, 1);
		if (r->points[i].has_startup)
			add_window(&c, r, &r->points[i], &r->points[i].startup, -1);
	}
	if (c.is_known && !r->nr_points) {
		add_window(&c, r, NULL, &r->window, 1);
		if (r->has_startup)
			add_window(&c, r, NULL, &r->startup, -1);
	}
	return c.is_known ? c : (struct clearing) { .is_known = false };
}

int64_t clearing_emulated(const struct record *r)
{
	const struct detail *d = r->window.details ? &r->window.details->net : NULL;
	int64_t exits = 0;
	unsigned int row, i;

	if (!d || !(d->features & KVM_EXITMETER_FEATURE_HISTOGRAM))
		return 0;
	for (row = 0; row < r->window.net.nr_reasons; row++)
		for (i = 0; i < KVM_EXITMETER_BUCKETS; i++)
			if (class_has(CLASS_FAULT, r->vendor, row) &&
			    detail_lowest(i) >= EMULATED_CYCLES)
				exits += d->buckets[row][i];
	return exits;
}

bool clearing_lacks_bytes(const struct run *detail)
{
	size_t i;

	for (i = 0; detail && i < detail->nr_records; i++)
		if (detail->records[i]->vendor == KVM_EXITMETER_VENDOR_VMX &&
		    platform_facts(detail->records[i]->platform)->is_instruction &&
		    clearing_emulated(detail->records[i]) >= FEW_EXITS)
			return true;
	return false;
}

static bool tells(const struct record *r)
{
	return clearing_of(r).is_known;
}

const struct record *clearing_find(const struct run *detail, const struct record *r)
{
	return detailed_find(detail, r, tells);
}
