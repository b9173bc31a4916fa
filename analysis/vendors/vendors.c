// SPDX-License-Identifier: GPL-2.0
#include "vendors.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "select/net.h"
#include "select/same.h"
#include "statistics/median.h"
#include "util/memory.h"

static void find_platform(struct side *side, const struct run *run)
{
	const char **names;
	size_t nr = platforms_of_run(run, &names), i;

	for (i = 0; i < nr && !side->platform; i++) {
		pairs_of_run(&side->plain, run, names[i]);
		if (side->plain.pair[0].vendor == side->vendor) {
			side->platform = names[i];
			pairs_keep_plain(&side->plain, &side->varied);
		} else {
			pairs_free(&side->plain);
			memset(&side->plain, 0, sizeof(side->plain));
		}
	}
	free(names);
}

static bool has(const struct vendors_jobs *jobs, const char *workload)
{
	size_t i;

	for (i = 0; i < jobs->nr; i++)
		if (!strcmp(jobs->job[i].workload, workload))
			return true;
	return false;
}

static void add(struct vendors *s, enum kpti wanted, const struct pair *like)
{
	struct vendors_job job = { .workload = pair_any(like)->workload };
	struct vendors_jobs *to = &s->jobs[wanted];
	enum side_index side;

	if (has(to, job.workload))
		return;
	for (side = 0; side < SIDE_NR; side++) {
		job.side[side] = kpti_find(&s->side[side].plain, &s->side[side].varied, like,
					   wanted);
		if (!job.side[side].pair)
			return;
	}
	to->job = memory_grow(to->job, to->nr, sizeof(job));
	to->job[to->nr++] = job;
}

void vendors_of_run(struct vendors *s, const struct run *run)
{
	const struct pairs *vmx = &s->side[SIDE_VMX].plain;
	enum kpti kpti;
	size_t i;

	memset(s, 0, sizeof(*s));
	s->side[SIDE_VMX].vendor = KVM_EXITMETER_VENDOR_VMX;
	s->side[SIDE_SVM].vendor = KVM_EXITMETER_VENDOR_SVM;
	for (i = 0; i < SIDE_NR; i++)
		find_platform(&s->side[i], run);
	for (kpti = 0; kpti < KPTI_NR; kpti++)
		for (i = 0; i < vmx->nr; i++)
			if (pair_is_job(&vmx->pair[i]))
				add(s, kpti, &vmx->pair[i]);
}

void vendors_free(struct vendors *s)
{
	enum kpti kpti;
	size_t i;

	for (i = 0; i < SIDE_NR; i++) {
		pairs_free(&s->side[i].plain);
		pairs_free(&s->side[i].varied);
	}
	for (kpti = 0; kpti < KPTI_NR; kpti++)
		free(s->jobs[kpti].job);
}

bool vendors_any(const struct vendors *s)
{
	enum kpti kpti;

	for (kpti = 0; kpti < KPTI_NR; kpti++)
		if (s->jobs[kpti].nr)
			return true;
	return false;
}

double vendors_exits(const struct vendors_job *job, enum side_index side, enum exit_class kind,
		     bool shadow)
{
	const struct net_quantity exits = { NET_EXITS, kind };
	struct net n = net_of(job->side[side].all, job->side[side].pair, &exits);

	return shadow ? n.shadow.median : n.tdp.median;
}

double vendors_total(const struct vendors_jobs *jobs, enum side_index side, enum exit_class kind,
		     bool shadow)
{
	double sum = 0;
	size_t i;

	for (i = 0; i < jobs->nr; i++)
		sum += vendors_exits(&jobs->job[i], side, kind, shadow);
	return sum;
}

struct vendors_gap vendors_gap_of(const struct vendors_jobs *jobs, bool shadow)
{
	double *gaps = memory_zalloc((jobs->nr + 1) * sizeof(*gaps)), vmx, svm;
	struct vendors_gap gap = { .nr = 0 };
	size_t i;

	for (i = 0; i < jobs->nr; i++) {
		vmx = vendors_exits(&jobs->job[i], SIDE_VMX, CLASS_ALL, shadow);
		svm = vendors_exits(&jobs->job[i], SIDE_SVM, CLASS_ALL, shadow);
		if (vmx < NET_BASE || svm < NET_BASE)
			continue;
		gaps[gap.nr] = fabs(svm / vmx - 1);
		if (!gap.furthest || gaps[gap.nr] > gap.largest) {
			gap.furthest = &jobs->job[i];
			gap.largest = gaps[gap.nr];
		}
		gap.nr++;
	}
	if (gap.nr)
		gap.median = median(gaps, gap.nr);
	free(gaps);
	return gap;
}
