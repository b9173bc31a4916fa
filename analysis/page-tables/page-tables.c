// SPDX-License-Identifier: GPL-2.0
#include "page-tables.h"

#include <stdio.h>

#include "ledger/class.h"

const struct page_use_text page_uses[PAGE_USES] = {
	[PAGE_FAULTS] = { "faults", "faults",
			  "exits of the reasons 0, 48, 49; on SVM of EXCP14 (#PF), NPF" },
	[PAGE_DEVICE] = { "faults.device", "device", "faults - pf_taken" },
	[PAGE_FIXED] = { "faults.fixed", "fixed", "pf_fixed" },
	[PAGE_REFLECTED] = { "faults.reflected", "reflected", "pf_guest" },
	[PAGE_EMULATED] = { "faults.emulated", "emulated", "pf_emulate - pf_mmio_spte_created" },
	[PAGE_MARKED] = { "faults.marked", "device found", "pf_mmio_spte_created" },
	[PAGE_SPURIOUS] = { "faults.spurious", "spurious", "pf_spurious" },
	[PAGE_AGAIN] = { "faults.again", "again", "pf_taken - what is above, from fixed on" },
	[PAGE_CR] = { "control-registers", "CR access", "exits of the reason 28; CR*" },
	[PAGE_INVALIDATE] = { "invalidations", "INVLPG",
			      "exits of the reasons 14, 58; INVLPG, INVPCID" },
};

/*
 * From reading arch/x86/kvm and virt/kvm of Linux 6.12.  debugfs has the sums over a
 * VM's vCPUs.
 */
const struct page_counter page_counters[] = {
	{ "pf_taken", false, "faults that the MMU was given: all but those on a page that is "
	  "known for a device's, which are emulated at once",
	  "kvm_mmu_page_fault(), mmu/mmu.c" },
	{ "pf_fixed", false, "faults for which an entry was filled or given more rights, among "
	  "them the first write since its flush to a page table of the lowest level",
	  "kvm_mmu_page_fault(), kvm_arch_async_page_ready(), mmu/mmu.c" },
	{ "pf_guest", false, "page faults that the guest was given: its own tables do not allow "
	  "the access; those of emulated instructions, too",
	  "kvm_inject_page_fault(), x86.c" },
	{ "pf_emulate", false, "faults whose instruction was emulated: writes to upper levels of "
	  "page tables and to ROM, first accesses to a page of a device",
	  "kvm_mmu_page_fault(), mmu/mmu.c" },
	{ "pf_mmio_spte_created", false, "entries that mark a page as a device's",
	  "mmu_set_spte(), mmu/mmu.c; tdp_mmu_map_handle_target_level(), mmu/tdp_mmu.c" },
	{ "pf_spurious", false, "faults whose entry allowed the access already",
	  "kvm_mmu_page_fault(), mmu/mmu.c" },
	{ "pf_fast", false, "faults handled without the MMU's lock; they are in pf_fixed or "
	  "pf_spurious, too", "fast_page_fault(), mmu/mmu.c" },
	{ "insn_emulation", false, "instructions decoded to be emulated, whatever for: devices, "
	  "page tables, real mode without unrestricted guest, and on SVM others",
	  "x86_decode_emulated_instruction(), x86.c" },
	{ "invlpg", false, "addresses invalidated for the guest, by INVLPG or INVPCID",
	  "kvm_mmu_invlpg(), kvm_mmu_invpcid_gva(), mmu/mmu.c" },
	{ "tlb_flush", false, "flushes of a vCPU's TLB that KVM did, not those that the "
	  "hardware does by itself", "kvm_vcpu_flush_tlb_all(), _guest(), _current(), x86.c" },
	{ "remote_tlb_flush_requests", false, "times all CPUs that run the VM were to flush",
	  "kvm_flush_remote_tlbs(), virt/kvm/kvm_main.c" },
	{ "remote_tlb_flush", false, "those of them for which a CPU had to be interrupted",
	  "kvm_flush_remote_tlbs(), virt/kvm/kvm_main.c" },
	{ "mmu_cache_miss", false, "shadow pages built, for a page table that had none",
	  "kvm_mmu_find_shadow_page(), mmu/mmu.c" },
	{ "mmu_pte_write", false, "emulated writes to the guest's memory, page tables or not, "
	  "while there were shadow pages; one instruction with REP makes many",
	  "kvm_mmu_track_write(), mmu/mmu.c" },
	{ "mmu_pde_zapped", false, "entries above the lowest level dropped for such a write",
	  "kvm_mmu_track_write(), mmu/mmu.c" },
	{ "mmu_shadow_zapped", false, "shadow pages dropped, for whatever cause",
	  "__kvm_mmu_prepare_zap_page(), mmu/mmu.c" },
	{ "mmu_flooded", false, "those of them whose page table was written too often without "
	  "being used: no page table any more, it seems", "kvm_mmu_track_write(), mmu/mmu.c" },
	{ "mmu_recycled", false, "those of them dropped to make room",
	  "kvm_mmu_zap_oldest_mmu_pages(), mmu/mmu.c" },
	{ "mmu_unsync", true, "shadow pages whose page table the guest may write without an "
	  "exit, until it flushes its TLB",
	  "kvm_unsync_page(), kvm_unlink_unsync_page(), mmu/mmu.c" },
	{ "pages_4k", true, "entries for pages of 4 KiB", "kvm_update_page_stats(), mmu.h" },
	{ "pages_2m", true, "entries for pages of 2 MiB", "kvm_update_page_stats(), mmu.h" },
};

const size_t page_nr_counters = sizeof(page_counters) / sizeof(page_counters[0]);

/*
 * L1 reads the statistics when L2 is about to open its window and when it has read
 * it out.  A boot's window is open from the VM's creation on: all there is, is the end.
 */
static bool has_interval(const struct record *r)
{
	return r->l1[L1_BEFORE].statistics.present && r->l1[L1_AFTER].statistics.present;
}

static bool statistic(const struct record *r, enum l1_time when, const char *name, int64_t *value)
{
	return l1_statistics_find(&r->l1[when].statistics, name, value);
}

static bool grown(const struct record *r, const char *name, int64_t *value)
{
	int64_t before;

	if (!has_interval(r))
		return statistic(r, L1_END, name, value);
	if (!statistic(r, L1_BEFORE, name, &before) || !statistic(r, L1_AFTER, name, value))
		return false;
	*value -= before;
	return true;
}

bool page_counter_value(const struct page_counter *c, const struct record *r, int64_t *value)
{
	if (!c->is_level)
		return grown(r, c->name, value);
	return statistic(r, has_interval(r) ? L1_AFTER : L1_END, c->name, value);
}

/* The host's ledger of the same time as the statistics. */
static int load_ledger(struct ledger *l, const struct record *r, char *error, size_t size)
{
	bool interval = has_interval(r);
	const struct l1_ledgers *from = &r->l1[L1_BEFORE].ledgers;
	const struct l1_ledgers *to = &r->l1[interval ? L1_AFTER : L1_END].ledgers;

	if (!to->nr_vcpus || (interval && !from->nr_vcpus)) {
		snprintf(error, size, "it has no ledgers of the host to go with KVM's statistics");
		return -1;
	}
	*l = to->sum;
	if (interval)
		ledger_subtract(l, &from->sum);
	return 0;
}

static int64_t faults(const struct record *r, const struct ledger *l)
{
	return class_sum(r->shadow ? CLASS_FAULT : CLASS_NESTED_FAULT, r->vendor, l).count;
}

/*
 * A KVM that does not mark pages of devices (kvm.mmio_caching=N) counts all accesses to them
 * in pf_emulate: they would be in PAGE_EMULATED.  The cells' KVM marks them.
 */
static int load_uses(struct page_tables *p, const struct record *r, char *error, size_t size)
{
	int64_t taken, emulated;
	const struct {
		const char *name;
		int64_t *value;
	} wanted[] = {
		{ "pf_taken", &taken },
		{ "pf_emulate", &emulated },
		{ "pf_fixed", &p->use[PAGE_FIXED] },
		{ "pf_guest", &p->use[PAGE_REFLECTED] },
		{ "pf_mmio_spte_created", &p->use[PAGE_MARKED] },
		{ "pf_spurious", &p->use[PAGE_SPURIOUS] },
	};
	size_t i;

	for (i = 0; i < sizeof(wanted) / sizeof(wanted[0]); i++) {
		if (grown(r, wanted[i].name, wanted[i].value))
			continue;
		snprintf(error, size, "it has no statistic %s", wanted[i].name);
		return -1;
	}
	p->use[PAGE_DEVICE] = p->use[PAGE_FAULTS] - taken;
	p->use[PAGE_EMULATED] = emulated - p->use[PAGE_MARKED];
	p->use[PAGE_AGAIN] = taken - emulated - p->use[PAGE_FIXED] - p->use[PAGE_REFLECTED] -
			     p->use[PAGE_SPURIOUS];
	return 0;
}

int page_tables_load(struct page_tables *p, const struct record *r, char *error, size_t size)
{
	struct ledger l;

	if (load_ledger(&l, r, error, size))
		return -1;
	p->whole_life = !has_interval(r);
	p->exits = l.exits;
	p->window_exits = r->window.net.exits;
	p->window_faults = faults(r, &r->window.net);
	p->use[PAGE_FAULTS] = faults(r, &l);
	p->use[PAGE_CR] = class_sum(CLASS_CR, r->vendor, &l).count;
	p->use[PAGE_INVALIDATE] = class_sum(CLASS_INVALIDATE, r->vendor, &l).count;
	return load_uses(p, r, error, size);
}
