// SPDX-License-Identifier: GPL-2.0
#include "model.h"

#include "record/facts/platform-facts.h"
#include "select/same.h"

/* Instructions that the break-even is for. */
#define KILO	1000

const char *const model_verdicts[MODEL_VERDICTS] = {
	[MODEL_UNKNOWN] = "not modelled",
	[MODEL_NESTED] = "nested paging wins",
	[MODEL_OPEN] = "open",
	[MODEL_SHADOW] = "shadow paging wins if it misses the TLB",
};

struct range range_times(double n, struct range cost)
{
	return n < 0 ? (struct range) { n * cost.high, n * cost.low } :
		       (struct range) { n * cost.low, n * cost.high };
}

void range_add(struct range *to, struct range more)
{
	to->low += more.low;
	to->high += more.high;
}

struct range range_divide(struct range r, struct range by)
{
	return (struct range) {
		.low = r.low / (r.low < 0 ? by.low : by.high),
		.high = r.high / (r.high < 0 ? by.high : by.low),
	};
}

bool model_has_platform(const char *platform)
{
	return !platform_facts(platform)->has_hardware;
}

static struct range exactly(int64_t n)
{
	return (struct range) { n, n };
}

/*
 * Exits of a work, times what the CPU charges for each.  How much that is nobody knows, but it is
 * the same for all kinds that have no range of their own: what is an exit of another kind in the
 * other mode, as an access to a device is, costs as much there.
 */
static struct range switches_of(const struct ledger *work, unsigned int vendor,
				const struct hw_costs *costs)
{
	struct range sum = { 0, 0 };
	int64_t others = work->exits, count;
	enum exit_class kind;

	for (kind = 0; kind < CLASS_LISTED; kind++) {
		if (!costs->has_own[kind] || exit_class_texts[kind].is_sum)
			continue;
		count = class_count(kind, vendor, work);
		others -= count;
		range_add(&sum, range_times(count, costs->of_kind[kind]));
	}
	range_add(&sum, range_times(others, costs->world_switch.range));
	return sum;
}

static void model_mode(struct model_mode *to, const struct ledger *work, unsigned int vendor,
		       const struct hw_costs *costs, bool has_instructions)
{
	to->exits = exactly(work->exits);
	to->switches = switches_of(work, vendor, costs);
	if (!has_instructions)
		return;
	to->instructions = exactly(work->kernel);
	to->overhead = to->switches;
	range_add(&to->overhead, range_times(work->kernel, costs->cpi.range));
}

/*
 * The costs are not known, but they are the same in both modes: it is the difference of
 * the counts that they are charged for.
 */
static struct range saved_by_nested(const struct ledger *tdp, const struct ledger *shadow,
				    unsigned int vendor, const struct hw_costs *costs)
{
	struct ledger difference = *shadow;
	struct range saved;

	ledger_subtract(&difference, tdp);
	saved = switches_of(&difference, vendor, costs);
	range_add(&saved, range_times(difference.kernel, costs->cpi.range));
	return saved;
}

static enum model_verdict judge(const struct model *m, const struct hw_costs *costs)
{
	if (m->break_even_percent.low > costs->walks.range.high)
		return MODEL_NESTED;
	if (m->break_even_percent.high < costs->walks.range.low)
		return MODEL_SHADOW;
	return MODEL_OPEN;
}

void model_pair(struct model *m, const struct pair *pair, const struct hw_costs *costs)
{
	const struct ledger tdp = record_work(pair->tdp), shadow = record_work(pair->shadow);
	struct range percent;

	*m = (struct model) {
		.has_instructions = platform_facts(pair->platform)->is_instruction && tdp.guest > 0,
	};
	model_mode(&m->mode[0], &tdp, pair->vendor, costs, m->has_instructions);
	model_mode(&m->mode[1], &shadow, pair->vendor, costs, m->has_instructions);
	if (!m->has_instructions)
		return;
	m->saved = saved_by_nested(&tdp, &shadow, pair->vendor, costs);
	m->break_even = (struct range) { KILO * m->saved.low / tdp.guest,
					 KILO * m->saved.high / tdp.guest };
	percent = (struct range) { 100 * m->break_even.low / KILO,
				   100 * m->break_even.high / KILO };
	m->break_even_percent = range_divide(percent, costs->guest_cpi.range);
	m->verdict = judge(m, costs);
}

static void widen(struct range *to, struct range more)
{
	to->low = more.low < to->low ? more.low : to->low;
	to->high = more.high > to->high ? more.high : to->high;
}

static void widen_mode(struct model_mode *to, const struct model_mode *more)
{
	widen(&to->exits, more->exits);
	widen(&to->instructions, more->instructions);
	widen(&to->switches, more->switches);
	widen(&to->overhead, more->overhead);
}

static void widen_model(struct model *to, const struct model *more)
{
	widen_mode(&to->mode[0], &more->mode[0]);
	widen_mode(&to->mode[1], &more->mode[1]);
	widen(&to->saved, more->saved);
	widen(&to->break_even, more->break_even);
	widen(&to->break_even_percent, more->break_even_percent);
	to->has_instructions &= more->has_instructions;
}

void model_workload(struct model *m, const struct pairs *all, const struct pair *like,
		    const struct hw_costs *costs)
{
	const struct pair *p;
	struct model seed;
	size_t i;

	model_pair(m, like, costs);
	for (i = 0; i < all->nr; i++) {
		p = &all->pair[i];
		if (!pair_is_whole(p) || !record_same(pair_any(p), pair_any(like),
						      SAME_BUT(SAME_SEED | SAME_MODE)))
			continue;
		model_pair(&seed, p, costs);
		widen_model(m, &seed);
	}
	m->verdict = m->has_instructions ? judge(m, costs) : MODEL_UNKNOWN;
}
