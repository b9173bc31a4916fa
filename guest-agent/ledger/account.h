/* SPDX-License-Identifier: GPL-2.0 */
/* The accounts that a window's cycles are charged to; together they are all of it. */
#ifndef EXITREPORT_ACCOUNT_H
#define EXITREPORT_ACCOUNT_H

#include "ledger.h"

#define ACCOUNT_NR	6

/**
 * struct account - one of them
 * @name: as in a record
 * @text: for readers
 */
struct account {
	const char *name;
	const char *text;
	size_t offset;
};

/* guest, kernel, user, blocked, offcpu, startup */
extern const struct account accounts[ACCOUNT_NR];

static inline int64_t account_cycles(const struct ledger *l, size_t account)
{
	return *(const int64_t *)((const char *)l + accounts[account].offset);
}

#endif
