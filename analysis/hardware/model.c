// SPDX-License-Identifier: GPL-2.0
#include "model.h"

#include "record/facts/platform-facts.h"

/* Instructions that the break-even is for. */
#define KILO	1000

const char *const model_verdicts[] = {
	[MODEL_UNKNOWN] = "not modelled",
	[MODEL_NESTED] = "nested paging wins",
	[MODEL_OPEN] = "open",
	[MODEL_SHADOW] = "shadow paging wins",
};

/* n times an unknown cost that is within @cost: n may be negative. */
static struct range times(double n, struct range cost)
{
	return n < 0 ? (struct range) { n * cost.high, n * cost.low } :
		       (struct range) { n * cost.low, n * cost.high };
}

static void add(struct range *to, struct range more)
{
	to->low += more.low;
	to->high += more.high;
}

/* The least and the most that a quotient can be; @by is above 0. */
static struct range divide(struct range r, struct range by)
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

static const struct ledger *net(const struct pair *pair, size_t mode)
{
	return mode ? &pair->shadow->window.net : &pair->tdp->window.net;
}

static int64_t exits(const struct pair *pair, size_t mode, enum exit_class kind)
{
	return class_count(kind, pair->vendor, net(pair, mode));
}

static void model_mode(struct model *m, size_t mode, const struct pair *pair,
		       const struct hw_costs *costs)
{
	struct model_mode *to = &m->mode[mode];
	enum exit_class kind;

	to->exits = net(pair, mode)->exits;
	for (kind = 0; kind < CLASS_LISTED; kind++)
		if (!exit_class_texts[kind].is_sum)
			add(&to->switches, times(exits(pair, mode, kind), costs->of_kind[kind]));
	if (!m->has_instructions)
		return;
	to->instructions = net(pair, mode)->kernel;
	to->overhead = to->switches;
	add(&to->overhead, times(to->instructions, costs->cpi.range));
}

/*
 * The costs are not known, but they are the same in both modes: it is the difference of
 * the counts that they are charged for.
 */
static void model_difference(struct model *m, const struct pair *pair,
			     const struct hw_costs *costs)
{
	enum exit_class kind;

	for (kind = 0; kind < CLASS_LISTED; kind++)
		if (!exit_class_texts[kind].is_sum)
			add(&m->saved, times(exits(pair, 1, kind) - exits(pair, 0, kind),
					     costs->of_kind[kind]));
	add(&m->saved, times(m->mode[1].instructions - m->mode[0].instructions,
			     costs->cpi.range));
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
	int64_t guest = net(pair, 0)->guest;
	struct range percent;

	*m = (struct model) {
		.has_instructions = platform_facts(pair->platform)->is_instruction && guest > 0,
	};
	model_mode(m, 0, pair, costs);
	model_mode(m, 1, pair, costs);
	if (!m->has_instructions)
		return;
	model_difference(m, pair, costs);
	m->break_even = (struct range) { KILO * m->saved.low / guest,
					 KILO * m->saved.high / guest };
	percent = (struct range) { 100 * m->break_even.low / KILO,
				   100 * m->break_even.high / KILO };
	m->break_even_percent = divide(percent, costs->guest_cpi.range);
	m->verdict = judge(m, costs);
}
