// SPDX-License-Identifier: GPL-2.0
#include "reason-states.h"

#include <err.h>
#include <string.h>

#include "ledger/reasons.h"
#include "util/memory.h"

const struct record *reason_states_record(const struct run *run, const struct record *like)
{
	const struct record *r;
	size_t i;

	for (i = 0; run && i < run->nr_records; i++) {
		r = run->records[i];
		if (r->ok && r->output && r->shadow == like->shadow &&
		    !strcmp(r->platform, like->platform))
			return r;
	}
	return NULL;
}

/* The list is the part of the output that begins with a brace, on a line of its own. */
static const char *find_list(const char *output)
{
	const char *at = strstr(output, "\n{");

	return at ? at + 1 : NULL;
}

char *reason_states_sample(const struct record *r)
{
	const char *list = r && r->output ? find_list(r->output) : NULL;

	return list ? memory_printf("%.*s", (int)(list - r->output), r->output) : NULL;
}

static int read_list(struct reason_states *s, const json_t *list)
{
	size_t i, nr = json_array_size(list);
	const json_t *one;
	json_int_t reason;

	for (i = 0; i < nr; i++) {
		one = json_array_get(list, i);
		reason = json_integer_value(json_object_get(one, "reason"));
		if (reason < 0 || reason >= s->nr ||
		    !json_is_boolean(json_object_get(one, "defined")) ||
		    !json_is_boolean(json_object_get(one, "enabled")))
			return -1;
		s->defined[reason] = json_is_true(json_object_get(one, "defined"));
		s->enabled[reason] = json_is_true(json_object_get(one, "enabled"));
	}
	return nr == s->nr ? 0 : -1;
}

int reason_states_load(struct reason_states *s, const struct run *run, const struct record *like)
{
	const struct record *r = reason_states_record(run, like);
	const char *text = r ? find_list(r->output) : NULL;
	json_t *json;
	unsigned int i;
	int err;

	memset(s, 0, sizeof(*s));
	s->nr = reason_count(like->vendor);
	for (i = 0; i < s->nr; i++) {
		s->defined[i] = kvm_exitmeter_defined(like->vendor, i);
		s->enabled[i] = s->defined[i];
	}
	if (!r)
		return 0;
	json = text ? json_loads(text, 0, NULL) : NULL;
	err = json ? read_list(s, json_object_get(json, "reasons")) : -1;
	json_decref(json);
	if (err)
		warnx("%s: its output is not that of \"exitmeter read; exitmeter reasons --json\"; "
			"run the cell again", r->path);
	s->is_known = !err;
	return err;
}
