// SPDX-License-Identifier: GPL-2.0
#include "variation.h"

#include <stdlib.h>
#include <string.h>

#include "util/memory.h"
#include "select/cell-facts.h"
#include "select/same.h"

static void group_plain(struct groups *g, const struct run *run)
{
	size_t i;

	groups_begin(g, SAME_CELL);
	for (i = 0; i < run->nr_records; i++)
		if (run->records[i]->ok && !*run->records[i]->variant)
			groups_add(g, run->records[i]);
}

static const struct record *find_plain(const struct groups *plain, const struct record *r)
{
	struct record like = *r;
	const struct group *found;

	like.variant = "";
	found = groups_find(plain, &like);
	return found ? found->record[0] : NULL;
}

static void set_values(struct variation *v)
{
	const struct setting *changed[SETTING_NR];
	size_t nr = record_changed(v->r, changed), i;
	const char *value;
	char *one;

	v->setting = memory_printf("%s", nr == 1 ? changed[0]->name : "");
	v->value = memory_printf("%s", "");
	for (i = 0; i < nr; i++) {
		value = record_setting(v->r, changed[i]->name);
		one = nr == 1 ? memory_printf("%s", value) :
				memory_printf("%s %s", changed[i]->name, value);
		memory_append(&v->value, ", ", one);
		free(one);
	}
}

void variations_of_run(struct variations *v, const struct run *run, const struct run *other)
{
	struct groups here, elsewhere;
	struct variation *added;
	const struct record *r;
	size_t i;

	memset(v, 0, sizeof(*v));
	group_plain(&here, run);
	group_plain(&elsewhere, other);
	for (i = 0; i < run->nr_records; i++) {
		r = run->records[i];
		if (!r->ok || !*r->variant)
			continue;
		v->variation = memory_grow(v->variation, v->nr, sizeof(*v->variation));
		added = &v->variation[v->nr++];
		added->r = r;
		added->plain = find_plain(&here, r);
		if (!added->plain) {
			added->plain = find_plain(&elsewhere, r);
			added->is_elsewhere = added->plain;
		}
		set_values(added);
	}
	groups_free(&here);
	groups_free(&elsewhere);
}

void variations_free(struct variations *v)
{
	size_t i;

	for (i = 0; i < v->nr; i++) {
		free(v->variation[i].setting);
		free(v->variation[i].value);
	}
	free(v->variation);
}
