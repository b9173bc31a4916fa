// SPDX-License-Identifier: GPL-2.0
#include "prediction.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ledger/class.h"
#include "output/format.h"
#include "select/cell-facts.h"
#include "select/kpti.h"
#include "select/net.h"
#include "select/thresholds.h"

const char *const prediction_texts[PREDICTION_OUTCOMES] = {
	[PREDICTION_HOLDS] = "holds",
	[PREDICTION_OTHER_REASON] = "in the range, **for another reason**",
	[PREDICTION_UNTESTED] = "in the range, its reason untested",
	[PREDICTION_DIRECTION] = "direction holds, amount does not",
	[PREDICTION_FAILS] = "**fails**",
};

/*
 * A factor of instructions can be so far from one of cycles: an instruction takes from half a
 * cycle to two, on either side.
 */
#define CPI_SPREAD	4

/**
 * struct way - how a prediction is made
 * @kind: of exits of a boot
 * @patching: a kernel that patches itself makes such exits
 * @published: an operation whose time was published
 * @workload: of ours that does the same
 * @kpti: in the guest, there and here
 * @more: compare with as many more processes, there and here
 */
struct way {
	bool (*make)(struct prediction *p, const struct prediction_input *in,
		     const struct way *way);
	enum exit_class kind;
	bool patching;
	const char *what;
	const char *published;
	const char *workload;
	enum kpti kpti;
	const char *more;
};

static enum prediction_outcome judge(const struct prediction *p)
{
	if (p->factor >= p->low && p->factor <= p->high)
		return PREDICTION_HOLDS;
	if (p->low > 1)
		return p->factor > 1 + NEARLY ? PREDICTION_DIRECTION : PREDICTION_FAILS;
	if (p->high < 1)
		return p->factor < 1 - NEARLY ? PREDICTION_DIRECTION : PREDICTION_FAILS;
	return PREDICTION_FAILS;
}

static bool is_of_kind(enum exit_class kind, const char *reason)
{
	if (kind == CLASS_ALL)
		return true;
	return *reason && class_has(kind, KVM_EXITMETER_VENDOR_VMX, strtoul(reason, NULL, 10));
}

static bool is_boot_row(const struct published *t, const struct published_row *row,
			const char *source)
{
	return row->has_both && strstr(published_value(t, row, "workload"), "boot") &&
	       !strcmp(published_value(t, row, "metric"), "exits") &&
	       !strcmp(published_value(t, row, "source"), source);
}

/* A source's factor of a kind; 0 if it has none. Its own sum of all exits goes before ours. */
static double boot_factor(const struct published *t, const char *source, enum exit_class kind)
{
	double tdp = 0, shadow = 0;
	const char *reason;
	size_t i;

	for (i = 0; i < t->nr_rows; i++) {
		if (!is_boot_row(t, &t->rows[i], source))
			continue;
		reason = published_value(t, &t->rows[i], "reason");
		if (kind == CLASS_ALL && !*reason)
			return t->rows[i].shadow / t->rows[i].tdp;
		if (!is_of_kind(kind, reason))
			continue;
		tdp += t->rows[i].tdp;
		shadow += t->rows[i].shadow;
	}
	return tdp > 0 ? shadow / tdp : 0;
}

/* The range of all sources; false if none has both modes. */
static bool boot_range(struct prediction *p, const struct published *t, enum exit_class kind)
{
	double factor;
	size_t i;

	p->low = INFINITY;
	p->high = 0;
	for (i = 0; i < t->nr_rows; i++) {
		factor = boot_factor(t, published_value(t, &t->rows[i], "source"), kind);
		if (factor <= 0)
			continue;
		p->low = fmin(p->low, factor);
		p->high = fmax(p->high, factor);
	}
	return p->high > 0;
}

/**
 * struct booted - a boot that stands for the published ones
 * @all: that has its seeds
 */
struct booted {
	const struct pair *pair;
	const struct pairs *all;
};

/* On one vCPU; of another CPU than the default, if it was booted on no other. */
const struct pair *prediction_distribution(const struct pairs *pairs)
{
	const struct setting *changed[SETTING_NR];
	const struct pair *p;
	size_t i;

	for (i = 0; i < pairs->nr; i++) {
		p = &pairs->pair[i];
		if (pair_is_whole(p) && record_is_distribution(pair_any(p)) &&
		    (!record_changed(pair_any(p), changed) || record_has_only(pair_any(p), "cpu")))
			return p;
	}
	return NULL;
}

/* A distribution's, as theirs; if there is none, the small one. */
static struct booted find_boot(const struct prediction_input *in)
{
	struct booted boot = { prediction_distribution(in->plain), in->plain };

	if (!boot.pair)
		boot = (struct booted) { prediction_distribution(in->varied), in->varied };
	if (!boot.pair)
		boot = (struct booted) { pairs_find_boot(in->plain), in->plain };
	return boot;
}

/* The same boot of a kernel that leaves its LOCK prefixes in: told to, or with several CPUs. */
static const struct pair *find_unpatched(const struct pairs *varied, const struct pair *boot)
{
	const struct pair *smp = pairs_find_smp(varied, boot), *p;
	size_t i;

	for (i = 0; i < varied->nr; i++) {
		p = &varied->pair[i];
		if (pair_is_whole(p) && !strcmp(pair_any(p)->workload, pair_any(boot)->workload) &&
		    record_has_only(pair_any(p), "replace_smp"))
			return p;
	}
	return smp;
}

static void observe_boot(struct prediction *p, const struct pair *boot, const struct net *n,
			 const struct pair *control, double control_factor)
{
	size_t used = snprintf(p->observed, sizeof(p->observed), "`%s` %s: %s \u2192 ",
			       boot->name, format_times(p->factor).text,
			       format_int(llround(n->tdp.median)).text);

	used += snprintf(p->observed + used, sizeof(p->observed) - used, "%s",
			 format_int(llround(n->shadow.median)).text);
	if (control && used < sizeof(p->observed))
		snprintf(p->observed + used, sizeof(p->observed) - used, "; `%s` %s",
			 control->name, control_factor > 0 ?
			 format_times(control_factor).text : "too few to tell");
}

/*
 * What the sources booted is a distribution.  A small boot on one CPU, whose kernel takes the LOCK
 * prefixes out of its code, makes as large a factor of that alone: what is in the range must be so
 * without it.
 */
static bool predict_boot(struct prediction *p, const struct prediction_input *in,
			 const struct way *way)
{
	const struct net_quantity exits = { NET_EXITS, way->kind };
	struct net n, c = { .is_cycles = false };
	const struct pair *control = NULL;
	struct booted boot = find_boot(in);
	bool is_small;

	if (!boot.pair || boot.pair->vendor != KVM_EXITMETER_VENDOR_VMX ||
	    !boot_range(p, in->exits, way->kind))
		return false;
	n = net_of(boot.all, boot.pair, &exits);
	if (!n.factor.nr)
		return false;
	is_small = !record_is_distribution(pair_any(boot.pair));
	if (is_small && way->patching)
		control = find_unpatched(in->varied, boot.pair);
	if (control)
		c = net_of(in->varied, control, &exits);
	snprintf(p->text, sizeof(p->text), "a boot: %s", way->what);
	p->source = "course reports B and C";
	p->factor = n.factor.median;
	p->outcome = judge(p);
	observe_boot(p, boot.pair, &n, control, c.factor.nr ? c.factor.median : 0);
	if (p->outcome != PREDICTION_HOLDS || !way->patching || !is_small)
		return true;
	if (!c.factor.nr)
		p->outcome = PREDICTION_UNTESTED;
	else if (c.factor.median < p->low || c.factor.median > p->high)
		p->outcome = PREDICTION_OTHER_REASON;
	return true;
}

static const struct published_row *find_timing(const struct published *t, const char *what,
					       enum kpti kpti)
{
	const char *wanted = kpti == KPTI_ON ? "KPTI on" : "KPTI off";
	size_t i;

	for (i = 0; i < t->nr_rows; i++)
		if (t->rows[i].has_both &&
		    !strcmp(published_value(t, &t->rows[i], "workload"), what) &&
		    strstr(published_value(t, &t->rows[i], "setup"), wanted))
			return &t->rows[i];
	return NULL;
}

static const struct pair *find_workload(const struct pairs *pairs, const char *workload)
{
	size_t i;

	for (i = 0; i < pairs->nr; i++)
		if (pair_is_whole(&pairs->pair[i]) &&
		    !strcmp(pair_any(&pairs->pair[i])->workload, workload))
			return &pairs->pair[i];
	return NULL;
}

static struct kpti_pair find_ours(const struct prediction_input *in, const struct way *way)
{
	const struct pair *like = find_workload(in->plain, way->workload);

	if (!like)
		like = find_workload(in->varied, way->workload);
	if (!like)
		return (struct kpti_pair) { NULL, NULL };
	return kpti_find(in->plain, in->varied, like, way->kpti);
}

/* Busy cycles of an operation, or of all work if there are no points; @point receives its name. */
static struct net busy_of(const struct kpti_pair *p, const char **point)
{
	static const struct net_quantity busy = { NET_BUSY, CLASS_ALL };
	size_t index;

	*point = NULL;
	if (!p->pair->tdp->nr_points)
		return net_of(p->all, p->pair, &busy);
	index = record_largest_point(p->pair->tdp);
	*point = p->pair->tdp->points[index].name;
	return net_of_point(p->all, p->pair, index, &busy);
}

static bool predict_time(struct prediction *p, const struct prediction_input *in,
			 const struct way *way)
{
	const struct published_row *row = find_timing(in->timings, way->published, way->kpti);
	struct kpti_pair ours = find_ours(in, way);
	const char *point;
	double factor;
	struct net n;

	if (!row || !ours.pair)
		return false;
	n = busy_of(&ours, &point);
	if (!n.factor.nr)
		return false;
	factor = row->shadow / row->tdp;
	snprintf(p->text, sizeof(p->text), "%s, %s: CPU time", way->published,
		 kpti_texts[way->kpti]);
	p->source = "PVM, SOSP 2023";
	p->low = factor / CPI_SPREAD;
	if (factor > 1 + NEARLY)
		p->low = fmax(p->low, 1);
	p->high = factor * CPI_SPREAD;
	p->factor = n.factor.median;
	snprintf(p->observed, sizeof(p->observed), "`%s`%s%s %s (there %s)", way->workload,
		 point ? " at size " : "", point ? point : "", net_change(&n, false).text,
		 format_times(factor).text);
	p->outcome = judge(p);
	return true;
}

/* The index of a point in both records; SIZE_MAX if one has none of that name. */
static size_t find_point(const struct pair *p, const char *name)
{
	size_t i;

	for (i = 0; i < p->tdp->nr_points && i < p->shadow->nr_points; i++)
		if (!strcmp(p->tdp->points[i].name, name) &&
		    !strcmp(p->shadow->points[i].name, name))
			return i;
	return SIZE_MAX;
}

static struct net busy_at(const struct pairs *all, const struct pair *p, const char *point)
{
	static const struct net_quantity busy = { NET_BUSY, CLASS_ALL };
	size_t index = find_point(p, point);
	struct net n = { .is_cycles = true };

	if (index != SIZE_MAX)
		n = net_of_point(all, p, index, &busy);
	return n;
}

/* More processes at a time: the factor grows, by no more than it does there with many more. */
static bool predict_contention(struct prediction *p, const struct prediction_input *in,
			       const struct way *way)
{
	const struct published_row *one = find_timing(in->timings, way->published, way->kpti);
	const struct published_row *many = find_timing(in->timings, way->more, way->kpti);
	const struct pair *ours = find_workload(in->varied, way->workload);
	struct net alone, together;

	if (!one || !many || !ours || pair_any(ours)->vcpus < 2)
		return false;
	alone = busy_at(in->varied, ours, "1");
	together = busy_at(in->varied, ours, "2");
	if (!alone.factor.nr || !together.factor.nr)
		return false;
	snprintf(p->text, sizeof(p->text), "fork by 2 processes at a time: factor over that of 1");
	p->source = "PVM, SOSP 2023";
	p->low = 1;
	p->high = (many->shadow / many->tdp) / (one->shadow / one->tdp);
	p->factor = together.factor.median / alone.factor.median;
	snprintf(p->observed, sizeof(p->observed), "`%s`, %s: %s (%s alone, %s with two)",
		 ours->name, kpti_texts[record_kpti(ours->tdp)], format_times(p->factor).text,
		 net_change(&alone, false).text, net_change(&together, false).text);
	p->outcome = judge(p);
	return true;
}

static const struct way ways[] = {
	{ .make = predict_boot, .kind = CLASS_ALL, .patching = true, .what = "all exits" },
	{ .make = predict_boot, .kind = CLASS_CR, .patching = true,
	  .what = "control registers" },
	{ .make = predict_boot, .kind = CLASS_MSR, .what = "MSRs" },
	{ .make = predict_boot, .kind = CLASS_HALT, .what = "halts" },
	{ .make = predict_time, .published = "getpid", .workload = "syscall", .kpti = KPTI_ON },
	{ .make = predict_time, .published = "getpid", .workload = "syscall", .kpti = KPTI_OFF },
	{ .make = predict_time, .published = "fork 1 process", .workload = "fork-exit",
	  .kpti = KPTI_ON },
	{ .make = predict_time, .published = "0K file create", .workload = "file-create",
	  .kpti = KPTI_ON },
	{ .make = predict_contention, .published = "fork 1 process", .more = "fork 32 processes",
	  .workload = "fork-parallel", .kpti = KPTI_ON },
};

size_t prediction_count(void)
{
	return sizeof(ways) / sizeof(ways[0]);
}

bool prediction_make(struct prediction *p, size_t index, const struct prediction_input *in)
{
	memset(p, 0, sizeof(*p));
	return ways[index].make(p, in, &ways[index]);
}
