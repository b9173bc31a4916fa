/* SPDX-License-Identifier: GPL-2.0 */
/* Workloads in the order of what turning nested paging off does to them. */
#ifndef EXITREPORT_RANKED_H
#define EXITREPORT_RANKED_H

#include "advice.h"

struct ranked {
	const struct pair *pair;
	struct advice advice;
};

/**
 * ranked_jobs - those of @jobs that were measured in both modes
 * @all: pairs with all seeds
 * @jobs: one pair of each workload
 * @detail: see causes_of()
 * @nr: receives how many
 *
 * Return: an array to be freed, the one whose CPU time grows most first; those that are idle come
 * last, and before them those without a factor.
 */
struct ranked *ranked_jobs(const struct pairs *all, const struct pairs *jobs,
			   const struct run *detail, size_t *nr);

#endif
