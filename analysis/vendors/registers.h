/* SPDX-License-Identifier: GPL-2.0 */
/* Why accesses to control registers exit more often on AMD with nested paging: count by count. */
#ifndef EXITREPORT_VENDORS_REGISTERS_H
#define EXITREPORT_VENDORS_REGISTERS_H

#include "vendors.h"

/**
 * struct registers - accesses that exit with nested paging, of the jobs of a list with keys
 * @cr0_writes: by side; CLTS and LMSW are such
 * @cr4_writes: by side
 * @reads: of either, by side
 * @difference: exits that AMD has more, in the run itself
 * @accounted: of them, what the rules of both vendors explain
 * @without: the job that has no keys, such as a distribution's boot; NULL if all have
 * @more_without: exits that AMD has more there
 */
struct registers {
	int64_t cr0_writes[SIDE_NR];
	int64_t cr4_writes[SIDE_NR];
	int64_t reads[SIDE_NR];
	int64_t difference;
	int64_t accounted;
	const char *without;
	int64_t more_without;
};

/**
 * registers_account - check that the difference is what KVM's code makes of it
 * @detail: a run with keys; NULL if there is none
 *
 * VMX exits for a write to CR4 only if it changes a bit that KVM owns, and for no read; SVM exits
 * for every access to CR4, and for reads of CR0 until it is as the guest wants it.  So Intel has no
 * reads, both have the same writes to CR0, and Intel not more writes to CR4.
 *
 * Return: false if that is not so, if it leaves some of the difference, or if nothing tells; and
 * if more than one job has no keys.
 */
bool registers_account(struct registers *r, const struct vendors_jobs *jobs,
		       const struct run *detail);

#endif
