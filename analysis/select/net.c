// SPDX-License-Identifier: GPL-2.0
#include "net.h"

#include "metric.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ledger/account.h"
#include "same.h"
#include "statistics/median.h"
#include "util/memory.h"
#include "own-work.h"

#define DASH	"\u2013"
#define TIMES	"\u00d7"
#define NONE	"none"

int64_t net_quantity_of(const struct ledger *work, unsigned int vendor,
			const struct net_quantity *q)
{
	switch (q->sum) {
	case NET_EXITS:
		return class_count(q->class, vendor, work);
	case NET_KERNEL:
		return class_kernel(q->class, vendor, work);
	case NET_BUSY:
		return metric_busy(work);
	case NET_GUEST:
		return work->guest;
	case NET_USER:
		return work->user;
	case NET_BLOCKED:
		return work->blocked;
	case NET_OFFCPU:
		return work->offcpu;
	case NET_SUM_NR:
		break;
	}
	abort();
}

struct spread spread_of(double *values, size_t nr)
{
	struct spread s = { .nr = nr };
	size_t i;

	if (!nr)
		return s;
	s.min = INFINITY;
	s.max = -INFINITY;
	for (i = 0; i < nr; i++) {
		s.min = fmin(s.min, values[i]);
		s.max = fmax(s.max, values[i]);
	}
	s.median = median(values, nr);
	return s;
}

/**
 * struct side - one mode of one seed
 * @value: of the quantity, per operation
 * @total: likewise, of all operations
 * @exits: of its class, of all operations
 */
struct side {
	double value;
	double total;
	int64_t exits;
};

/* Whole windows have no points. */
#define WHOLE	SIZE_MAX

static struct side side_of(const struct record *r, size_t point, const struct net_quantity *q)
{
	const struct record_point *p = point == WHOLE ? NULL : &r->points[point];
	struct ledger work = p ? work_of_point(p) : work_of(r);
	struct side s = {
		.total = (double)net_quantity_of(&work, r->vendor, q),
		.exits = class_count(q->class, r->vendor, &work),
	};

	s.value = p ? s.total / p->operations : s.total;
	return s;
}

static bool has_point(const struct record *r, size_t point)
{
	return point == WHOLE || (point < r->nr_points && r->points[point].operations > 0);
}

static bool is_seed(const struct pair *p, const struct pair *like, size_t point)
{
	return pair_is_whole(p) &&
	       record_same(pair_any(p), pair_any(like), SAME_BUT(SAME_SEED | SAME_MODE)) &&
	       has_point(p->tdp, point) && has_point(p->shadow, point);
}

static bool has_factor(const struct side *tdp, const struct side *shadow,
		       const struct net_quantity *q)
{
	/* The time of the guest and the VMM need not come of exits. */
	if ((q->sum == NET_EXITS || q->sum == NET_KERNEL) && tdp->exits < NET_BASE)
		return false;
	if (q->sum == NET_KERNEL && tdp->total < NET_BASE_CYCLES)
		return false;
	return tdp->value > 0 && shadow->value > 0;
}

static struct net over_seeds(const struct pairs *all, const struct pair *like, size_t point,
			     const struct net_quantity *q)
{
	const size_t room = (all->nr + 1) * sizeof(double);
	double *tdp = memory_zalloc(room), *shadow = memory_zalloc(room);
	double *difference = memory_zalloc(room), *factor = memory_zalloc(room);
	struct net n = { .is_cycles = q->sum != NET_EXITS };
	size_t nr = 0, nr_factors = 0, i;

	for (i = 0; i < all->nr; i++) {
		struct side a, b;

		if (!is_seed(&all->pair[i], like, point))
			continue;
		a = side_of(all->pair[i].tdp, point, q);
		b = side_of(all->pair[i].shadow, point, q);
		tdp[nr] = a.value;
		shadow[nr] = b.value;
		difference[nr++] = b.value - a.value;
		if (has_factor(&a, &b, q))
			factor[nr_factors++] = b.value / a.value;
	}
	n.tdp = spread_of(tdp, nr);
	n.shadow = spread_of(shadow, nr);
	n.difference = spread_of(difference, nr);
	/* The median of those that happen to have one would be another quantity. */
	n.factor = spread_of(factor, nr_factors == nr ? nr : 0);
	free(tdp);
	free(shadow);
	free(difference);
	free(factor);
	return n;
}

struct net net_of(const struct pairs *all, const struct pair *like,
		  const struct net_quantity *q)
{
	return over_seeds(all, like, WHOLE, q);
}

struct net net_of_point(const struct pairs *all, const struct pair *like, size_t point,
			const struct net_quantity *q)
{
	return over_seeds(all, like, point, q);
}

static struct format signed_short(double n)
{
	struct format text = format_short(n), out;

	snprintf(out.text, sizeof(out.text), "%s%.40s", n > 0 ? "+" : "", text.text);
	return out;
}

/* As in a range, behind a value that has the sign. */
static struct format bare_times(double n)
{
	struct format text = format_times(n);

	if (!strncmp(text.text, TIMES, strlen(TIMES)))
		memmove(text.text, text.text + strlen(TIMES),
			strlen(text.text) - strlen(TIMES) + 1);
	return text;
}

static struct format ranged(const struct format *middle, const struct format *low,
			    const struct format *high, bool with_range)
{
	struct format out;

	if (with_range && strcmp(low->text, high->text))
		snprintf(out.text, sizeof(out.text), "%.15s [%.11s" DASH "%.11s]", middle->text,
			 low->text, high->text);
	else
		out = *middle;
	return out;
}

bool net_is_rough(const struct net *n)
{
	return n->is_cycles && n->difference.nr == 1;
}

static struct format rough_change(const struct net *n)
{
	struct format text = format_rough(n->difference.median), out;

	if (n->factor.nr)
		return format_times_rough(n->factor.median);
	snprintf(out.text, sizeof(out.text), "%s%.40s", n->difference.median > 0 ? "+" : "",
		 text.text);
	return out;
}

struct format net_change(const struct net *n, bool with_range)
{
	const struct spread *s = n->factor.nr ? &n->factor : &n->difference;
	struct format (*format)(double n) = n->factor.nr ? bare_times : signed_short;
	struct format middle, low = format(s->min), high = format(s->max);

	if (!s->nr)
		return (struct format) { DASH };
	/* Seeds that go both ways: of a difference, and of a factor. */
	if (!n->factor.nr && spread_has_zero(s))
		return (struct format) { NONE };
	if (net_is_rough(n))
		return rough_change(n);
	middle = n->factor.nr ? format_times(s->median) : signed_short(s->median);
	return ranged(&middle, &low, &high, with_range);
}

struct format spread_short(const struct spread *s)
{
	struct format middle = format_short(s->median), low = format_short(s->min),
		      high = format_short(s->max);

	if (!s->nr)
		return (struct format) { DASH };
	if (spread_has_zero(s) && s->min < s->max)
		return (struct format) { NONE };
	return ranged(&middle, &low, &high, true);
}
