/* SPDX-License-Identifier: GPL-2.0 */
/* What a workload's busy cycles are for: the guest's, the VMM's, and KVM's by kind of exit. */
#ifndef EXITREPORT_CAUSES_H
#define EXITREPORT_CAUSES_H

#include "select/net.h"

/* In the order in which a chart stacks them: the colours of neighbours can be told apart. */
enum cause {
	CAUSE_GUEST,		/* the guest itself */
	CAUSE_INVALIDATE,	/* invalidations of TLB entries */
	CAUSE_CR,		/* accesses to control registers */
	CAUSE_FAULT,		/* page faults and nested ones, of memory */
	CAUSE_MMIO,		/* accesses to the memory of devices */
	CAUSE_OTHER,		/* all other exits */
	CAUSE_VMM,
	CAUSE_NR,
};

/* For readers, behind "mostly" and in tables. */
extern const char *const cause_names[CAUSE_NR];

/**
 * struct causes - of one seed of a workload, without starting it up
 * @has_mmio: accesses to devices are told from page faults in both modes; otherwise CAUSE_FAULT
 *	has both
 * @cycles: by mode, nested first
 * @exits: likewise; of CAUSE_GUEST and CAUSE_VMM 0
 */
struct causes {
	bool has_mmio;
	double cycles[2][CAUSE_NR];
	double exits[2][CAUSE_NR];
};

/**
 * causes_of - find them
 * @p: a pair that is whole
 * @detail: a run with details, NULL if there is none: CAUSE_MMIO is its
 */
struct causes causes_of(const struct pair *p, const struct run *detail);

/* cause_name - of one of them; it is another if page faults have devices among them */
const char *cause_name(const struct causes *c, enum cause cause);

#endif
