// SPDX-License-Identifier: GPL-2.0
#include "contrast.h"

#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

#include "ledger/kind.h"
#include "record/memory.h"
#include "ledger/row.h"

static bool is_comparable(const struct match *m, const struct figure *f)
{
	if (f->class == FIGURE_REASON)
		return m->reasons;
	return m->cycles || !figure_is_cycles(f);
}

static bool occurs(const struct match *m, const struct figure *f)
{
	return f->class == FIGURE_SUM || (m->side[0] && repeats_have(m->side[0], f)) ||
	       (m->side[1] && repeats_have(m->side[1], f));
}

static bool fits(const char *pattern, const struct contrast *c)
{
	return !pattern || !fnmatch(pattern, c->key, FNM_EXTMATCH) ||
	       !fnmatch(pattern, c->label, FNM_EXTMATCH);
}

static void contrast_free(struct contrast *c)
{
	free(c->key);
	free(c->label);
}

static void measure(struct contrast *c)
{
	struct sample sample[2] = { { .nr = 0 }, { .nr = 0 } };
	size_t i;

	for (i = 0; i < 2; i++)
		if (c->match->side[i])
			repeats_sample(&sample[i], c->match->side[i], &c->figure);
	effect_measure(&c->effect, &sample[0], &sample[1], c->match->exact);
	for (i = 0; i < 2; i++)
		sample_free(&sample[i]);
}

static void add(struct contrasts *list, const struct match *m, enum figure_class class,
		unsigned int index, const char *pattern)
{
	const unsigned int vendor = match_any(m)->any->vendor;
	struct contrast c = { .match = m, .figure = { class, index } };

	if (!is_comparable(m, &c.figure) || !occurs(m, &c.figure))
		return;
	c.key = figure_key(&c.figure, vendor);
	c.label = figure_label(&c.figure, vendor);
	if (!fits(pattern, &c)) {
		contrast_free(&c);
		return;
	}
	measure(&c);
	list->contrast = memory_grow(list->contrast, list->nr, sizeof(c));
	list->contrast[list->nr++] = c;
}

static void add_match(struct contrasts *c, const struct match *m, const char *pattern)
{
	const struct repeats *any = match_any(m);
	unsigned int i;

	for (i = 0; i < FIGURE_SUM_NR; i++)
		add(c, m, FIGURE_SUM, i, pattern);
	for (i = 0; i < KIND_NR; i++)
		if (i != KIND_ALL)
			add(c, m, FIGURE_KIND, i, pattern);
	for (i = 0; i < reason_count(any->any->vendor) + KVM_EXITMETER_ROW_STARTUP; i++)
		add(c, m, FIGURE_REASON, i, pattern);
}

static bool same_family(const struct contrast *a, const struct contrast *b)
{
	return a->figure.class == b->figure.class &&
	       !strcmp(a->match->platform, b->match->platform);
}

static void call_families(struct contrasts *c)
{
	struct effect **family = memory_zalloc(c->nr * sizeof(*family));
	bool *called = memory_zalloc(c->nr * sizeof(*called));
	size_t nr, i, k;

	for (i = 0; i < c->nr; i++) {
		for (nr = 0, k = i; k < c->nr && !called[i]; k++)
			if (same_family(&c->contrast[i], &c->contrast[k]))
				family[nr++] = &c->contrast[k].effect;
		effects_call(family, nr);
		for (k = i; k < c->nr && nr; k++)
			if (same_family(&c->contrast[i], &c->contrast[k]))
				called[k] = true;
	}
	free(family);
	free(called);
}

void contrasts_of_matches(struct contrasts *c, const struct matches *m, const char *figure,
			  bool lone)
{
	size_t i;

	memset(c, 0, sizeof(*c));
	for (i = 0; i < m->nr; i++)
		if (match_is_whole(&m->match[i]) || (lone && match_any(&m->match[i])->nr))
			add_match(c, &m->match[i], figure);
	call_families(c);
}

void contrasts_free(struct contrasts *c)
{
	size_t i;

	for (i = 0; i < c->nr; i++)
		contrast_free(&c->contrast[i]);
	free(c->contrast);
}

bool contrasts_have_seeds(const struct contrasts *c)
{
	size_t i;

	for (i = 0; i < c->nr; i++)
		if (c->contrast[i].effect.has_interval[0] || c->contrast[i].effect.has_interval[1])
			return true;
	return false;
}
