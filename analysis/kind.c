// SPDX-License-Identifier: GPL-2.0
#include "kind.h"

#define ROLE(name)	(1u << ROLE_##name)
#define PAGE_TABLES	(ROLE(NESTED_FAULT) | ROLE(FAULT) | ROLE(CR) | ROLE(INVALIDATE))

static const unsigned int kind_roles[KIND_NR] = {
	[KIND_PAGE_TABLES]	= PAGE_TABLES,
	[KIND_NESTED_FAULT]	= ROLE(NESTED_FAULT),
	[KIND_FAULT]		= ROLE(FAULT),
	[KIND_CR]		= ROLE(CR),
	[KIND_INVALIDATE]	= ROLE(INVALIDATE),
	[KIND_IO]		= ROLE(IO),
	[KIND_CPUID]		= ROLE(CPUID),
	[KIND_MSR]		= ROLE(MSR),
	[KIND_HALT]		= ROLE(HALT),
	[KIND_INTERRUPT]	= ROLE(INTERRUPT),
	[KIND_WINDOW]		= ROLE(WINDOW),
};

const struct kind_text kind_texts[KIND_NR] = {
	[KIND_ALL]		= { "all exits", "", true },
	[KIND_PAGE_TABLES]	= { "page tables", "the next four together", true },
	[KIND_NESTED_FAULT]	= { "nested page faults",
				    "access to a device's memory included", false },
	[KIND_FAULT]		= { "page faults",
				    "VMX has one reason for all exceptions and for NMIs; here are "
				    "all of it and of SVM the page faults alone", false },
	[KIND_CR]		= { "control registers", "", false },
	[KIND_INVALIDATE]	= { "TLB invalidation", "", false },
	[KIND_IO]		= { "port I/O", "", false },
	[KIND_CPUID]		= { "CPUID", "", false },
	[KIND_MSR]		= { "MSR", "", false },
	[KIND_HALT]		= { "halt", "", false },
	[KIND_INTERRUPT]	= { "interrupts from outside", "", false },
	[KIND_WINDOW]		= { "interrupt windows", "", false },
	[KIND_OTHER]		= { "all others", "", false },
};

bool kind_has(enum exit_kind kind, unsigned int vendor, unsigned int reason)
{
	unsigned int role;

	for (role = 0; role < ROLE_NR; role++)
		if (kind_roles[kind] & 1u << role && role_has(role, vendor, reason))
			return true;
	return false;
}

static int64_t count_roles(unsigned int roles, unsigned int vendor, const struct ledger *l)
{
	unsigned int role;
	int64_t sum = 0;

	for (role = 0; role < ROLE_NR; role++)
		if (roles & 1u << role)
			sum += role_sum(role, vendor, l).count;
	return sum;
}

int64_t kind_count(enum exit_kind kind, unsigned int vendor, const struct ledger *l)
{
	unsigned int all = 0;
	enum exit_kind k;

	if (kind == KIND_ALL)
		return l->exits;
	if (kind != KIND_OTHER)
		return count_roles(kind_roles[kind], vendor, l);
	/* No two kinds that are not sums have a role in common. */
	for (k = 0; k < KIND_NR; k++)
		all |= kind_roles[k];
	return l->exits - count_roles(all, vendor, l);
}
