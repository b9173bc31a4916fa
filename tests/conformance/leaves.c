// SPDX-License-Identifier: GPL-2.0
/* Every leaf with every value that a guest may pass. */

#include "abi-md.h"
#include "check.h"
#include "copy.h"
#include "cpuid.h"
#include "worker.h"

static const struct abi_regs zeros;

/* Values of ECX that a careless implementation takes for another. */
static const uint32_t hostile[] = {
	4, 5, 7, 8, 0xf, 0x10, 0x40, 0x80, 0xff, 0x1000, 0xffff, 0x10000, 0x10001, 0x20000,
	0x30000, 0x80000, 0xf0000, 0x100000, 0x100001, 0xfff00000, 0x40000000, 0x7fffffff,
	0x80000000, 0x80000001, 0x80000002, 0x80000003, 0xc0000000, 0xfffffffc, 0xfffffffd,
	0xfffffffe, 0xffffffff,
};

static void check_signature(void)
{
	const struct abi_regs wanted = { 0x4fffff03, 0x454d564b, 0x4d746978, 0x72657465 };
	uint32_t i;

	/* ECX is not an input. */
	for (i = 0; i < 4; i++)
		want_regs(cpuid_raw(0x4fffff00, i), wanted, "ECX %#x", i);
	for (i = 0; i < NELEMS(hostile); i++)
		want_regs(cpuid_raw(0x4fffff00, hostile[i]), wanted, "ECX %#x", hostile[i]);
}

static void check_general(void)
{
	struct abi_regs r = cpuid_raw(0x4fffff01, 0);
	unsigned int vendor = r.eax >> 16 & 0xff, reasons = abi_md_reasons(vendor);

	want(r.eax & 0xffff, 1, "ABI version");
	want(vendor, cpuid_is_amd() ? 2 : 1, "vendor, of this CPU");
	want_that(r.eax >> 24 <= 1, "paging mode %u", r.eax >> 24);
	want(r.ebx, (reasons + 5) << 16 | reasons, "rows and reasons");
	want(r.ecx & ~6u, 9, "features: rows have max, exits of copies are counted, there may be "
	     "histograms and keys");
	want(r.edx & 0xffff, cpus_online(), "number of vCPUs, as many as CPUs are online");
	want(r.edx >> 16, 4, "number of slots");
}

/* The TSC of a latch, and the guest's clock on either side of it, ns. */
struct timed_latch {
	int64_t before;
	uint64_t tsc;
	int64_t after;
};

static struct timed_latch latch_by_the_clock(void)
{
	struct timed_latch l;

	l.before = clock_ns();
	cpuid_latch(0);
	l.after = clock_ns();
	l.tsc = cpuid_read(AT_CPL3, 0xfff, 0, 3, 8).second;
	return l;
}

/* The clock of a guest of KVM runs by the host's TSC; it may be off by 2 %. */
static void check_frequency(uint64_t cycles, int64_t least_ns, int64_t most_ns, uint32_t khz)
{
	want_that(cycles >= least_ns * khz / 1000000 * 0.98 &&
		  cycles <= most_ns * khz / 1000000 * 1.02,
		  "%llu cycles in %lld to %lld ns are not %u kHz", (unsigned long long)cycles,
		  (long long)least_ns, (long long)most_ns, khz);
}

static void check_clock(void)
{
	struct abi_regs r = cpuid_raw(0x4fffff01, 1), again;
	struct timed_latch begin, end;

	want_that(r.eax, "the TSC's frequency is zero");
	want_that(r.ebx, "the generation is zero");
	want(r.ecx, 256, "most vCPUs that a latch copies");
	want(r.edx & ~0xff00u, 0, "EDX: the clock is reliable, nothing else is said");
	want_that(r.edx >> 8 >= 1 && r.edx >> 8 <= 3, "edition %u", r.edx >> 8);
	again = cpuid_raw(0x4fffff01, 1);
	want_regs(again, r, "the second time");

	begin = latch_by_the_clock();
	sleep_ms(20);
	end = latch_by_the_clock();
	check_frequency(end.tsc - begin.tsc, end.before - begin.after, end.after - begin.before,
			r.eax);
}

static struct abi_regs bitmap(unsigned int k, bool (*bit)(unsigned int reason))
{
	uint32_t words[4] = { 0 };
	unsigned int i;

	for (i = 0; i < 128; i++)
		if (bit(128 * k + i))
			words[i / 32] |= 1u << i % 32;
	return (struct abi_regs) { words[0], words[1], words[2], words[3] };
}

static unsigned int vendor;

static bool defined(unsigned int reason)
{
	return abi_md_defined(vendor, reason);
}

static void check_defined_bits(void)
{
	unsigned int k;

	vendor = cpuid_is_amd() ? 2 : 1;
	for (k = 0; k <= 0xff; k++)
		want_regs(cpuid_raw(0x4fffff01, 0x100 + k), bitmap(k, defined),
			  "subleaf %#x", 0x100 + k);
}

static void check_other_subleaves(void)
{
	unsigned int nr = (abi_md_reasons(cpuid_is_amd() ? 2 : 1) + 127) / 128, i;

	for (i = 2; i <= 0x500; i++)
		if (i >> 8 != 1 && (i >> 8 != 2 || (i & 0xff) >= nr))
			want_regs(cpuid_raw(0x4fffff01, i), zeros, "subleaf %#x", i);
	for (i = 0; i < NELEMS(hostile); i++)
		want_regs(cpuid_raw(0x4fffff01, hostile[i]), zeros, "subleaf %#x", hostile[i]);
	/* A known subleaf with one more bit. */
	for (i = 10; i < 32; i++) {
		want_regs(cpuid_raw(0x4fffff01, 1u << i), zeros, "subleaf %#x", 1u << i);
		want_regs(cpuid_raw(0x4fffff01, 1u << i | 1), zeros, "subleaf %#x", 1u << i | 1);
		want_regs(cpuid_raw(0x4fffff01, 1u << i | 0x100), zeros, "subleaf %#x",
			  1u << i | 0x100);
		want_regs(cpuid_raw(0x4fffff01, 1u << i | 0x200), zeros, "subleaf %#x",
			  1u << i | 0x200);
	}
}

static void check_agent(void)
{
	struct abi_regs general = cpuid_raw(0x4fffff01, 0), clock = cpuid_raw(0x4fffff01, 1);
	struct abi_info info;

	abi_info(&info);
	want(info.version | info.vendor << 16 | info.paging << 24, general.eax, "EAX");
	want(info.nr_reasons | info.nr_rows << 16, general.ebx, "EBX");
	want(info.features, general.ecx, "ECX");
	want(info.nr_vcpus | info.nr_slots << 16, general.edx, "EDX");
	want(info.tsc_khz, clock.eax, "frequency");
	want(info.generation, clock.ebx, "generation");
	want(info.edition << 8 | info.unreliable, clock.edx, "edition and clock");
}

static void want_no_values(unsigned int vcpu, unsigned int slot)
{
	unsigned int field, index;
	uint32_t ecx;

	for (field = 0; field < 16; field++) {
		for (index = 0; index < 0x120; index += field == 3 ? 1 : 0x1f) {
			ecx = vcpu << 20 | slot << 16 | field << 12 | index;
			want_regs(cpuid_raw(0x4fffff03, ecx), zeros, "ECX %#x", ecx);
		}
	}
}

static void check_empty_slots(void)
{
	static const unsigned int vcpus[] = { 0, 1, 255, 256, 0x7ff, 0xffe, 0xfff };
	unsigned int slot, v, empty = 0;

	for (slot = 0; slot < 4; slot++) {
		if (cpuid_read(AT_CPL3, 0xfff, slot, 3, 8).first)
			continue;
		empty++;
		for (v = 0; v < NELEMS(vcpus); v++)
			want_no_values(vcpus[v], slot);
	}
	if (!empty)
		skip("all slots have been latched since the VM was created");
}

static void check_latch(void)
{
	unsigned int slot, cpu = cpus_online() - 1;
	struct abi_regs r;

	pin(cpu);
	for (slot = 0; slot < 4; slot++) {
		r = cpuid_raw(0x4fffff02, slot);
		want_that(r.eax, "slot %u: no serial number", slot);
		want(r.ebx, cpus_online(), "slot %u: vCPUs copied", slot);
		want(r.ecx, 0, "slot %u: flags", slot);
		want(r.edx >> 16, cpu, "slot %u: index of the vCPU that latched", slot);
		want_that((r.edx & 0xffff) <= cpu * 48, "slot %u: %u interrupts sent", slot,
			  r.edx & 0xffff);
		want(cpuid_read(AT_CPL3, 0xfff, slot, 3, 8).first, r.eax,
		     "slot %u: serial number in the slot", slot);
	}
	pin(ANY_CPU);
}

static void want_no_slot(uint32_t ecx)
{
	want_regs(cpuid_raw(0x4fffff02, ecx), zeros, "slot %#x", ecx);
}

static void check_hostile_latch(void)
{
	uint64_t before[4], after;
	unsigned int slot, i;
	uint32_t serial;

	for (slot = 0; slot < 4; slot++)
		cpuid_latch(slot);
	for (slot = 0; slot < 4; slot++)
		before[slot] = cpuid_read(AT_CPL3, 0xfff, slot, 3, 8).first;

	for (i = 4; i < 0x400; i++)
		want_no_slot(i);
	for (i = 0; i < NELEMS(hostile); i++)
		want_no_slot(hostile[i]);
	/* Slots with one more bit, and where the read leaf has them. */
	for (i = 2; i < 32; i++)
		for (slot = 0; slot < 4; slot++)
			want_no_slot(1u << i | slot);
	for (slot = 1; slot < 16; slot++) {
		want_no_slot(slot << 16);
		want_no_slot(0xfff00000 | slot << 16);
	}

	for (slot = 0; slot < 4; slot++) {
		after = cpuid_read(AT_CPL3, 0xfff, slot, 3, 8).first;
		want(after, before[slot], "slot %u: serial number after latches of no slot", slot);
	}
	serial = cpuid_latch(0);
	want(serial, before[3] + 1, "serial number of the next latch");
}

static bool has_histograms(void)
{
	return cpuid_raw(0x4fffff01, 0).ecx & 2;
}

static bool has_keys(void)
{
	return cpuid_raw(0x4fffff01, 0).ecx & 4;
}

/* Is the read of the VM's sum defined, that is, may it be anything but zeros? */
static bool is_defined(unsigned int nr_rows, unsigned int field, unsigned int index)
{
	switch (field) {
	case 0:
	case 1:
	case 2:
		return index < nr_rows;
	case 3:
		return index <= 8 || (index == 9 && has_keys()) || index == 10;
	case 4:
		return index < (nr_rows + 127) / 128;
	case 5:
	case 6:
		return index < nr_rows * 8 && has_histograms();
	case 7:
		return index < nr_rows && has_keys();
	}
	return false;
}

static void check_read_all(void)
{
	unsigned int nr_rows = abi_md_reasons(cpuid_is_amd() ? 2 : 1) + 5, field, index;
	struct abi_regs r;
	uint32_t ecx;

	want_that(cpuid_latch(2), "latch of slot 2 failed");
	for (field = 0; field < 16; field++) {
		for (index = 0; index <= 0xfff; index++) {
			ecx = 0xfff00000 | 2 << 16 | field << 12 | index;
			r = cpuid_raw(0x4fffff03, ecx);
			if (is_defined(nr_rows, field, index))
				want_regs(cpuid_raw(0x4fffff03, ecx), r, "ECX %#x again", ecx);
			else
				want_regs(r, zeros, "ECX %#x", ecx);
		}
	}
}

/* Reads a sample of a vCPU's values; they are zeros, unless there is such a place. */
static void read_place(unsigned int vcpu, unsigned int slot, bool exists)
{
	unsigned int last = has_keys() ? 9 : has_histograms() ? 6 : 4;
	static const unsigned int indexes[] = {
		0, 1, 8, 9, 10, 0x5f, 0x64, 0x65, 0x72, 0x80, 0x100, 0x116, 0x117, 0x7ff, 0x800,
		0xfff,
	};
	unsigned int field, i;
	struct abi_regs r;
	uint32_t ecx;

	for (field = 0; field < 16; field++) {
		for (i = 0; i < NELEMS(indexes); i++) {
			ecx = vcpu << 20 | slot << 16 | field << 12 | indexes[i];
			r = cpuid_raw(0x4fffff03, ecx);
			if (!exists || field > last)
				want_regs(r, zeros, "ECX %#x", ecx);
		}
	}
}

static void check_read_places(void)
{
	static const unsigned int vcpus[] = {
		0, 1, 2, 3, 0x7f, 0x80, 0xff, 0x100, 0x101, 0x7ff, 0x800, 0xffe, 0xfff,
	};
	unsigned int nr = cpus_online(), slot, v;

	for (slot = 0; slot < 4; slot++)
		want_that(cpuid_latch(slot), "latch of slot %u failed", slot);
	for (slot = 0; slot < 16; slot++)
		for (v = 0; v < NELEMS(vcpus); v++)
			read_place(vcpus[v], slot,
				   slot < 4 && (vcpus[v] < nr || vcpus[v] == 0xfff));
}

static void check_vcpu_numbers(void)
{
	unsigned int nr = cpus_online(), v;
	struct abi_regs r;

	want_that(cpuid_latch(0), "latch of slot 0 failed");
	for (v = 0; v < 0xfff; v++) {
		/* Startup and wall time, which no vCPU has at zero. */
		r = cpuid_raw(0x4fffff03, v << 20 | 3 << 12 | 3);
		if (v < nr)
			want_that((r.eax | r.ebx) && (r.ecx | r.edx), "vCPU %#x has no time", v);
		else
			want_regs(r, zeros, "vCPU %#x", v);
	}
}

static void check_nonzero_bits(void)
{
	static struct copy copy;
	unsigned int i;
	bool bit;

	want_that(cpuid_latch(1), "latch of slot 1 failed");
	copy_read(&copy, AT_CPL3, 1, 0xfff);
	for (i = 0; i < copy.nr_rows; i++) {
		bit = copy.nonzero[i / 64] >> i % 64 & 1;
		want_that(bit == !copy_row_is_zero(&copy, i), "row %u: the bit is %d", i, bit);
	}
	for (; i < 64 * NELEMS(copy.nonzero); i++)
		want(copy.nonzero[i / 64] >> i % 64 & 1, 0, "bit of row %u, which there is not", i);
}

static void want_unmetered(uint32_t leaf, uint32_t ecx)
{
	want_regs(cpuid_raw(leaf, ecx), cpuid_unmetered(AT_CPL3, ecx), "leaf %08x, ECX %#x", leaf,
		  ecx);
}

static void check_unused_leaves(void)
{
	static const uint32_t subleaves[] = { 0, 1, 2, 0x100, 0xfff03003, 0xffffffff };
	uint32_t leaf;
	size_t i;

	for (leaf = 0x4fffff04; leaf <= 0x4ffffffb; leaf++)
		for (i = 0; i < NELEMS(subleaves); i++)
			want_regs(cpuid_raw(leaf, subleaves[i]), zeros, "leaf %08x, ECX %#x", leaf,
				  subleaves[i]);
}

static void check_aliases(void)
{
	static const uint32_t leaves[] = {
		0x4fffff00, 0x4fffff01, 0x4fffff02, 0x4fffff03, 0x4ffffffc, 0x4ffffffd, 0x4ffffffe,
		0x4fffffff,
	};
	unsigned int bit;
	size_t i;

	pin(0);
	for (i = 0; i < NELEMS(leaves); i++)
		for (bit = 8; bit < 32; bit++)
			want_unmetered(leaves[i] ^ 1u << bit, 1);
	pin(ANY_CPU);
}

/* cpuid_raw() looks after EBX, EDX and the upper halves in every check. */
static void check_registers(void)
{
	struct abi_regs r;

	r = cpuid_raw(0x4fffff00, 0xdeadbeef);
	want_that(r.eax != 0x4fffff00 && r.ecx != 0xdeadbeef, "signature: EAX or ECX is kept");
	r = cpuid_raw(0x4fffff01, 0xdeadbeef);
	want_regs(r, zeros, "information that there is not");
	r = cpuid_raw(0x4fffff02, 0xdeadbeef);
	want_regs(r, zeros, "latch of no slot");
	r = cpuid_raw(0x4fffff02, 3);
	want_that(r.eax != 0x4fffff02 && r.ecx != 3, "latch: EAX or ECX is kept");
	r = cpuid_raw(0x4fffff03, 0xdeadbeef);
	want_regs(r, zeros, "read of a slot that there is not");
	r = cpuid_raw(0x4fffff03, 0xfff33008);
	want_that(r.eax != 0x4fffff03 && r.ecx != 0xfff33008, "read: EAX or ECX is kept");
	r = cpuid_raw(0x4ffffffe, 0xdeadbeef);
	want_regs(r, (struct abi_regs) { 0, 0, 0, 0xffffffff }, "reason that is not defined");
	r = cpuid_raw(0x4ffffffd, 0xdeadbeef);
	want_regs(r, (struct abi_regs) { 0, 0, 0, 0xffffffff }, "exits of no reason");
	r = cpuid_raw(0x4ffffffc, 0xdeadbeef);
	want_regs(r, (struct abi_regs) { 0, 0, 0, 0xffffffff }, "cycles of no reason");
	r = cpuid_raw(0x4fffffff, 0xdeadbeef);
	want_that(r.eax != 0x4fffffff && r.ecx != 0xdeadbeef, "total: EAX or ECX is kept");
	r = cpuid_raw(0x4fffff80, 0xdeadbeef);
	want_regs(r, zeros, "leaf without a meaning");
}

static const struct check checks[] = {
	{ "signature, whatever is in ECX", check_signature },
	{ "information: version, vendor, rows, features, vCPUs, slots", check_general },
	{ "information: clock and generation", check_clock },
	{ "information: bits of the reasons that the manual defines", check_defined_bits },
	{ "information: any other subleaf is zeros", check_other_subleaves },
	{ "the agent's functions read what the registers hold", check_agent },
	{ "read: an empty slot is zeros", check_empty_slots },
	{ "latch: each slot, all registers", check_latch },
	{ "latch: what is no slot is refused and changes nothing", check_hostile_latch },
	{ "read: every field and index", check_read_all },
	{ "read: slots, vCPUs and fields that there are not", check_read_places },
	{ "read: every vCPU number", check_vcpu_numbers },
	{ "read: the bits of rows with anything but zeros", check_nonzero_bits },
	{ "leaves between the meter's are zeros", check_unused_leaves },
	{ "leaves that differ in one bit are as on an unpatched KVM", check_aliases },
	{ "all four registers are set by each leaf", check_registers },
};

const struct group group_leaves = {
	.name = "leaves",
	.summary = "every leaf with every value that a guest may pass",
	.metered = true,
	.checks = checks,
	.nr_checks = NELEMS(checks),
};
