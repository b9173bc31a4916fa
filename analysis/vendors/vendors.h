/* SPDX-License-Identifier: GPL-2.0 */
/* A platform of either vendor side by side: the workloads that both measured. */
#ifndef EXITREPORT_VENDORS_H
#define EXITREPORT_VENDORS_H

#include "select/pair.h"

enum side_index {
	SIDE_VMX,
	SIDE_SVM,
	SIDE_NR,
};

/**
 * struct side - a vendor's platform
 * @vendor: KVM_EXITMETER_VENDOR_*
 * @platform: the first of the run that has this vendor; NULL if there is none
 * @pairs: of the platform, first seeds
 */
struct side {
	unsigned int vendor;
	const char *platform;
	struct pairs pairs;
};

/**
 * struct vendors_workload - a job, measured on both, in both paging modes
 * @pair: by side
 */
struct vendors_workload {
	const char *name;
	const struct pair *pair[SIDE_NR];
};

/**
 * struct vendors - what can be compared
 * @workloads: in the order of the VMX platform
 */
struct vendors {
	struct side side[SIDE_NR];
	struct vendors_workload *workloads;
	size_t nr;
};

/**
 * vendors_of_run - find what both vendors' platforms measured
 * @s: receives it, for vendors_free(); @nr is 0 if there is nothing to compare
 */
void vendors_of_run(struct vendors *s, const struct run *run);

void vendors_free(struct vendors *s);

static inline const struct record *vendors_record(const struct vendors_workload *w,
						  enum side_index side, bool shadow)
{
	return shadow ? w->pair[side]->shadow : w->pair[side]->tdp;
}

#endif
