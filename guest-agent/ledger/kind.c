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
	[KIND_ALL]		= { "all", "all exits", "", true },
	[KIND_PAGE_TABLES]	= { "page-tables", "page tables", "the next four together", true },
	[KIND_NESTED_FAULT]	= { "nested-fault", "nested page faults",
				    "access to a device's memory included", false },
	[KIND_FAULT]		= { "fault", "page faults",
				    "VMX has one reason for all exceptions and for NMIs; here are "
				    "all of it and of SVM the page faults alone", false },
	[KIND_CR]		= { "cr", "control registers", "", false },
	[KIND_INVALIDATE]	= { "invalidate", "TLB invalidation", "", false },
	[KIND_IO]		= { "io", "port I/O", "", false },
	[KIND_CPUID]		= { "cpuid", "CPUID", "", false },
	[KIND_MSR]		= { "msr", "MSR", "", false },
	[KIND_HALT]		= { "halt", "halt", "", false },
	[KIND_INTERRUPT]	= { "interrupt", "interrupts from outside", "", false },
	[KIND_WINDOW]		= { "window", "interrupt windows", "", false },
	[KIND_OTHER]		= { "other", "all others", "", false },
};

bool kind_has(enum exit_kind kind, unsigned int vendor, unsigned int reason)
{
	unsigned int role;

	for (role = 0; role < ROLE_NR; role++)
		if (kind_roles[kind] & 1u << role && role_has(role, vendor, reason))
			return true;
	return false;
}

/* What the rows of a ledger come to: its exits or its cycles in KVM. */
struct figure {
	size_t sum;	/* offset in struct ledger */
	size_t row;	/* offset in struct ledger_row */
};

static const struct figure exits = {
	offsetof(struct ledger, exits), offsetof(struct ledger_row, count),
};

static const struct figure kernel = {
	offsetof(struct ledger, kernel), offsetof(struct ledger_row, kernel),
};

static int64_t value_at(const void *from, size_t offset)
{
	return *(const int64_t *)((const char *)from + offset);
}

static int64_t add_roles(unsigned int roles, unsigned int vendor, const struct ledger *l,
			 const struct figure *figure)
{
	struct ledger_row row;
	unsigned int role;
	int64_t sum = 0;

	for (role = 0; role < ROLE_NR; role++) {
		if (!(roles & 1u << role))
			continue;
		row = role_sum(role, vendor, l);
		sum += value_at(&row, figure->row);
	}
	return sum;
}

static int64_t add_kind(enum exit_kind kind, unsigned int vendor, const struct ledger *l,
			const struct figure *figure)
{
	unsigned int all = 0;
	enum exit_kind k;

	if (kind == KIND_ALL)
		return value_at(l, figure->sum);
	if (kind != KIND_OTHER)
		return add_roles(kind_roles[kind], vendor, l, figure);
	/* No two kinds that are not sums have a role in common. */
	for (k = 0; k < KIND_NR; k++)
		all |= kind_roles[k];
	return value_at(l, figure->sum) - add_roles(all, vendor, l, figure);
}

int64_t kind_count(enum exit_kind kind, unsigned int vendor, const struct ledger *l)
{
	return add_kind(kind, vendor, l, &exits);
}

int64_t kind_kernel(enum exit_kind kind, unsigned int vendor, const struct ledger *l)
{
	return add_kind(kind, vendor, l, &kernel);
}
