/* SPDX-License-Identifier: GPL-2.0 */
/* Classes of exits: what exits are about, whatever the vendor calls them. */
#ifndef EXITMETER_CLASS_H
#define EXITMETER_CLASS_H

#include <stdbool.h>
#include <stddef.h>

#include "ledger.h"

/* Those below CLASS_LISTED that are no sums share no reason: with CLASS_OTHER they are all. */
enum exit_class {
	CLASS_ALL,
	CLASS_PAGE_TABLES,	/* the sum of the next four */
	CLASS_NESTED_FAULT,	/* where guest-physical memory or a device is not mapped */
	CLASS_FAULT,		/* where a guest's page faults end up */
	CLASS_CR,
	CLASS_INVALIDATE,	/* of TLB entries */
	CLASS_IO,
	CLASS_CPUID,
	CLASS_MSR,
	CLASS_HALT,
	CLASS_INTERRUPT,	/* from outside of the guest */
	CLASS_WINDOW,		/* the guest can take an interrupt again */
	CLASS_OTHER,		/* what is left */
	CLASS_LISTED,
	/* Parts of CLASS_OTHER; and what proves a mode. */
	CLASS_WBINVD = CLASS_LISTED,
	CLASS_XSETBV,
	CLASS_TDP_ONLY,		/* can't happen with shadow paging */
	CLASS_SHADOW_ONLY,	/* can't happen with nested paging */
	CLASS_NR,
};

/**
 * struct exit_class_text - what a class is called
 * @key: in files
 * @name: for readers
 * @note: what is to be minded, or what it is the sum of; may be empty
 * @is_sum: of other classes
 */
struct exit_class_text {
	const char *key;
	const char *name;
	const char *note;
	bool is_sum;
};

extern const struct exit_class_text exit_class_texts[CLASS_LISTED];

/* class_has - is a reason one of the class's own?  CLASS_ALL and CLASS_OTHER have none. */
bool class_has(enum exit_class class, unsigned int vendor, unsigned int reason);

/**
 * class_sum - what a ledger has of a class
 *
 * Return: its rows added up, @max left at 0; of CLASS_ALL the ledger's totals, and of
 * CLASS_OTHER the totals less all others, which includes cycles for no exit at all.
 */
struct ledger_row class_sum(enum exit_class class, unsigned int vendor, const struct ledger *l);

/* class_count - exits of the class in a ledger */
int64_t class_count(enum exit_class class, unsigned int vendor, const struct ledger *l);

/* class_kernel - cycles in KVM for them */
int64_t class_kernel(enum exit_class class, unsigned int vendor, const struct ledger *l);

/* class_reasons - the reasons for readers: "48, 49, 62"; of a class that has any of its own */
const char *class_reasons(enum exit_class class, unsigned int vendor);

#endif
