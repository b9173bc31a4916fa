// SPDX-License-Identifier: GPL-2.0
#include "difference.h"

#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

#include "ledger/class.h"
#include "parts/in-parts.h"
#include "util/memory.h"
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

/* Metrics of the same class on the same platform. */
struct family {
	enum metric_class class;
	const char *platform;
	struct effect **effect;
	size_t nr;
};

/* There are few. */
static struct family *find_family(struct family **families, size_t *nr, const struct difference *c)
{
	struct family *f;
	size_t i;

	for (i = 0; i < *nr; i++) {
		f = &(*families)[i];
		if (f->class == c->metric.class && !strcmp(f->platform, c->match->platform))
			return f;
	}
	*families = memory_grow(*families, *nr, sizeof(**families));
	f = &(*families)[(*nr)++];
	f->class = c->metric.class;
	f->platform = c->match->platform;
	return f;
}

static void call_families(struct differences *c)
{
	struct family *families = NULL, *f;
	size_t nr = 0, i;

	for (i = 0; i < c->nr; i++) {
		f = find_family(&families, &nr, &c->difference[i]);
		f->effect = memory_grow(f->effect, f->nr, sizeof(*f->effect));
		f->effect[f->nr++] = &c->difference[i].effect;
	}
	for (i = 0; i < nr; i++) {
		effects_call(families[i].effect, families[i].nr);
		free(families[i].effect);
	}
	free(families);
}

static void measure_matches(struct differences *c, const struct matches *m, const char *metric,
			    bool lone)
{
	size_t i;

	memset(c, 0, sizeof(*c));
	for (i = 0; i < m->nr; i++)
		if (match_is_whole(&m->match[i]) || (lone && match_any(&m->match[i])->nr))
			add_match(c, &m->match[i], metric);
}

void differences_of_matches(struct differences *c, const struct matches *m, const char *metric,
			    bool lone)
{
	measure_matches(c, m, metric, lone);
	call_families(c);
}

static void put(FILE *f, const struct difference *d, bool new_match)
{
	in_parts_put(f, &new_match, sizeof(new_match));
	if (new_match) {
		in_parts_put(f, d->match, sizeof(*d->match));
		in_parts_put_text(f, d->match->platform);
		in_parts_put_text(f, d->match->name);
		in_parts_put_text(f, d->match->mode);
	}
	in_parts_put(f, &d->metric, sizeof(d->metric));
	in_parts_put(f, &d->effect, sizeof(d->effect));
	in_parts_put_text(f, d->key);
	in_parts_put_text(f, d->label);
}

void differences_of_part(FILE *f, const struct run *part, const char *metric)
{
	struct differences c;
	struct matches m;
	size_t i;

	matches_of_modes(&m, part, NULL);
	measure_matches(&c, &m, metric, true);
	for (i = 0; i < c.nr; i++)
		put(f, &c.difference[i], !i || c.difference[i].match != c.difference[i - 1].match);
	differences_free(&c);
	matches_free(&m);
}

/* Its sides were in the part, and are gone. */
static void get_match(struct differences *c, FILE *f)
{
	struct match *m = memory_zalloc(sizeof(*m));

	in_parts_get(f, m, sizeof(*m));
	m->side[0] = NULL;
	m->side[1] = NULL;
	m->platform = in_parts_get_text(f);
	m->name = in_parts_get_text(f);
	m->mode = in_parts_get_text(f);
	c->matches = memory_grow(c->matches, c->nr_matches, sizeof(*c->matches));
	c->matches[c->nr_matches++] = m;
}

void differences_of_parts(struct differences *c, FILE *f)
{
	struct difference *d;
	bool new_match;

	memset(c, 0, sizeof(*c));
	while (in_parts_get(f, &new_match, sizeof(new_match))) {
		if (new_match)
			get_match(c, f);
		c->difference = memory_grow(c->difference, c->nr, sizeof(*d));
		d = &c->difference[c->nr++];
		d->match = c->matches[c->nr_matches - 1];
		in_parts_get(f, &d->metric, sizeof(d->metric));
		in_parts_get(f, &d->effect, sizeof(d->effect));
		d->key = in_parts_get_text(f);
		d->label = in_parts_get_text(f);
	}
	call_families(c);
}

void differences_free(struct differences *c)
{
	size_t i;

	for (i = 0; i < c->nr; i++)
		difference_free(&c->difference[i]);
	free(c->difference);
	for (i = 0; i < c->nr_matches; i++) {
		free(c->matches[i]->platform);
		free(c->matches[i]->name);
		free(c->matches[i]->mode);
		free(c->matches[i]);
	}
	free(c->matches);
}

bool differences_have_seeds(const struct differences *c, const char *platform)
{
	const struct difference *d;
	size_t i;

	for (i = 0; i < c->nr; i++) {
		d = &c->difference[i];
		if ((!platform || !strcmp(platform, d->match->platform)) &&
		    (d->effect.has_interval[0] || d->effect.has_interval[1]))
			return true;
	}
	return false;
}
