// SPDX-License-Identifier: GPL-2.0
#include "abi-md.h"

#include <stddef.h>

#include <asm/kvm_exitmeter.h>

/*
 * The suite is built with the header that the kernel was built with.  A value
 * changed there would be changed on both sides, so compare with ABI.md here.
 */
_Static_assert(KVM_EXITMETER_ABI_VERSION == 1, "version");
_Static_assert(KVM_EXITMETER_LEAF_SIGNATURE == 0x4fffff00, "signature leaf");
_Static_assert(KVM_EXITMETER_SIGNATURE_EBX == 0x454d564b, "signature");
_Static_assert(KVM_EXITMETER_SIGNATURE_ECX == 0x4d746978, "signature");
_Static_assert(KVM_EXITMETER_SIGNATURE_EDX == 0x72657465, "signature");
_Static_assert(KVM_EXITMETER_LEAF_INFO == 0x4fffff01, "information leaf");
_Static_assert(KVM_EXITMETER_INFO_GENERAL == 0, "general");
_Static_assert(KVM_EXITMETER_INFO_CLOCK == 1, "clock");
_Static_assert(KVM_EXITMETER_INFO_DEFINED == 0x100, "defined");
_Static_assert(KVM_EXITMETER_INFO_ENABLED == 0x200, "enabled");
_Static_assert(KVM_EXITMETER_BITS_PER_READ == 128, "bits");
_Static_assert(KVM_EXITMETER_VENDOR_VMX == 1 && KVM_EXITMETER_VENDOR_SVM == 2, "vendors");
_Static_assert(KVM_EXITMETER_PAGING_SHADOW == 0 && KVM_EXITMETER_PAGING_TDP == 1, "paging");
_Static_assert(KVM_EXITMETER_FEATURE_MAX == 1 && KVM_EXITMETER_FEATURE_HISTOGRAM == 2 &&
	       KVM_EXITMETER_FEATURE_KEYS == 4 && KVM_EXITMETER_FEATURE_COPIES == 8, "features");
_Static_assert(KVM_EXITMETER_LEAF_MASK == 0xffffff00, "block");
_Static_assert(KVM_EXITMETER_CLOCK_UNRELIABLE == 1 && KVM_EXITMETER_CLOCK_EDITION(0x20100) == 1,
	       "clock");
_Static_assert(KVM_EXITMETER_LEAF_LATCH == 0x4fffff02, "latch leaf");
_Static_assert(KVM_EXITMETER_SLOTS == 4, "slots");
_Static_assert(KVM_EXITMETER_MAX_VCPUS == 256, "vCPUs");
_Static_assert(KVM_EXITMETER_LATCH_TRUNCATED == 1 && KVM_EXITMETER_LATCH_TORN == 2 &&
	       KVM_EXITMETER_LATCH_CLOCK == 4 && KVM_EXITMETER_LATCH_BUSY == 8, "flags");
_Static_assert(KVM_EXITMETER_LEAF_READ == 0x4fffff03, "read leaf");
_Static_assert(KVM_EXITMETER_READ(0xabc, 2, 3, 0x123) == 0xabc23123, "packing");
_Static_assert(KVM_EXITMETER_ALL_VCPUS == 0xfff, "sum over the VM");
_Static_assert(KVM_EXITMETER_FIELD_COUNT_KERNEL == 0 && KVM_EXITMETER_FIELD_USER_BLOCKED == 1 &&
	       KVM_EXITMETER_FIELD_OFFCPU_MAX == 2 && KVM_EXITMETER_FIELD_SUMMARY == 3 &&
	       KVM_EXITMETER_FIELD_NONZERO == 4 && KVM_EXITMETER_FIELD_BUCKETS_LOW == 5 &&
	       KVM_EXITMETER_FIELD_BUCKETS_HIGH == 6 && KVM_EXITMETER_FIELD_OVERFLOW == 7 &&
	       KVM_EXITMETER_FIELD_KEY == 8 && KVM_EXITMETER_FIELD_KEY_COUNT_KERNEL == 9, "fields");
_Static_assert(KVM_EXITMETER_BUCKETS == 32, "buckets");
_Static_assert(KVM_EXITMETER_BUCKET_INDEX(3, 0) == 24 && KVM_EXITMETER_BUCKET_INDEX(3, 15) == 31 &&
	       KVM_EXITMETER_BUCKET_INDEX(3, 16) == 24, "index of a bucket");
_Static_assert(KVM_EXITMETER_KEY(0x112, 4, 0x123456789abc) == 0x1124123456789abc, "key");
_Static_assert(KVM_EXITMETER_KEY_VECTOR == 1 && KVM_EXITMETER_KEY_CR == 2 &&
	       KVM_EXITMETER_KEY_MSR == 3 && KVM_EXITMETER_KEY_PORT == 4 &&
	       KVM_EXITMETER_KEY_FAULT == 5 && KVM_EXITMETER_KEY_MMIO == 6, "kinds of keys");
_Static_assert(KVM_EXITMETER_CR_WRITE == 0 && KVM_EXITMETER_CR_READ == 1 &&
	       KVM_EXITMETER_CR_CLTS == 2 && KVM_EXITMETER_CR_LMSW == 3, "accesses to a register");
_Static_assert(KVM_EXITMETER_MSR_WRITE == 1ull << 32, "direction of an MSR");
_Static_assert(KVM_EXITMETER_PORT_IN == 1 << 19 && KVM_EXITMETER_PORT_STRING == 1 << 20 &&
	       KVM_EXITMETER_PORT_REP == 1 << 21, "bits of a port");
_Static_assert(KVM_EXITMETER_FAULT_READ == 1 && KVM_EXITMETER_FAULT_WRITE == 2 &&
	       KVM_EXITMETER_FAULT_EXEC == 4 && KVM_EXITMETER_FAULT_PRESENT == 8 &&
	       KVM_EXITMETER_FAULT_WALK == 16, "bits of a fault");
_Static_assert(KVM_EXITMETER_SUM_EXITS_KERNEL == 0 && KVM_EXITMETER_SUM_USER_BLOCKED == 1 &&
	       KVM_EXITMETER_SUM_OFFCPU_GUEST == 2 && KVM_EXITMETER_SUM_STARTUP_WALL == 3 &&
	       KVM_EXITMETER_SUM_PSEUDO == 4 && KVM_EXITMETER_SUM_FLAGGED == 5 &&
	       KVM_EXITMETER_SUM_STATS == 6 && KVM_EXITMETER_SUM_CLAMPED == 7 &&
	       KVM_EXITMETER_SUM_STAMP == 8 && KVM_EXITMETER_SUM_KEYS == 9 &&
	       KVM_EXITMETER_SUM_COPIES == 10 && KVM_EXITMETER_SUM_NR == 11, "summary");
_Static_assert(KVM_EXITMETER_ROW_OTHER == 0 && KVM_EXITMETER_ROW_EMULATION == 1 &&
	       KVM_EXITMETER_ROW_VMFAIL == 2 && KVM_EXITMETER_ROW_NOT_ENTERED == 3 &&
	       KVM_EXITMETER_ROW_STARTUP == 4 && KVM_EXITMETER_ROW_NR == 5, "rows");
_Static_assert(KVM_EXITMETER_LEAF_TOTAL == 0x4fffffff, "classic total");
_Static_assert(KVM_EXITMETER_LEAF_REASON == 0x4ffffffe, "classic reason");
_Static_assert(KVM_EXITMETER_LEAF_THIRD == 0x4ffffffd && KVM_EXITMETER_LEAF_FOURTH == 0x4ffffffc &&
	       KVM_EXITMETER_CLASSIC_LEAVES == 4 && KVM_EXITMETER_EDITIONS == 3, "editions");
_Static_assert(KVM_EXITMETER_UNDEFINED == 0xffffffff, "undefined");

struct range {
	unsigned int vendor;
	unsigned int first;
	unsigned int last;
};

/* "Defined by the manuals": VMX 0 .. 81 but 35, 38, 42, 71, and so on. */
static const struct range defined[] = {
	{ KVM_EXITMETER_VENDOR_VMX, 0, 34 },
	{ KVM_EXITMETER_VENDOR_VMX, 36, 37 },
	{ KVM_EXITMETER_VENDOR_VMX, 39, 41 },
	{ KVM_EXITMETER_VENDOR_VMX, 43, 70 },
	{ KVM_EXITMETER_VENDOR_VMX, 72, 81 },
	{ KVM_EXITMETER_VENDOR_VMX, 84, 85 },
	{ KVM_EXITMETER_VENDOR_SVM, 0, 0xa6 },
	{ KVM_EXITMETER_VENDOR_SVM, 0x100, 0x103 },
	{ KVM_EXITMETER_VENDOR_SVM, 0x110, 0x111 },
};

#define UNKNOWN	(-1)

/*
 * Reasons that belong to one paging mode, CR3 and INVLPG intercepts and nested
 * page faults, and some that any VM of KVM can have in either.
 */
static const struct {
	unsigned int vendor;
	unsigned int reason;
	int shadow;
	int tdp;
} possible[] = {
	{ KVM_EXITMETER_VENDOR_VMX, 0, true, true },	/* exception */
	{ KVM_EXITMETER_VENDOR_VMX, 1, true, true },	/* external interrupt */
	{ KVM_EXITMETER_VENDOR_VMX, 10, true, true },	/* CPUID */
	{ KVM_EXITMETER_VENDOR_VMX, 12, true, true },	/* HLT */
	{ KVM_EXITMETER_VENDOR_VMX, 14, true, false },	/* INVLPG */
	{ KVM_EXITMETER_VENDOR_VMX, 28, true, true },	/* CR access */
	{ KVM_EXITMETER_VENDOR_VMX, 30, true, true },	/* I/O */
	{ KVM_EXITMETER_VENDOR_VMX, 37, false, false },	/* monitor trap flag: for a guest's guest */
	{ KVM_EXITMETER_VENDOR_VMX, 33, true, true },	/* failed entry */
	{ KVM_EXITMETER_VENDOR_VMX, 48, false, true },	/* EPT violation */
	{ KVM_EXITMETER_VENDOR_VMX, 49, false, true },	/* EPT misconfiguration */
	{ KVM_EXITMETER_VENDOR_VMX, 58, UNKNOWN, false },	/* INVPCID, if the CPU has it */
	{ KVM_EXITMETER_VENDOR_SVM, 0x03, true, false },	/* CR3 read */
	{ KVM_EXITMETER_VENDOR_SVM, 0x13, true, false },	/* CR3 write */
	{ KVM_EXITMETER_VENDOR_SVM, 0x4e, true, false },	/* #PF */
	{ KVM_EXITMETER_VENDOR_SVM, 0x60, true, true },	/* interrupt */
	{ KVM_EXITMETER_VENDOR_SVM, 0x72, true, true },	/* CPUID */
	{ KVM_EXITMETER_VENDOR_SVM, 0x78, true, true },	/* HLT */
	{ KVM_EXITMETER_VENDOR_SVM, 0x79, true, false },	/* INVLPG */
	{ KVM_EXITMETER_VENDOR_SVM, 0x7b, true, true },	/* I/O */
	{ KVM_EXITMETER_VENDOR_SVM, 0x100, false, true },	/* nested page fault */
	{ KVM_EXITMETER_VENDOR_SVM, 0x110, true, true },	/* failed entry */
};

unsigned int abi_md_reasons(unsigned int vendor)
{
	return vendor == KVM_EXITMETER_VENDOR_VMX ? 96 : 274;
}

bool abi_md_defined(unsigned int vendor, unsigned int reason)
{
	size_t i;

	for (i = 0; i < sizeof(defined) / sizeof(defined[0]); i++)
		if (defined[i].vendor == vendor && reason >= defined[i].first &&
		    reason <= defined[i].last)
			return true;
	return false;
}

int abi_md_possible(unsigned int vendor, unsigned int paging, unsigned int reason)
{
	size_t i;

	for (i = 0; i < sizeof(possible) / sizeof(possible[0]); i++)
		if (possible[i].vendor == vendor && possible[i].reason == reason)
			return paging == KVM_EXITMETER_PAGING_TDP ? possible[i].tdp :
								    possible[i].shadow;
	return -1;
}
