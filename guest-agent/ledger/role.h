/* SPDX-License-Identifier: GPL-2.0 */
/* What exits are about, whatever the vendor calls them. */
#ifndef EXITREPORT_ROLE_H
#define EXITREPORT_ROLE_H

#include <stdbool.h>
#include <stddef.h>

#include "ledger.h"

enum role {
	ROLE_TDP_ONLY,		/* can't happen with shadow paging */
	ROLE_SHADOW_ONLY,	/* can't happen with nested paging */
	ROLE_NESTED_FAULT,	/* where guest-physical memory or a device is not mapped */
	ROLE_FAULT,		/* where a guest's page faults end up */
	ROLE_CR,
	ROLE_INVALIDATE,	/* of TLB entries */
	ROLE_CPUID,
	ROLE_IO,
	ROLE_MSR,
	ROLE_WBINVD,
	ROLE_XSETBV,
	ROLE_HALT,
	ROLE_INTERRUPT,		/* from outside of the guest */
	ROLE_WINDOW,		/* the guest can take an interrupt again */
	ROLE_NR,
};

/* role_has - is a reason one of those with this role? */
bool role_has(enum role role, unsigned int vendor, unsigned int reason);

/* The rows of a ledger that have a role, added up; @max is left at 0. */
struct ledger_row role_sum(enum role role, unsigned int vendor, const struct ledger *l);

/* role_text - the reasons for readers: "48, 49, 62"; of a vendor that has any */
const char *role_text(enum role role, unsigned int vendor);

#endif
