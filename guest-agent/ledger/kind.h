/* SPDX-License-Identifier: GPL-2.0 */
/* Kinds of exits that both vendors have, so that their counts can stand side by side. */
#ifndef EXITREPORT_KIND_H
#define EXITREPORT_KIND_H

#include <stdbool.h>

#include "role.h"

enum exit_kind {
	KIND_ALL,
	KIND_PAGE_TABLES,	/* the sum of the next four */
	KIND_NESTED_FAULT,
	KIND_FAULT,
	KIND_CR,
	KIND_INVALIDATE,
	KIND_IO,
	KIND_CPUID,
	KIND_MSR,
	KIND_HALT,
	KIND_INTERRUPT,
	KIND_WINDOW,
	KIND_OTHER,		/* what is left */
	KIND_NR,
};

/**
 * struct kind_text - what a kind is called
 * @key: in files
 * @name: for readers
 * @note: what is to be minded, or what it is the sum of; may be empty
 * @is_sum: of other kinds
 */
struct kind_text {
	const char *key;
	const char *name;
	const char *note;
	bool is_sum;
};

extern const struct kind_text kind_texts[KIND_NR];

/* kind_has - is a reason one of the kind's own?  KIND_ALL and KIND_OTHER have none. */
bool kind_has(enum exit_kind kind, unsigned int vendor, unsigned int reason);

/* kind_count - exits of the kind in a ledger */
int64_t kind_count(enum exit_kind kind, unsigned int vendor, const struct ledger *l);

/* kind_kernel - cycles in KVM for them; KIND_OTHER has those for no exit at all, too */
int64_t kind_kernel(enum exit_kind kind, unsigned int vendor, const struct ledger *l);

#endif
