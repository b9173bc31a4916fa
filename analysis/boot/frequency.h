/* SPDX-License-Identifier: GPL-2.0 */
/* How frequent each reason is: in a boot, and in jobs that weigh the same. */
#ifndef EXITREPORT_FREQUENCY_H
#define EXITREPORT_FREQUENCY_H

#include "select/pair.h"

/**
 * struct reason_share - of one reason that came
 * @row: the reason
 * @count: exits, of all workloads together
 * @kernel: KVM's cycles for them
 * @share: of the exits; of several workloads the mean of their shares
 * @nr_workloads: in which it came
 */
struct reason_share {
	unsigned int row;
	int64_t count;
	int64_t kernel;
	double share;
	size_t nr_workloads;
};

/**
 * struct frequency - of one or several workloads in one paging mode
 * @reason: that came, the most frequent first
 * @nr: of them
 * @nr_workloads: that have any exits
 */
struct frequency {
	struct reason_share reason[LEDGER_MAX_ROWS];
	size_t nr;
	size_t nr_workloads;
};

/* frequency_of - of one window; exit reasons only, not what KVM did without an exit */
void frequency_of(struct frequency *f, const struct record *r);

/**
 * frequency_of_jobs - of all but boots, without starting their programs up
 * @jobs: see pairs_of_jobs(); a boot among them is left out
 */
void frequency_of_jobs(struct frequency *f, const struct pairs *jobs, bool shadow);

/**
 * frequency_least - where the least frequent reasons begin
 * @named: how many there are to be, at least
 *
 * Return: index of the first; none that is as frequent as one of them comes before it.
 */
size_t frequency_least(const struct frequency *f, size_t named);

/* frequency_find - Return: the reason; NULL if it did not come. */
const struct reason_share *frequency_find(const struct frequency *f, unsigned int row);

#endif
