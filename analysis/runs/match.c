// SPDX-License-Identifier: GPL-2.0
#include "match.h"

#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

#include "util/memory.h"
#include "record/facts/platform-facts.h"

static const struct record *any(const struct match *m, size_t side)
{
	return m->side[side] ? m->side[side]->any : match_any(m)->any;
}

static char *label(const char *a, const char *b)
{
	return strcmp(a, b) ? memory_printf("%s -> %s", a, b) : memory_printf("%s", a);
}

static void describe(struct match *m, bool is_modes)
{
	const struct record *a = any(m, 0), *b = any(m, 1);
	const struct platform_facts *on_a = platform_facts(a->platform);
	const struct platform_facts *on_b = platform_facts(b->platform);
	bool same_platform = !strcmp(a->platform, b->platform);

	m->platform = label(a->platform, b->platform);
	m->name = label(a->name, b->name);
	m->mode = is_modes ? memory_printf("%s", "") :
			     label(record_mode_name(a->vendor, a->shadow),
				   record_mode_name(b->vendor, b->shadow));
	m->exact = on_a->is_exact && on_b->is_exact;
	m->reasons = a->vendor == b->vendor;
	/* Of two platforms that nothing is known of, nothing is known to be the same. */
	m->cycles = same_platform || (on_a != on_b && m->reasons &&
				      !strcmp(on_a->cycle, on_b->cycle));
}

static void add(struct matches *m, const struct repeats *a, const struct repeats *b,
		bool is_modes)
{
	struct match *added;

	m->match = memory_grow(m->match, m->nr, sizeof(*m->match));
	added = &m->match[m->nr++];
	added->side[0] = a;
	added->side[1] = b;
	describe(added, is_modes);
}

static bool is_matched(const struct matches *m, const struct repeats *r)
{
	size_t i;

	for (i = 0; i < m->nr; i++)
		if (m->match[i].side[0] == r || m->match[i].side[1] == r)
			return true;
	return false;
}

static const struct repeats *other_mode(const struct repeats_list *list, const struct repeats *r)
{
	struct record like = *r->any;

	like.shadow = !like.shadow;
	return repeats_find(list, &like);
}

void matches_of_modes(struct matches *m, const struct run *run, const char *platform)
{
	const struct repeats *r, *other;
	size_t i;

	memset(m, 0, sizeof(*m));
	repeats_of_run(&m->list[0], run);
	for (i = 0; i < m->list[0].nr; i++) {
		r = &m->list[0].repeats[i];
		if (is_matched(m, r) || (platform && strcmp(platform, r->any->platform)))
			continue;
		other = other_mode(&m->list[0], r);
		add(m, r->any->shadow ? other : r, r->any->shadow ? r : other, true);
	}
}

static bool has_platform(const struct repeats_list *list, const char *platform)
{
	size_t i;

	for (i = 0; i < list->nr; i++)
		if (!strcmp(list->repeats[i].any->platform, platform))
			return true;
	return false;
}

/*
 * The only platform of a list that is not in the other one; NULL if there is none or several.
 * @vendor: only of this vendor; 0 for all
 */
static const char *only_platform(const struct repeats_list *list,
				 const struct repeats_list *not_in, unsigned int vendor)
{
	const char *only = NULL;
	const struct record *r;
	size_t i;

	for (i = 0; i < list->nr; i++) {
		r = list->repeats[i].any;
		if (has_platform(not_in, r->platform) || (vendor && r->vendor != vendor))
			continue;
		if (only && strcmp(only, r->platform))
			return NULL;
		only = r->platform;
	}
	return only;
}

/* What stands in run B for the platform of a cell of run A; NULL for none. */
static const char *partner_platform(const struct matches *m, const struct record *r)
{
	const struct repeats_list *a = &m->list[0], *b = &m->list[1];
	const char *mine, *other;

	if (has_platform(b, r->platform))
		return r->platform;
	mine = only_platform(a, b, r->vendor);
	other = only_platform(b, a, r->vendor);
	if (mine && other)
		return other;
	mine = only_platform(a, b, 0);
	other = only_platform(b, a, 0);
	return mine ? other : NULL;
}

/*
 * The partner in the list @in of a cell on a platform.
 * @what: must be the same, of enum same: without the settings it is a partner if no other is
 *	left
 */
static const struct repeats *find(const struct matches *m, const struct repeats_list *in,
				  const struct record *from, const char *platform,
				  unsigned int what)
{
	const struct repeats *found = NULL, *r;
	struct record like = *from;
	size_t i;

	like.platform = platform;
	for (i = 0; i < in->nr; i++) {
		r = &in->repeats[i];
		if (!record_same(r->any, &like, what) || is_matched(m, r))
			continue;
		if (found)
			return NULL;
		found = r;
	}
	return found;
}

/* Cells with the same settings, and if @others the only ones that are left, with others. */
static void match_cells(struct matches *m, bool others)
{
	const unsigned int what = SAME_BUT(SAME_SEED | (others ? SAME_SETTINGS : 0));
	const struct repeats *a, *b;
	const char *platform;
	size_t i;

	for (i = 0; i < m->list[0].nr; i++) {
		a = &m->list[0].repeats[i];
		platform = partner_platform(m, a->any);
		if (!platform || is_matched(m, a))
			continue;
		b = find(m, &m->list[1], a->any, platform, what);
		if (b && (!others || find(m, &m->list[0], a->any, a->any->platform, what)))
			add(m, a, b, false);
	}
}

static void add_unmatched(struct matches *m, size_t side)
{
	const struct repeats *r;
	size_t i;

	for (i = 0; i < m->list[side].nr; i++) {
		r = &m->list[side].repeats[i];
		if (!is_matched(m, r))
			add(m, side ? NULL : r, side ? r : NULL, false);
	}
}

static bool is_wanted(const struct match *m, const char *workload)
{
	return !workload || !fnmatch(workload, any(m, 0)->name, FNM_EXTMATCH) ||
	       !fnmatch(workload, any(m, 1)->name, FNM_EXTMATCH);
}

static void match_free(struct match *m)
{
	free(m->platform);
	free(m->name);
	free(m->mode);
}

void matches_of_runs(struct matches *m, const struct run *a, const struct run *b,
		     const char *workload)
{
	size_t i, kept = 0;

	memset(m, 0, sizeof(*m));
	repeats_of_run(&m->list[0], a);
	repeats_of_run(&m->list[1], b);
	match_cells(m, false);
	match_cells(m, true);
	add_unmatched(m, 0);
	add_unmatched(m, 1);
	for (i = 0; i < m->nr; i++) {
		if (is_wanted(&m->match[i], workload))
			m->match[kept++] = m->match[i];
		else
			match_free(&m->match[i]);
	}
	m->nr = kept;
}

void matches_free(struct matches *m)
{
	size_t i;

	for (i = 0; i < m->nr; i++)
		match_free(&m->match[i]);
	free(m->match);
	repeats_free(&m->list[0]);
	repeats_free(&m->list[1]);
}
