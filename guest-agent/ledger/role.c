// SPDX-License-Identifier: GPL-2.0
#include "role.h"

struct reasons {
	const char *text;
	size_t nr;
	const unsigned int *reason;
};

#define REASONS(text, ...)						\
	{ text, sizeof((unsigned int[]) { __VA_ARGS__ }) / sizeof(unsigned int),	\
	  (const unsigned int[]) { __VA_ARGS__ } }

/* Without the roles that prove a mode: those are in ledger_mode_proof(). */
static const struct reasons vmx[ROLE_NR] = {
	[ROLE_NESTED_FAULT]	= REASONS("48, 49", 48, 49),
	[ROLE_FAULT]		= REASONS("0", 0),
	[ROLE_CR]		= REASONS("28", 28),
	[ROLE_INVALIDATE]	= REASONS("14, 58", 14, 58),
	[ROLE_CPUID]		= REASONS("10", 10),
	[ROLE_IO]		= REASONS("30", 30),
	[ROLE_MSR]		= REASONS("31, 32", 31, 32),
	[ROLE_WBINVD]		= REASONS("54", 54),
	[ROLE_XSETBV]		= REASONS("55", 55),
	[ROLE_HALT]		= REASONS("12", 12),
	[ROLE_INTERRUPT]	= REASONS("1", 1),
	[ROLE_WINDOW]		= REASONS("7", 7),
};

static const struct reasons svm[ROLE_NR] = {
	[ROLE_NESTED_FAULT]	= REASONS("NPF", KVM_EXITMETER_SVM_NPF),
	[ROLE_FAULT]		= REASONS("EXCP14", 0x4e),
	/* All that KVM takes for an access to a control register. */
	[ROLE_CR]		= REASONS("CR0, CR3, CR4, CR8", 0x00, 0x03, 0x04, 0x08,
					    0x10, 0x13, 0x14, 0x18, 0x65),
	[ROLE_INVALIDATE]	= REASONS("INVLPG, INVPCID", 0x79, 0xa2),
	[ROLE_CPUID]		= REASONS("CPUID", 0x72),
	[ROLE_IO]		= REASONS("IOIO", 0x7b),
	[ROLE_MSR]		= REASONS("MSR", 0x7c),
	[ROLE_WBINVD]		= REASONS("WBINVD", 0x89),
	[ROLE_XSETBV]		= REASONS("XSETBV", 0x8d),
	[ROLE_HALT]		= REASONS("HLT", 0x78),
	[ROLE_INTERRUPT]	= REASONS("INTR", 0x60),
	[ROLE_WINDOW]		= REASONS("VINTR", 0x64),
};

/* What can't happen in one mode proves that it was not the other. */
static struct reasons reasons_of_mode(unsigned int vendor, unsigned int paging)
{
	const struct ledger_mode_proof *proof = ledger_mode_proof(vendor, paging);

	return (struct reasons) { proof->list, proof->nr, proof->reasons };
}

static struct reasons reasons_of(enum role role, unsigned int vendor)
{
	switch (role) {
	case ROLE_TDP_ONLY:
		return reasons_of_mode(vendor, KVM_EXITMETER_PAGING_SHADOW);
	case ROLE_SHADOW_ONLY:
		return reasons_of_mode(vendor, KVM_EXITMETER_PAGING_TDP);
	default:
		return vendor == KVM_EXITMETER_VENDOR_SVM ? svm[role] : vmx[role];
	}
}

bool role_has(enum role role, unsigned int vendor, unsigned int reason)
{
	const struct reasons r = reasons_of(role, vendor);
	size_t i;

	for (i = 0; i < r.nr; i++)
		if (r.reason[i] == reason)
			return true;
	return false;
}

struct ledger_row role_sum(enum role role, unsigned int vendor, const struct ledger *l)
{
	const struct reasons r = reasons_of(role, vendor);
	struct ledger_row sum = { 0 };
	const struct ledger_row *row;
	size_t i;

	for (i = 0; i < r.nr; i++) {
		row = &l->rows[r.reason[i]];
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
	return reasons_of(role, vendor).text;
}
