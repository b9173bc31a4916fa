// SPDX-License-Identifier: GPL-2.0
/* The classic interface, leaves 0x4fffffff and 0x4ffffffe. */
#include <inttypes.h>
#include <string.h>

#include "abi-md.h"
#include "check.h"
#include "cpuid.h"
#include "meter/slot.h"

#define LEAF_TOTAL	0x4fffffff
#define LEAF_REASON	0x4ffffffe

static const struct abi_regs zeros;
static const struct abi_regs undefined = { 0, 0, 0, 0xffffffff };

/* Filled in by each check that needs it. */
static struct abi_info info;

/* A reading of a classic leaf. */
struct reading {
	uint64_t count;
	uint64_t cycles;
};

static struct reading classic(uint32_t leaf, uint32_t reason)
{
	struct abi_regs r = cpuid_raw(leaf, reason);

	return (struct reading) {
		.count = (uint64_t)r.edx << 32 | r.eax,
		.cycles = (uint64_t)r.ebx << 32 | r.ecx,
	};
}

static struct reading total(void)
{
	return classic(LEAF_TOTAL, 0);
}

static bool defined(uint32_t reason)
{
	return abi_md_defined(info.vendor, reason);
}

static bool enabled(uint32_t reason)
{
	return abi_reason_bit(KVM_EXITMETER_INFO_ENABLED, reason);
}

static void check_every_reason(void)
{
	struct abi_regs r;
	uint32_t reason;

	abi_info(&info);
	for (reason = 0; reason <= 0xffff; reason++) {
		r = cpuid_raw(LEAF_REASON, reason);
		if (!defined(reason))
			want_regs(r, undefined, "reason %#x, not defined", reason);
		else if (!enabled(reason))
			want_regs(r, zeros, "reason %#x, not enabled", reason);
		else
			want_that(r.edx != 0xffffffff, "reason %#x, defined: EDX is 0xffffffff",
				  reason);
	}
}

static void check_hostile_reasons(void)
{
	static const uint32_t bases[] = {
		0x10000, 0x20000, 0x100000, 0x1000000, 0x40000000, 0x7fff0000, 0x80000000,
		0x80010000, 0xc0000000, 0xf0000000, 0xffff0000,
	};
	uint32_t n, bit;
	size_t i;

	for (i = 0; i < NELEMS(bases); i++)
		for (n = 0; n < 0x120; n++)
			want_regs(cpuid_raw(LEAF_REASON, bases[i] + n), undefined, "reason %#x",
				  bases[i] + n);
	for (n = 0xfffffe00; n; n++)
		want_regs(cpuid_raw(LEAF_REASON, n), undefined, "reason %#x", n);
	/* CPUID itself, whose count is not zero, with one more bit. */
	for (bit = 9; bit < 32; bit++)
		want_regs(cpuid_raw(LEAF_REASON, 1u << bit | cpuid_row(&info)), undefined,
			  "reason %#x", 1u << bit | cpuid_row(&info));
}

static void check_bitmaps(void)
{
	uint32_t reason;
	int possible;

	abi_info(&info);
	for (reason = 0; reason < 0x200; reason++) {
		want(abi_reason_bit(KVM_EXITMETER_INFO_DEFINED, reason), defined(reason),
		     "reason %#x: bit defined", reason);
		want_that(!enabled(reason) || defined(reason),
			  "reason %#x is enabled, but not defined", reason);
		possible = abi_md_possible(info.vendor, info.paging, reason);
		if (possible >= 0)
			want(enabled(reason), possible, "reason %#x: bit enabled in this mode",
			     reason);
	}
}

static void check_happened(void)
{
	static struct ledger l;
	uint32_t reason;

	abi_info(&info);
	want_that(abi_latch(0, NULL), "latch of slot 0 failed");
	slot_read(&l, &info, 0, KVM_EXITMETER_ALL_VCPUS);
	for (reason = 0; reason < info.nr_reasons; reason++)
		want_that(!l.rows[reason].count || enabled(reason),
			  "reason %#x has happened %" PRId64 " times, but is not enabled", reason,
			  l.rows[reason].count);
	want(l.rows[info.nr_reasons + KVM_EXITMETER_ROW_OTHER].count, 0,
	     "exits with a reason that has no row");
}

static void check_monotonic(void)
{
	static struct reading last[0x112];
	struct reading now;
	unsigned int pass;
	uint32_t reason;

	abi_info(&info);
	memset(last, 0, sizeof(last));
	for (pass = 0; pass < 5; pass++) {
		for (reason = 0; reason < info.nr_reasons; reason++) {
			if (!defined(reason))
				continue;
			now = classic(LEAF_REASON, reason);
			want_that(now.count >= last[reason].count &&
				  now.cycles >= last[reason].cycles,
				  "reason %#x: %" PRIu64 " exits and %" PRIu64
				  " cycles after %" PRIu64 " and %" PRIu64, reason, now.count,
				  now.cycles, last[reason].count, last[reason].cycles);
			last[reason] = now;
		}
	}
}

/*
 * As the test programs of courses have it: the total, and then all reasons.
 * Nothing but the row OTHER and the exits made since keeps the sum from being
 * the total.
 */
static void check_course(void)
{
	struct reading before, after, now, sum = { 0 };
	struct abi_pair other;
	struct abi_regs r;
	uint32_t reason;

	abi_info(&info);
	before = total();
	for (reason = 0; reason < info.nr_reasons; reason++) {
		r = cpuid_raw(LEAF_REASON, reason);
		if (r.edx == 0xffffffff)
			continue;
		now.count = (uint64_t)r.edx << 32 | r.eax;
		now.cycles = (uint64_t)r.ebx << 32 | r.ecx;
		sum.count += now.count;
		sum.cycles += now.cycles;
	}
	after = total();
	want_that(abi_latch(0, NULL), "latch of slot 0 failed");
	other = cpuid_read(AT_CPL3, 0xfff, 0, 0, info.nr_reasons + KVM_EXITMETER_ROW_OTHER);
	sum.count += other.first;
	sum.cycles += other.second;

	want_that(sum.count >= before.count,
		  "reasons add up to %" PRIu64 " exits, the total before was %" PRIu64,
		  sum.count, before.count);
	want_that(sum.count <= after.count,
		  "reasons add up to %" PRIu64 " exits, the total afterwards is %" PRIu64,
		  sum.count, after.count);
	want_that(sum.cycles >= before.cycles,
		  "reasons add up to %" PRIu64 " cycles, the total before was %" PRIu64,
		  sum.cycles, before.cycles);
	want_that(sum.cycles <= after.cycles,
		  "reasons add up to %" PRIu64 " cycles, the total afterwards is %" PRIu64,
		  sum.cycles, after.cycles);
	/* Each reading is an exit, and the total afterwards is another one. */
	want_that(after.count >= before.count + info.nr_reasons + 1,
		  "%u readings brought the total from %" PRIu64 " to %" PRIu64,
		  info.nr_reasons, before.count, after.count);
}

static void check_one_each(void)
{
	uint64_t last, now;
	unsigned int i;

	abi_info(&info);
	last = classic(LEAF_REASON, cpuid_row(&info)).count;
	for (i = 0; i < 1000; i++) {
		now = classic(LEAF_REASON, cpuid_row(&info)).count;
		want(now, last + 1, "count of CPUID");
		last = now;
	}
	/* Whatever leaf it is. */
	for (i = 0; i < 100; i++)
		cpuid_raw(0, 0);
	now = classic(LEAF_REASON, cpuid_row(&info)).count;
	want(now, last + 101, "count of CPUID after 100 of another leaf");
}

static void check_total_counts(void)
{
	uint64_t last = total().count, now, exact = 0;
	unsigned int i;

	for (i = 0; i < 100; i++) {
		now = total().count;
		want_that(now > last, "the total went from %" PRIu64 " to %" PRIu64, last, now);
		exact += now == last + 1;
		last = now;
	}
	/* Now and then an interrupt comes in between. */
	want_that(exact >= 50, "of 100 totals only %" PRIu64 " are one more than the last", exact);
}

static void want_between(uint64_t before, uint64_t slot, uint64_t after, const char *what,
			 uint32_t reason)
{
	want_that(before <= slot && slot <= after,
		  "reason %#x: %s %#" PRIx64 ", in the slot %#" PRIx64 ", then %#" PRIx64, reason,
		  what, before, slot, after);
}

/*
 * The slot's values have their halves in another order.  What did not change
 * between two readings must be in the latch between them.
 */
static void check_halves(void)
{
	struct reading before, after, slot;
	unsigned int same = 0;
	struct abi_pair p;
	uint32_t reason;

	abi_info(&info);
	for (reason = 0; reason < info.nr_reasons; reason++) {
		if (!defined(reason))
			continue;
		before = classic(LEAF_REASON, reason);
		want_that(abi_latch(0, NULL), "latch of slot 0 failed");
		after = classic(LEAF_REASON, reason);
		p = cpuid_read(AT_CPL3, 0xfff, 0, 0, reason);
		slot.count = p.first;
		slot.cycles = p.second;
		want_between(before.count, slot.count, after.count, "count", reason);
		want_between(before.cycles, slot.cycles, after.cycles, "cycles", reason);
		same += slot.cycles && before.cycles == after.cycles;
	}
	want_that(same, "no reason with cycles held still: nothing was compared to the cycle");
	note("%u reasons with cycles compared to the cycle", same);
}

static void check_total_halves(void)
{
	struct reading before, after;
	static struct ledger l;
	int64_t kernel = 0;
	unsigned int i;

	abi_info(&info);
	before = total();
	want_that(abi_latch(0, NULL), "latch of slot 0 failed");
	after = total();
	slot_read(&l, &info, 0, KVM_EXITMETER_ALL_VCPUS);
	for (i = 0; i <= info.nr_reasons; i++)
		kernel += l.rows[i].kernel;
	want_that(before.count < (uint64_t)l.exits && (uint64_t)l.exits < after.count,
		  "exits %#" PRIx64 ", in the slot %#" PRIx64 ", then %#" PRIx64, before.count,
		  l.exits, after.count);
	/* Without the rows EMULATION and VMFAIL, unlike the slot's own sum. */
	want_that(before.cycles < (uint64_t)kernel && (uint64_t)kernel < after.cycles,
		  "cycles %#" PRIx64 ", in the slot %#" PRIx64 ", then %#" PRIx64, before.cycles,
		  kernel, after.cycles);
}

static const struct check checks[] = {
	{ "bits of the defined and of the enabled reasons agree", check_bitmaps },
	{ "what has happened is enabled", check_happened },
	{ "every reason 0 .. 0xffff: undefined, not enabled, or a count", check_every_reason },
	{ "reasons beyond 0xffff alias none", check_hostile_reasons },
	{ "counts and cycles do not go backwards", check_monotonic },
	{ "total first, then all reasons: the sums relate", check_course },
	{ "the count of CPUID is one more for each CPUID", check_one_each },
	{ "the total is one more for each exit", check_total_counts },
	{ "a reason's halves: EDX:EAX is its count, EBX:ECX its cycles", check_halves },
	{ "the total's halves: EDX:EAX exits, EBX:ECX cycles", check_total_halves },
};

const struct group group_reasons = {
	.name = "reasons",
	.summary = "the classic interface, every reason",
	.metered = true,
	.checks = checks,
	.nr_checks = NELEMS(checks),
};
