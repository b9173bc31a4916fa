// SPDX-License-Identifier: GPL-2.0
#include "identity-change.h"

#include <stdlib.h>
#include <string.h>

#include "util/memory.h"

/* Puts the value of a key into a set, the keys of an object, if a record tells it. */
typedef void (*getter)(json_t *set, const struct record *r, const char *key);

static void put(json_t *set, const char *value)
{
	if (value && *value)
		json_object_set_new(set, value, json_true());
}

static void put_identity(json_t *set, const struct record *r, const char *key)
{
	put(set, json_string_value(json_object_get(r->identity, key)));
}

static void put_setting(json_t *set, const struct record *r, const char *key)
{
	put(set, record_setting(r, key));
}

static void put_clock(json_t *set, const struct record *r, const char *key)
{
	/* A clock that was measured is never the same to the kHz. */
	char *mhz = memory_printf("%u", (r->window.info.tsc_khz + 500) / 1000);

	(void)key;
	put(set, mhz);
	free(mhz);
}

/* All values of one side on a platform. */
static json_t *side_values(const struct matches *m, const char *platform, size_t side, getter get,
			   const char *key)
{
	json_t *set = json_object();
	const struct repeats *r;
	size_t i, k;

	for (i = 0; i < m->nr; i++) {
		if (!match_is_whole(&m->match[i]) || strcmp(m->match[i].platform, platform))
			continue;
		r = m->match[i].side[side];
		for (k = 0; k < r->nr; k++)
			get(set, r->record[k], key);
	}
	return set;
}

static char *join(json_t *set)
{
	char *text = memory_printf("%s", json_object_size(set) ? "" : "(none)"), *longer;
	const char *value;
	json_t *is_there;

	json_object_foreach(set, value, is_there) {
		longer = memory_printf("%s%s%s", text, *text ? "; " : "", value);
		free(text);
		text = longer;
	}
	return text;
}

static bool same_part(const struct identity_part *p, const char *part, char *const value[2])
{
	return !strcmp(p->part, part) && !strcmp(p->value[0], value[0]) &&
	       !strcmp(p->value[1], value[1]);
}

/* Another platform's part that differs likewise stays one. */
static void add_part(struct identity *id, const char *platform, const char *part,
		     char *const value[2])
{
	struct identity_part *p;
	char *longer;
	size_t i;

	for (i = 0; i < id->nr; i++) {
		p = &id->part[i];
		if (!same_part(p, part, value))
			continue;
		longer = memory_printf("%s, %s", p->platforms, platform);
		free(p->platforms);
		p->platforms = longer;
		return;
	}
	id->part = memory_grow(id->part, id->nr, sizeof(*id->part));
	p = &id->part[id->nr++];
	p->platforms = memory_printf("%s", platform);
	p->part = memory_printf("%s", part);
	p->value[0] = memory_printf("%s", value[0]);
	p->value[1] = memory_printf("%s", value[1]);
}

static void compare_part(struct identity *id, const struct matches *m, const char *platform,
			 const char *part, getter get, const char *key)
{
	json_t *set[2];
	char *value[2];
	size_t i;

	for (i = 0; i < 2; i++) {
		set[i] = side_values(m, platform, i, get, key);
		value[i] = join(set[i]);
	}
	if (!json_equal(set[0], set[1]))
		add_part(id, platform, part, value);
	for (i = 0; i < 2; i++) {
		json_decref(set[i]);
		free(value[i]);
	}
}

/* An old record tells of no settings: nothing is known to differ. */
static void compare_settings(struct identity *id, const struct matches *m, const char *platform,
			     json_t *a, json_t *b)
{
	const char *key;
	json_t *value;
	char *part;

	if (!a || !b)
		return;
	json_object_foreach(a, key, value) {
		part = memory_printf("setting %s", key);
		compare_part(id, m, platform, part, put_setting, key);
		free(part);
	}
}

/* The keys are those of a match's first records. */
static void compare_keys(struct identity *id, const struct matches *m, const struct match *match)
{
	const struct record *a = match->side[0]->record[0], *b = match->side[1]->record[0];
	const char *key;
	json_t *value;

	json_object_foreach(a->identity, key, value)
		compare_part(id, m, match->platform, key, put_identity, key);
	json_object_foreach(b->identity, key, value)
		if (!json_object_get(a->identity, key))
			compare_part(id, m, match->platform, key, put_identity, key);
	compare_settings(id, m, match->platform, a->settings, b->settings);
	compare_part(id, m, match->platform, "TSC, MHz", put_clock, NULL);
}

void identity_compare(struct identity *id, const struct matches *m)
{
	size_t i, k;

	memset(id, 0, sizeof(*id));
	for (i = 0; i < m->nr; i++) {
		if (!match_is_whole(&m->match[i]))
			continue;
		for (k = 0; k < i; k++)
			if (match_is_whole(&m->match[k]) &&
			    !strcmp(m->match[k].platform, m->match[i].platform))
				break;
		if (k == i)
			compare_keys(id, m, &m->match[i]);
	}
}

void identity_free(struct identity *id)
{
	size_t i;

	for (i = 0; i < id->nr; i++) {
		free(id->part[i].platforms);
		free(id->part[i].part);
		free(id->part[i].value[0]);
		free(id->part[i].value[1]);
	}
	free(id->part);
}
