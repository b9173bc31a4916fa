// SPDX-License-Identifier: GPL-2.0
#include "class.h"

struct reasons {
	const char *text;
	size_t nr;
	const unsigned int *reason;
};

#define REASONS(text, ...)						\
	{ text, sizeof((unsigned int[]) { __VA_ARGS__ }) / sizeof(unsigned int),	\
	  (const unsigned int[]) { __VA_ARGS__ } }

/* Without the classes that prove a mode: those are in ledger_mode_proof(). */
static const struct reasons vmx[CLASS_NR] = {
	[CLASS_NESTED_FAULT]	= REASONS("48, 49", 48, 49),
	[CLASS_FAULT]		= REASONS("0", 0),
	[CLASS_CR]		= REASONS("28", 28),
	[CLASS_INVALIDATE]	= REASONS("14, 58", 14, 58),
	[CLASS_IO]		= REASONS("30", 30),
	[CLASS_CPUID]		= REASONS("10", 10),
	[CLASS_MSR]		= REASONS("31, 32", 31, 32),
	[CLASS_HALT]		= REASONS("12", 12),
	[CLASS_INTERRUPT]	= REASONS("1", 1),
	[CLASS_WINDOW]		= REASONS("7", 7),
	[CLASS_WBINVD]		= REASONS("54", 54),
	[CLASS_XSETBV]		= REASONS("55", 55),
};

static const struct reasons svm[CLASS_NR] = {
	[CLASS_NESTED_FAULT]	= REASONS("NPF", KVM_EXITMETER_SVM_NPF),
	[CLASS_FAULT]		= REASONS("EXCP14", 0x4e),
	/* All that KVM takes for an access to a control register. */
	[CLASS_CR]		= REASONS("CR0, CR3, CR4, CR8", 0x00, 0x03, 0x04, 0x08,
					    0x10, 0x13, 0x14, 0x18, 0x65),
	[CLASS_INVALIDATE]	= REASONS("INVLPG, INVPCID", 0x79, 0xa2),
	[CLASS_IO]		= REASONS("IOIO", 0x7b),
	[CLASS_CPUID]		= REASONS("CPUID", 0x72),
	[CLASS_MSR]		= REASONS("MSR", 0x7c),
	[CLASS_HALT]		= REASONS("HLT", 0x78),
	[CLASS_INTERRUPT]	= REASONS("INTR", 0x60),
	[CLASS_WINDOW]		= REASONS("VINTR", 0x64),
	[CLASS_WBINVD]		= REASONS("WBINVD", 0x89),
	[CLASS_XSETBV]		= REASONS("XSETBV", 0x8d),
};

const struct exit_class_text exit_class_texts[CLASS_LISTED] = {
	[CLASS_ALL]		= { "all", "all exits", "", true },
	[CLASS_PAGE_TABLES]	= { "page-tables", "page tables", "the next four together", true },
	[CLASS_NESTED_FAULT]	= { "nested-fault", "nested page faults",
				    "access to a device's memory included", false },
	[CLASS_FAULT]		= { "fault", "page faults",
				    "VMX has one reason for all exceptions and for NMIs; here are "
				    "all of it and of SVM the page faults alone", false },
	[CLASS_CR]		= { "cr", "control registers", "", false },
	[CLASS_INVALIDATE]	= { "invalidate", "TLB invalidation", "", false },
	[CLASS_IO]		= { "io", "port I/O", "", false },
	[CLASS_CPUID]		= { "cpuid", "CPUID", "", false },
	[CLASS_MSR]		= { "msr", "MSR", "", false },
	[CLASS_HALT]		= { "halt", "halt", "", false },
	[CLASS_INTERRUPT]	= { "interrupt", "interrupts from outside", "", false },
	[CLASS_WINDOW]		= { "window", "interrupt windows", "", false },
	[CLASS_OTHER]		= { "other", "all others", "", false },
};

/* What can't happen in one mode proves that it was not the other. */
static struct reasons reasons_of_mode(unsigned int vendor, unsigned int paging)
{
	const struct ledger_mode_proof *proof = ledger_mode_proof(vendor, paging);

	return (struct reasons) { proof->list, proof->nr, proof->reasons };
}

static struct reasons reasons_of(enum exit_class class, unsigned int vendor)
{
	switch (class) {
	case CLASS_TDP_ONLY:
		return reasons_of_mode(vendor, KVM_EXITMETER_PAGING_SHADOW);
	case CLASS_SHADOW_ONLY:
		return reasons_of_mode(vendor, KVM_EXITMETER_PAGING_TDP);
	default:
		return vendor == KVM_EXITMETER_VENDOR_SVM ? svm[class] : vmx[class];
	}
}

static bool is_page_tables(enum exit_class class)
{
	return class >= CLASS_NESTED_FAULT && class <= CLASS_INVALIDATE;
}

bool class_has(enum exit_class class, unsigned int vendor, unsigned int reason)
{
	const struct reasons r = reasons_of(class, vendor);
	enum exit_class part;
	size_t i;

	for (i = 0; i < r.nr; i++)
		if (r.reason[i] == reason)
			return true;
	for (part = 0; class == CLASS_PAGE_TABLES && part < CLASS_LISTED; part++)
		if (is_page_tables(part) && class_has(part, vendor, reason))
			return true;
	return false;
}

static void add(struct ledger_row *sum, const struct ledger_row *row, int sign)
{
	sum->count += sign * row->count;
	sum->kernel += sign * row->kernel;
	sum->user += sign * row->user;
	sum->blocked += sign * row->blocked;
	sum->offcpu += sign * row->offcpu;
}

static void add_class(struct ledger_row *sum, enum exit_class class, unsigned int vendor,
		      const struct ledger *l, int sign)
{
	const struct reasons r = reasons_of(class, vendor);
	size_t i;

	for (i = 0; i < r.nr; i++)
		add(sum, &l->rows[r.reason[i]], sign);
}

static struct ledger_row totals(const struct ledger *l)
{
	return (struct ledger_row) {
		.count = l->exits, .kernel = l->kernel, .user = l->user,
		.blocked = l->blocked, .offcpu = l->offcpu,
	};
}

struct ledger_row class_sum(enum exit_class class, unsigned int vendor, const struct ledger *l)
{
	struct ledger_row sum = { 0 };
	enum exit_class part;

	switch (class) {
	case CLASS_ALL:
		return totals(l);
	case CLASS_PAGE_TABLES:
		for (part = 0; part < CLASS_LISTED; part++)
			if (is_page_tables(part))
				add_class(&sum, part, vendor, l, 1);
		return sum;
	case CLASS_OTHER:
		sum = totals(l);
		for (part = 0; part < CLASS_LISTED; part++)
			add_class(&sum, part, vendor, l, -1);
		return sum;
	default:
		add_class(&sum, class, vendor, l, 1);
		return sum;
	}
}

int64_t class_count(enum exit_class class, unsigned int vendor, const struct ledger *l)
{
	return class_sum(class, vendor, l).count;
}

int64_t class_kernel(enum exit_class class, unsigned int vendor, const struct ledger *l)
{
	return class_sum(class, vendor, l).kernel;
}

const char *class_reasons(enum exit_class class, unsigned int vendor)
{
	return reasons_of(class, vendor).text;
}
