/* SPDX-License-Identifier: GPL-2.0 */
/* KPTI, or page-table isolation (pti): does the guest's kernel keep page tables of its own? */
#ifndef EXITREPORT_KPTI_H
#define EXITREPORT_KPTI_H

#include "pair.h"

enum kpti {
	KPTI_OFF,
	KPTI_ON,
	KPTI_UNKNOWN,	/* the record does not tell */
	KPTI_NR,
};

/* "KPTI off" and so on */
extern const char *const kpti_texts[KPTI_NR];

enum kpti record_kpti(const struct record *r);

/**
 * struct kpti_pair - a workload with KPTI as wanted
 * @pair: whole; NULL if it was not measured
 * @all: the pairs that it was found in, with its other seeds
 */
struct kpti_pair {
	const struct pair *pair;
	const struct pairs *all;
};

/**
 * kpti_find - a workload with KPTI on, or off
 * @plain: of the platform, with settings at their default, all seeds
 * @varied: likewise, the others
 * @like: any pair of the workload
 *
 * The default settings are taken if KPTI is so with them, else those that differ in it alone.
 */
struct kpti_pair kpti_find(const struct pairs *plain, const struct pairs *varied,
			   const struct pair *like, enum kpti wanted);

#endif
