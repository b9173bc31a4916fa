/* SPDX-License-Identifier: GPL-2.0 */
/* A platform of either vendor side by side: the jobs that both measured, with KPTI alike. */
#ifndef EXITREPORT_VENDORS_H
#define EXITREPORT_VENDORS_H

#include "ledger/class.h"
#include "select/kpti.h"
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
 * @plain: of the platform, with settings at their default
 * @varied: of it, the others
 */
struct side {
	unsigned int vendor;
	const char *platform;
	struct pairs plain;
	struct pairs varied;
};

/**
 * struct vendors_job - a job that both measured, in both paging modes
 * @side: with the KPTI of the list that it is in
 */
struct vendors_job {
	const char *workload;
	struct kpti_pair side[SIDE_NR];
};

/**
 * struct vendors_jobs - those with the same KPTI on both sides
 * @job: in the order of the VMX platform
 */
struct vendors_jobs {
	struct vendors_job *job;
	size_t nr;
};

/**
 * struct vendors - what can be compared
 * @jobs: by KPTI; that of cells that do not tell of theirs is a list of its own
 */
struct vendors {
	struct side side[SIDE_NR];
	struct vendors_jobs jobs[KPTI_NR];
};

/* vendors_of_run - @s: for vendors_free(); its lists are empty if there is nothing to compare */
void vendors_of_run(struct vendors *s, const struct run *run);

void vendors_free(struct vendors *s);

/* vendors_any - was anything measured on both? */
bool vendors_any(const struct vendors *s);

/* Any of the four cells of a job. */
static inline const struct record *vendors_record(const struct vendors_job *job,
						  enum side_index side, bool shadow)
{
	return shadow ? job->side[side].pair->shadow : job->side[side].pair->tdp;
}

/* vendors_exits - of a kind, without starting up, the median of the seeds */
double vendors_exits(const struct vendors_job *job, enum side_index side, enum exit_class kind,
		     bool shadow);

/* vendors_total - likewise, of all jobs of a list */
double vendors_total(const struct vendors_jobs *jobs, enum side_index side, enum exit_class kind,
		     bool shadow);

/**
 * struct vendors_gap - how far the two are from each other
 * @nr: jobs whose exits are enough for a quotient on both sides
 * @median: of the distances of their quotients from 1
 * @furthest: the one with the largest
 * @largest: that
 */
struct vendors_gap {
	size_t nr;
	double median;
	const struct vendors_job *furthest;
	double largest;
};

/* vendors_gap_of - of all exits in a paging mode */
struct vendors_gap vendors_gap_of(const struct vendors_jobs *jobs, bool shadow);

#endif
