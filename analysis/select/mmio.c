// SPDX-License-Identifier: GPL-2.0
#include "mmio.h"

#include <string.h>

#include "detailed.h"
#include "ledger/window/key-name.h"
#include "ledger/window/window.h"

/* VMX's reason for an access to what KVM marked as a device's memory; with EPT only. */
#define EPT_MISCONFIG	49

/* As keys name the fault by which KVM notices it with shadow paging. */
#define SUBJECT_MMIO	"#PF for MMIO"

static bool is_mmio(uint64_t key)
{
	char name[KEY_NAME_SIZE];

	return KVM_EXITMETER_KEY_KIND(key) == KVM_EXITMETER_KEY_MMIO ||
	       !strcmp(key_subject(key, name), SUBJECT_MMIO);
}

static bool has_reason(const struct record *r)
{
	return r->vendor == KVM_EXITMETER_VENDOR_VMX && !r->shadow;
}

/* Of a window whose exits all found a place among the keys. */
static void add_keys(struct mmio *m, const struct window *w, int sign)
{
	const struct detail *d = w->details ? &w->details->net : NULL;
	unsigned int row;
	size_t i;

	if (!d || !(d->features & KVM_EXITMETER_FEATURE_KEYS)) {
		m->is_known = false;
		return;
	}
	for (row = 0; row < w->net.nr_rows; row++)
		if (d->overflow[row].count)
			m->is_known = false;
	for (i = 0; i < d->nr_keys; i++) {
		if (!is_mmio(d->keys[i].key))
			continue;
		m->count += sign * d->keys[i].charge.count;
		m->kernel += sign * d->keys[i].charge.cycles;
	}
}

/* Details are not in the sum over the points of a workload. */
static struct mmio by_keys(const struct record *r)
{
	struct mmio m = { .is_known = true };
	size_t i;

	for (i = 0; i < r->nr_points; i++) {
		add_keys(&m, &r->points[i].window, 1);
		if (r->points[i].has_startup)
			add_keys(&m, &r->points[i].startup, -1);
	}
	if (!r->nr_points) {
		add_keys(&m, &r->window, 1);
		if (r->has_startup)
			add_keys(&m, &r->startup, -1);
	}
	return m.is_known ? m : (struct mmio) { .is_known = false };
}

struct mmio mmio_of(const struct record *r)
{
	struct ledger work;

	if (!r->ok || !has_reason(r))
		return r->ok ? by_keys(r) : (struct mmio) { .is_known = false };
	work = record_work(r);
	return (struct mmio) {
		true, work.rows[EPT_MISCONFIG].count, work.rows[EPT_MISCONFIG].kernel,
	};
}

static bool tells(const struct record *r)
{
	return mmio_of(r).is_known;
}

const struct record *mmio_find(const struct run *detail, const struct record *r)
{
	return detailed_find(detail, r, tells);
}

/* By how much one of KVM's statistics grew between L1's looks. */
static bool grew_by(const struct record *r, const char *name, int64_t *value)
{
	int64_t before, after;

	if (!l1_statistics_find(&r->l1[L1_BEFORE].statistics, name, &before) ||
	    !l1_statistics_find(&r->l1[L1_AFTER].statistics, name, &after))
		return false;
	*value = after - before;
	return true;
}

struct mmio_handling mmio_handling_of(const struct record *r)
{
	struct mmio_handling h = { .is_known = false };
	int64_t emulated, page_tables, to_vmm;

	if (!grew_by(r, "insn_emulation", &emulated) || !grew_by(r, "pf_emulate", &page_tables) ||
	    !grew_by(r, "mmio_exits", &to_vmm))
		return h;
	h.is_known = true;
	/* The rest were writes to page tables that KVM keeps read-only. */
	h.emulated = emulated - page_tables;
	h.to_vmm = to_vmm;
	return h;
}
