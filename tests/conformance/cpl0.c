// SPDX-License-Identifier: GPL-2.0
/* A VM with exitmeter_guest=2: the meter is for the guest's kernel alone. */
#include "abi-md.h"
#include "check.h"
#include "copy.h"
#include "cpuid.h"
#include "laws.h"
#include "unmetered.h"
#include "worker.h"

/* CPU 0 executes CPUID in the kernel. */
#define AT_CPL0 0

static void check_leaves_cpl3(void)
{
	unmetered_leaves(AT_CPL3);
}

static void check_reasons_cpl3(void)
{
	unmetered_reasons(AT_CPL3);
}

static void check_signature(void)
{
	const struct abi_regs wanted = { 0x4fffff03, 0x454d564b, 0x4d746978, 0x72657465 };

	want_regs(cpuid_at(AT_CPL0, KVM_EXITMETER_LEAF_SIGNATURE, 0), wanted, "signature");
}

static void check_info(void)
{
	struct abi_regs r = cpuid_at(AT_CPL0, KVM_EXITMETER_LEAF_INFO, 0);
	unsigned int reasons = abi_md_reasons(cpuid_is_amd() ? 2 : 1);

	want(r.eax & 0xffffff, (cpuid_is_amd() ? 2u : 1u) << 16 | 1, "vendor and version");
	want(r.ebx, (reasons + 5) << 16 | reasons, "rows and reasons");
	want(r.edx, 4u << 16 | cpus_online(), "slots and vCPUs");
	want_that(cpuid_at(AT_CPL0, KVM_EXITMETER_LEAF_INFO, 1).ebx, "the generation is zero");
}

static void check_laws(void)
{
	static struct copy copy;
	static struct ledger l;
	uint32_t serial;
	unsigned int i;

	pin(0);
	for (i = 0; i < 10; i++) {
		serial = cpuid_at(AT_CPL0, KVM_EXITMETER_LEAF_LATCH, i % 4).eax;
		want_that(serial, "latch in the kernel failed");
		copy_read(&copy, AT_CPL0, i % 4, 0);
		copy_to_ledger(&copy, &l);
		want(l.serial, serial, "serial number in the slot");
		laws_check(&l, 0, "vCPU 0");
	}
	pin(ANY_CPU);
}

static void check_no_latch_at_cpl3(void)
{
	static struct copy before, after;
	uint32_t serial;
	unsigned int i;

	serial = cpuid_at(AT_CPL0, KVM_EXITMETER_LEAF_LATCH, 1).eax;
	copy_read(&before, AT_CPL0, 1, 0);
	for (i = 0; i < 100; i++)
		cpuid_raw(KVM_EXITMETER_LEAF_LATCH, i % 4);
	copy_read(&after, AT_CPL0, 1, 0);
	copy_same(&after, &before, "slot 1 after latches at CPL 3");
	want(cpuid_at(AT_CPL0, KVM_EXITMETER_LEAF_LATCH, 1).eax, serial + 1,
	     "serial number of the next latch in the kernel");
}

static void check_classic(void)
{
	const unsigned int row = cpuid_is_amd() ? 0x72 : 10;
	struct abi_regs r, last;
	unsigned int i;

	r = cpuid_at(AT_CPL0, KVM_EXITMETER_LEAF_REASON, 0xffff);
	want_regs(r, (struct abi_regs) { 0, 0, 0, 0xffffffff }, "reason that is not defined");
	last = cpuid_at(AT_CPL0, KVM_EXITMETER_LEAF_REASON, row);
	for (i = 0; i < 100; i++) {
		r = cpuid_at(AT_CPL0, KVM_EXITMETER_LEAF_REASON, row);
		want(r.eax, last.eax + 1, "count of CPUID");
		last = r;
	}
	want_that(cpuid_at(AT_CPL0, KVM_EXITMETER_LEAF_TOTAL, 0).eax > last.eax,
		  "the total is less than the CPUIDs");
}

static const struct check checks[] = {
	{ "every leaf at CPL 3 is as on an unpatched KVM", check_leaves_cpl3 },
	{ "reasons at CPL 3 are as on an unpatched KVM", check_reasons_cpl3 },
	{ "the agent, at CPL 3, finds a KVM without a meter", unmetered_agent },
	{ "CPL 0: signature", check_signature },
	{ "CPL 0: information", check_info },
	{ "CPL 0: latch and read, the laws hold", check_laws },
	{ "CPL 0: latches at CPL 3 were none", check_no_latch_at_cpl3 },
	{ "CPL 0: classic leaves", check_classic },
};

const struct group group_cpl0 = {
	.name = "cpl0",
	.summary = "in a VM with exitmeter_guest=2: for the kernel alone",
	.checks = checks,
	.nr_checks = NELEMS(checks),
};
