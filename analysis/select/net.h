/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Net quantities: what a workload's own work made, without starting its program up.  All
 * factors, differences and numbers per operation in the report are from here.
 *
 * Net is the window less the window of starting up, where one was measured; of workloads that
 * count their operations cycles are those of the operations' own reasons (own-work.h).  A factor
 * is shadow over nested paging, seed by seed, and their median.
 */
#ifndef EXITREPORT_NET_H
#define EXITREPORT_NET_H

#include "ledger/class.h"
#include "output/format.h"
#include "pair.h"

/* Of fewer exits with nested paging there is no factor, but a difference. */
#define NET_BASE	COUNT_BASE

/* Likewise of fewer cycles in KVM: what so many exits take.  Start-up differs by more. */
#define NET_BASE_CYCLES	(1000 * NET_BASE)

enum net_sum {
	NET_EXITS,
	NET_KERNEL,	/* cycles in KVM */
	NET_BUSY,	/* cycles, metric_busy() */
	NET_GUEST,	/* cycles of the account; as the next */
	NET_USER,
	NET_BLOCKED,
	NET_OFFCPU,
	NET_SUM_NR,
};

/**
 * struct net_quantity - what is asked for
 * @sum: of the work
 * @class: of exits, for NET_EXITS and NET_KERNEL; CLASS_ALL, which is 0, for all
 */
struct net_quantity {
	enum net_sum sum;
	enum exit_class class;
};

/* net_quantity_of - of work, as work_of() and work_of_point() give it */
int64_t net_quantity_of(const struct ledger *work, unsigned int vendor,
			const struct net_quantity *q);

/**
 * struct spread - a value over the seeds
 * @nr: seeds that have it; with 0 the others mean nothing
 */
struct spread {
	size_t nr;
	double median;
	double min;
	double max;
};

/* spread_of - Return: of @values, which are put into another order. */
struct spread spread_of(double *values, size_t nr);

/* spread_has_zero - is 0 among what the seeds say, or between them? Also of no seed. */
static inline bool spread_has_zero(const struct spread *s)
{
	return !s->nr || (s->min <= 0 && s->max >= 0);
}

/**
 * struct net - a quantity of one workload in both modes, over the seeds that have both
 * @is_cycles: and not exits
 * @tdp: with nested paging
 * @shadow: with shadow paging
 * @difference: shadow less nested, seed by seed
 * @factor: shadow over nested, seed by seed; nr is 0 where there is none: less than NET_BASE
 *	exits of its class with nested paging in any seed, of NET_KERNEL less than NET_BASE_CYCLES,
 *	or nothing to divide
 */
struct net {
	bool is_cycles;
	struct spread tdp;
	struct spread shadow;
	struct spread difference;
	struct spread factor;
};

/**
 * net_of - of a workload
 * @all: pairs with all seeds
 * @like: any pair of the workload, which says what settings; it need not be whole, nor in @all
 */
struct net net_of(const struct pairs *all, const struct pair *like,
		  const struct net_quantity *q);

/**
 * net_of_point - of one operation of a workload at one of its points
 * @point: index of it in both records of each pair; a pair without it is no seed
 *
 * Values are per operation; NET_BASE and NET_BASE_CYCLES are of all operations together.
 */
struct net net_of_point(const struct pairs *all, const struct pair *like, size_t point,
			const struct net_quantity *q);

/* net_is_measured - was it, in both modes? */
static inline bool net_is_measured(const struct net *n)
{
	return n->difference.nr;
}

/* net_is_rough - cycles of one seed: how far those of another are from them is not known */
bool net_is_rough(const struct net *n);

/**
 * net_change - what turning nested paging off does
 * @with_range: add the seeds' range, where they differ
 *
 * Return: "×3.73 [3.70–3.81]"; where there is no factor the difference, "+14" or "+12.3 k";
 * "none" if the seeds do not agree that there is one; a dash if it was not measured.  What is
 * rough has two digits.
 */
struct format net_change(const struct net *n, bool with_range);

/**
 * spread_short - "901 k [899 k–904 k]"
 *
 * Return: the median as format_short() has it, and the range, where it would not be the same;
 * "none" if the range has zero and more in it; a dash if there is no seed.
 */
struct format spread_short(const struct spread *s);

#endif
