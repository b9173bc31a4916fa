// SPDX-License-Identifier: GPL-2.0
#include "role.h"

#define MAX_REASONS	8

struct reasons {
	const char *text;
	size_t nr;
	unsigned int reason[MAX_REASONS];
};

/*
 * With nested paging KVM turns INVLPG exiting off (and with it INVPCID's);
 * without it there is nothing that could raise an EPT or NPT fault, and
 * page-modification logging needs EPT.  See vmx_exec_control() and init_vmcb()
 * in KVM.
 */
static const struct reasons vmx[ROLE_NR] = {
	[ROLE_TDP_ONLY]		= { "48, 49, 62", 3, { 48, 49, 62 } },
	[ROLE_SHADOW_ONLY]	= { "14, 58", 2, { 14, 58 } },
	[ROLE_FAULT]		= { "0", 1, { 0 } },
	[ROLE_CR]		= { "28", 1, { 28 } },
	[ROLE_CPUID]		= { "10", 1, { 10 } },
	[ROLE_IO]		= { "30", 1, { 30 } },
	[ROLE_MSR]		= { "31, 32", 2, { 31, 32 } },
	[ROLE_WBINVD]		= { "54", 1, { 54 } },
	[ROLE_XSETBV]		= { "55", 1, { 55 } },
};

static const struct reasons svm[ROLE_NR] = {
	[ROLE_TDP_ONLY]		= { "NPF", 1, { KVM_EXITMETER_SVM_NPF } },
	[ROLE_SHADOW_ONLY]	= { "EXCP14, INVLPG", 2, { 0x4e, 0x79 } },
	[ROLE_FAULT]		= { "EXCP14", 1, { 0x4e } },
	[ROLE_CR]		= { "CR0, CR3, CR4", 6,
				    { 0x00, 0x03, 0x04, 0x10, 0x13, 0x14 } },
	[ROLE_CPUID]		= { "CPUID", 1, { 0x72 } },
	[ROLE_IO]		= { "IOIO", 1, { 0x7b } },
	[ROLE_MSR]		= { "MSR", 1, { 0x7c } },
	[ROLE_WBINVD]		= { "WBINVD", 1, { 0x89 } },
	[ROLE_XSETBV]		= { "XSETBV", 1, { 0x8d } },
};

static const struct reasons *reasons_of(enum role role, unsigned int vendor)
{
	return vendor == KVM_EXITMETER_VENDOR_SVM ? &svm[role] : &vmx[role];
}

bool role_has(enum role role, unsigned int vendor, unsigned int reason)
{
	const struct reasons *r = reasons_of(role, vendor);
	size_t i;

	for (i = 0; i < r->nr; i++)
		if (r->reason[i] == reason)
			return true;
	return false;
}

struct ledger_row role_sum(enum role role, unsigned int vendor, const struct ledger *l)
{
	const struct reasons *r = reasons_of(role, vendor);
	struct ledger_row sum = { 0 };
	const struct ledger_row *row;
	size_t i;

	for (i = 0; i < r->nr; i++) {
		row = &l->rows[r->reason[i]];
		sum.count += row->count;
		sum.kernel += row->kernel;
		sum.user += row->user;
		sum.blocked += row->blocked;
		sum.offcpu += row->offcpu;
	}
	return sum;
}

const char *role_text(enum role role, unsigned int vendor)
{
	return reasons_of(role, vendor)->text;
}
