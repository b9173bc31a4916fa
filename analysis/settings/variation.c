// SPDX-License-Identifier: GPL-2.0
#include "variation.h"

#include <stdlib.h>
#include <string.h>

#include "record/memory.h"

static const struct record *find_plain(const struct run *run, const struct record *r)
{
	const struct record *other;
	size_t i;

	for (i = 0; i < run->nr_records; i++) {
		other = run->records[i];
		if (other->ok && !*other->variant && other->shadow == r->shadow &&
		    other->seed == r->seed && !strcmp(other->platform, r->platform) &&
		    !strcmp(other->workload, r->workload))
			return other;
	}
	return NULL;
}

/*
 * A variant is NAME-VALUE.NAME-VALUE...: no name has a "-", and no value a ".".
 */
static void read_variant(struct variation *v)
{
	const char *at = v->r->variant;
	size_t name = strcspn(at, "-"), part = strcspn(at, ".");
	char *longer;

	if (!at[part] && at[name]) {
		v->setting = memory_printf("%.*s", (int)name, at);
		v->value = memory_printf("%s", at + name + 1);
		return;
	}
	v->setting = memory_printf("%s", "");
	v->value = memory_printf("%s", "");
	for (; *at; at += part + (at[part] == '.')) {
		part = strcspn(at, ".");
		name = strcspn(at, "-.");
		longer = memory_printf("%s%s%.*s %.*s", v->value, *v->value ? ", " : "",
				       (int)name, at, (int)(part > name ? part - name - 1 : 0),
				       at + name + 1);
		free(v->value);
		v->value = longer;
	}
}

void variations_of_run(struct variations *v, const struct run *run, const struct run *other)
{
	struct variation *added;
	const struct record *r;
	size_t i;

	memset(v, 0, sizeof(*v));
	for (i = 0; i < run->nr_records; i++) {
		r = run->records[i];
		if (!r->ok || !*r->variant)
			continue;
		v->variation = memory_grow(v->variation, v->nr, sizeof(*v->variation));
		added = &v->variation[v->nr++];
		added->r = r;
		added->plain = find_plain(run, r);
		if (!added->plain) {
			added->plain = find_plain(other, r);
			added->is_elsewhere = added->plain;
		}
		read_variant(added);
	}
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
