// SPDX-License-Identifier: GPL-2.0
#include "difference.h"

#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

#include "ledger/class.h"
#include "record/memory.h"
#include "ledger/row.h"

static bool is_comparable(const struct match *m, const struct metric *f)
{
	if (f->class == METRIC_REASON)
		return m->reasons;
	return m->cycles || !metric_is_cycles(f);
}

static bool occurs(const struct match *m, const struct metric *f)
{
	return f->class == METRIC_SUM || (m->side[0] && repeats_have(m->side[0], f)) ||
	       (m->side[1] && repeats_have(m->side[1], f));
}

static bool fits(const char *pattern, const struct difference *c)
{
	return !pattern || !fnmatch(pattern, c->key, FNM_EXTMATCH) ||
	       !fnmatch(pattern, c->label, FNM_EXTMATCH);
}

static void difference_free(struct difference *c)
{
	free(c->key);
	free(c->label);
}

static void measure(struct difference *c)
{
	struct sample sample[2] = { { .nr = 0 }, { .nr = 0 } };
	size_t i;

	for (i = 0; i < 2; i++)
		if (c->match->side[i])
			repeats_sample(&sample[i], c->match->side[i], &c->metric);
	effect_measure(&c->effect, &sample[0], &sample[1], c->match->exact);
	for (i = 0; i < 2; i++)
		sample_free(&sample[i]);
}

static void add(struct differences *list, const struct match *m, enum metric_class class,
		unsigned int index, const char *pattern)
{
	const unsigned int vendor = match_any(m)->any->vendor;
	struct difference c = { .match = m, .metric = { class, index } };

	if (!is_comparable(m, &c.metric) || !occurs(m, &c.metric))
		return;
	c.key = metric_key(&c.metric, vendor);
	c.label = metric_label(&c.metric, vendor);
	if (!fits(pattern, &c)) {
		difference_free(&c);
		return;
	}
	measure(&c);
	list->difference = memory_grow(list->difference, list->nr, sizeof(c));
	list->difference[list->nr++] = c;
}

static void add_match(struct differences *c, const struct match *m, const char *pattern)
{
	const struct repeats *any = match_any(m);
	unsigned int i;

	for (i = 0; i < METRIC_SUM_NR; i++)
		add(c, m, METRIC_SUM, i, pattern);
	for (i = 0; i < CLASS_LISTED; i++)
		if (i != CLASS_ALL)
			add(c, m, METRIC_KIND, i, pattern);
	for (i = 0; i < reason_count(any->any->vendor) + KVM_EXITMETER_ROW_STARTUP; i++)
		add(c, m, METRIC_REASON, i, pattern);
}

static bool same_family(const struct difference *a, const struct difference *b)
{
	return a->metric.class == b->metric.class &&
	       !strcmp(a->match->platform, b->match->platform);
}

static void call_families(struct differences *c)
{
	struct effect **family = memory_zalloc(c->nr * sizeof(*family));
	bool *called = memory_zalloc(c->nr * sizeof(*called));
	size_t nr, i, k;

	for (i = 0; i < c->nr; i++) {
		for (nr = 0, k = i; k < c->nr && !called[i]; k++)
			if (same_family(&c->difference[i], &c->difference[k]))
				family[nr++] = &c->difference[k].effect;
		effects_call(family, nr);
		for (k = i; k < c->nr && nr; k++)
			if (same_family(&c->difference[i], &c->difference[k]))
				called[k] = true;
	}
	free(family);
	free(called);
}

void differences_of_matches(struct differences *c, const struct matches *m, const char *metric,
			    bool lone)
{
	size_t i;

	memset(c, 0, sizeof(*c));
	for (i = 0; i < m->nr; i++)
		if (match_is_whole(&m->match[i]) || (lone && match_any(&m->match[i])->nr))
			add_match(c, &m->match[i], metric);
	call_families(c);
}

void differences_free(struct differences *c)
{
	size_t i;

	for (i = 0; i < c->nr; i++)
		difference_free(&c->difference[i]);
	free(c->difference);
}

bool differences_have_seeds(const struct differences *c)
{
	size_t i;

	for (i = 0; i < c->nr; i++)
		if (c->difference[i].effect.has_interval[0] ||
		    c->difference[i].effect.has_interval[1])
			return true;
	return false;
}
