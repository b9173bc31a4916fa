// SPDX-License-Identifier: GPL-2.0
/*
 * The classic leaves in each of the three editions of the exercise that they come from.
 * What is where, and what a test program of that edition does, is written down here once
 * more, as its reader would: a total, then reason by reason.
 */
#include <inttypes.h>
#include <string.h>

#include "abi-md.h"
#include "check.h"
#include "cpuid.h"
#include "worker.h"

static const struct abi_regs zeros;
static const struct abi_regs undefined = { 0, 0, 0, 0xffffffff };

enum { EXITS = 1, CYCLES = 2 };

/* A leaf: what it shows, of all reasons or of the one in ECX. */
struct leaf {
	uint32_t leaf;
	unsigned int shows;
	bool of_reason;
};

static const struct leaf editions[3][4] = {
	{
		{ 0x4fffffff, EXITS | CYCLES, false },
		{ 0x4ffffffe, EXITS | CYCLES, true },
		{ 0x4ffffffd, EXITS, true },
		{ 0x4ffffffc, CYCLES, true },
	}, {
		{ 0x4fffffff, EXITS, false },
		{ 0x4ffffffe, CYCLES, false },
		{ 0x4ffffffd, EXITS, true },
		{ 0x4ffffffc, CYCLES, true },
	}, {
		{ 0x4fffffff, CYCLES, true },
		{ 0x4ffffffe, EXITS, true },
		{ 0x4ffffffd, CYCLES, false },
		{ 0x4ffffffc, EXITS, false },
	},
};

/* The edition that is checked, 1 .. 3, and the vendor. */
static unsigned int edition, vendor;

static uint64_t exits(struct abi_regs r)
{
	return (uint64_t)r.edx << 32 | r.eax;
}

static uint64_t cycles(struct abi_regs r)
{
	return (uint64_t)r.ebx << 32 | r.ecx;
}

/* The last leaf that shows it: in edition 1 two do. */
static const struct leaf *leaf_of(unsigned int shows, bool of_reason)
{
	const struct leaf *l = editions[edition - 1], *found = NULL;
	unsigned int i;

	for (i = 0; i < 4; i++)
		if ((l[i].shows & shows) && l[i].of_reason == of_reason)
			found = &l[i];
	return found;
}

static uint64_t exits_of(uint32_t reason)
{
	return exits(cpuid_raw(leaf_of(EXITS, true)->leaf, reason));
}

static uint64_t cycles_of(uint32_t reason)
{
	return cycles(cpuid_raw(leaf_of(CYCLES, true)->leaf, reason));
}

static uint64_t all_exits(void)
{
	return exits(cpuid_raw(leaf_of(EXITS, false)->leaf, 0));
}

static uint64_t all_cycles(void)
{
	return cycles(cpuid_raw(leaf_of(CYCLES, false)->leaf, 0));
}

static void begin(unsigned int number)
{
	edition = number;
	vendor = cpuid_is_amd() ? 2 : 1;
}

static void check_told(void)
{
	want(cpuid_raw(0x4fffff01, 1).edx >> 8, edition, "edition in the information leaf");
}

/* What a leaf does not show is zeros, not what the caller or another leaf has left. */
static void check_registers(void)
{
	uint32_t cpuid = vendor == 1 ? 10 : 0x72, reason;
	const struct leaf *l = editions[edition - 1];
	struct abi_regs r;
	unsigned int i;

	for (i = 0; i < 4; i++) {
		for (reason = 0; reason < abi_md_reasons(vendor); reason++) {
			if (!abi_md_defined(vendor, reason))
				continue;
			r = cpuid_raw(l[i].leaf, reason);
			if (!(l[i].shows & EXITS))
				want(exits(r), 0, "leaf %08x, ECX %#x: EDX:EAX", l[i].leaf, reason);
			if (!(l[i].shows & CYCLES))
				want(cycles(r), 0, "leaf %08x, ECX %#x: EBX:ECX", l[i].leaf,
				     reason);
		}
		r = cpuid_raw(l[i].leaf, cpuid);
		want_that((l[i].shows & EXITS ? exits(r) : 1) &&
			  (l[i].shows & CYCLES ? cycles(r) : 1),
			  "leaf %08x shows zeros", l[i].leaf);
	}
}

static void check_undefined(void)
{
	static const uint32_t none[] = { 0x112, 0x400, 0xffff, 0x10000, 0x80000000, 0xffffffff };
	const struct leaf *l = editions[edition - 1];
	unsigned int i, n;
	uint32_t reason;

	for (i = 0; i < 4; i++) {
		for (reason = 0; reason < 0x200 && l[i].of_reason; reason++)
			if (!abi_md_defined(vendor, reason))
				want_regs(cpuid_raw(l[i].leaf, reason), undefined,
					  "leaf %08x, ECX %#x", l[i].leaf, reason);
		for (n = 0; n < NELEMS(none) && l[i].of_reason; n++)
			want_regs(cpuid_raw(l[i].leaf, none[n]), undefined, "leaf %08x, ECX %#x",
				  l[i].leaf, none[n]);
		/* Where ECX is no input, nothing is undefined. */
		for (n = 0; n < NELEMS(none) && !l[i].of_reason; n++)
			want_that(cpuid_raw(l[i].leaf, none[n]).edx != 0xffffffff,
				  "leaf %08x, ECX %#x: EDX is 0xffffffff", l[i].leaf, none[n]);
	}
}

static void check_not_enabled(void)
{
	const struct leaf *l = editions[edition - 1];
	uint32_t reason;
	unsigned int i;

	for (i = 0; i < 4; i++)
		for (reason = 0; reason < abi_md_reasons(vendor) && l[i].of_reason; reason++)
			if (abi_md_defined(vendor, reason) &&
			    !abi_reason_bit(KVM_EXITMETER_INFO_ENABLED, reason))
				want_regs(cpuid_raw(l[i].leaf, reason), zeros, "leaf %08x, ECX %#x",
					  l[i].leaf, reason);
}

/* The exercise's test program: totals, then all reasons, then totals once more. */
static void check_program(void)
{
	uint64_t before[2] = { all_exits(), all_cycles() }, sum[2] = { 0 }, after[2];
	uint32_t reason;

	for (reason = 0; reason < abi_md_reasons(vendor); reason++) {
		if (cpuid_raw(leaf_of(EXITS, true)->leaf, reason).edx == 0xffffffff)
			continue;
		sum[0] += exits_of(reason);
		sum[1] += cycles_of(reason);
	}
	after[0] = all_exits();
	after[1] = all_cycles();
	want_that(before[0] <= sum[0] && sum[0] <= after[0],
		  "exits: %" PRIu64 ", reasons add up to %" PRIu64 ", then %" PRIu64, before[0],
		  sum[0], after[0]);
	want_that(before[1] <= sum[1] && sum[1] <= after[1],
		  "cycles: %" PRIu64 ", reasons add up to %" PRIu64 ", then %" PRIu64, before[1],
		  sum[1], after[1]);
}

static void check_one_each(void)
{
	uint32_t cpuid = vendor == 1 ? 10 : 0x72;
	uint64_t last = exits_of(cpuid), last_cycles = cycles_of(cpuid), now;
	unsigned int i;

	for (i = 0; i < 100; i++) {
		now = exits_of(cpuid);
		want(now, last + 2, "exits by CPUID after two of them");
		last = now;
		now = cycles_of(cpuid);
		want_that(now > last_cycles, "cycles by CPUID stand still at %" PRIu64, now);
		last_cycles = now;
	}
}

/* In edition 1 two leaves show the same of a reason. */
static void check_same(void)
{
	const struct leaf *both = &editions[0][1];
	unsigned int same = 0;
	struct abi_regs r;
	uint32_t reason;

	if (edition != 1) {
		skip("each is in one leaf only");
		return;
	}
	for (reason = 0; reason < abi_md_reasons(vendor); reason++) {
		if (!abi_md_defined(vendor, reason))
			continue;
		r = cpuid_raw(both->leaf, reason);
		want_that(exits_of(reason) >= exits(r) && cycles_of(reason) >= cycles(r),
			  "reason %#x: less in the leaf that shows one of the two", reason);
		same += exits(r) && exits_of(reason) == exits(r) && cycles_of(reason) == cycles(r);
	}
	want_that(same, "no reason's exits and cycles are the same in both leaves");
}

#define EDITION(n)								\
	static void told##n(void) { begin(n); check_told(); }			\
	static void registers##n(void) { begin(n); check_registers(); }		\
	static void undefined##n(void) { begin(n); check_undefined(); }		\
	static void not_enabled##n(void) { begin(n); check_not_enabled(); }	\
	static void program##n(void) { begin(n); check_program(); }		\
	static void one_each##n(void) { begin(n); check_one_each(); }		\
	static void same##n(void) { begin(n); check_same(); }			\
	static const struct check checks##n[] = {				\
		{ "the meter tells the edition", told##n },			\
		{ "a leaf shows what it is for, the other registers are zeros",	\
		  registers##n },						\
		{ "a reason that the manual does not define", undefined##n },	\
		{ "a reason that is not enabled is zeros", not_enabled##n },	\
		{ "the exercise's program: totals and sums relate", program##n },	\
		{ "each CPUID is one more, and takes cycles", one_each##n },	\
		{ "two leaves with the same agree", same##n },			\
	};									\
	const struct group group_edition##n = {					\
		.name = "edition" #n,						\
		.summary = "the classic leaves in edition " #n,			\
		.metered = true,						\
		.checks = checks##n,						\
		.nr_checks = NELEMS(checks##n),					\
	};

EDITION(1)
EDITION(2)
EDITION(3)
