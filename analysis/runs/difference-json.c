// SPDX-License-Identifier: GPL-2.0
#include "difference-json.h"

#include <math.h>
#include <stdlib.h>

static json_t *number(double n)
{
	return n == trunc(n) ? json_integer(n) : json_real(n);
}

static json_t *interval(bool is_there, const struct interval *i)
{
	return is_there ? json_pack("[oo]", number(i->low), number(i->high)) : json_null();
}

static json_t *seeds(const struct repeats *r)
{
	json_t *array = json_array();
	size_t i;

	for (i = 0; i < r->nr; i++)
		json_array_append_new(array, json_integer(r->record[i]->seed));
	return array;
}

static json_t *side(const struct difference *c, size_t which)
{
	const struct effect *e = &c->effect;

	return json_pack("{s:o, s:o, s:o}", "seeds", seeds(c->match->side[which]),
			 "median", number(e->median[which]), "interval",
			 interval(e->has_interval[which], &e->interval[which]));
}

static json_t *test(const struct effect *e)
{
	return e->has_test ? json_pack("{s:f, s:f, s:f}", "p", e->p, "least", e->p_least,
				       "holm", e->p_holm) : json_null();
}

static json_t *difference(const struct comparison *c, const struct difference *difference)
{
	const struct effect *e = &difference->effect;
	char *basis = effect_basis_text(e);
	json_t *json;

	json = json_pack("{s:s, s:s, s:s, s:s, s:s, s:o, s:o, s:o, s:o, s:b, s:o, s:s, s:s, s:b}",
			 "platform", difference->match->platform,
			 "workload", difference->match->name, "mode", difference->match->mode,
			 "metric", difference->key, "name", difference->label,
			 "a", side(difference, 0), "b", side(difference, 1),
			 "ratio", e->has_ratio ? json_real(e->ratio) : json_null(),
			 "ratio_interval", interval(e->has_ratio_interval, &e->ratio_interval),
			 "exact", e->exact, "test", test(e),
			 "call", effect_call_name(e->call), "basis", basis,
			 "worse", comparison_is_worse(c, difference));
	free(basis);
	return json;
}

static json_t *differences(const struct comparison *c)
{
	json_t *array = json_array();
	size_t i;

	for (i = 0; i < c->differences.nr; i++)
		json_array_append_new(array, difference(c, &c->differences.difference[i]));
	return array;
}

static json_t *identity(const struct identity *id)
{
	json_t *array = json_array();
	size_t i;

	for (i = 0; i < id->nr; i++)
		json_array_append_new(array, json_pack("{s:s, s:s, s:s, s:s}",
						       "part", id->part[i].part,
						       "a", id->part[i].value[0],
						       "b", id->part[i].value[1],
						       "on", id->part[i].platforms));
	return array;
}

static json_t *not_compared(const struct comparison *c)
{
	json_t *array = json_array();
	const struct match *m;
	char *a, *b;
	size_t i;

	for (i = 0; i < c->matches.nr; i++) {
		m = &c->matches.match[i];
		if (match_is_whole(m))
			continue;
		a = comparison_lack(c, m, 0);
		b = comparison_lack(c, m, 1);
		json_array_append_new(array, json_pack("{s:s, s:s, s:s, s:s?, s:s?}",
						       "platform", m->platform,
						       "workload", m->name, "mode", m->mode,
						       "a_lacks", a, "b_lacks", b));
		free(a);
		free(b);
	}
	return array;
}

static json_t *seeds_not_compared(const struct comparison *c)
{
	json_t *array = json_array();
	size_t i;

	for (i = 0; i < c->nr_lost; i++)
		json_array_append_new(array, json_string(c->lost[i]));
	return array;
}

void difference_json(const struct comparison *c, FILE *f)
{
	json_t *json = json_pack("{s:s, s:s, s:s, s:o, s:o, s:o, s:o, s:o, s:I}",
				 "schema", COMPARE_SCHEMA,
				 "a", c->run[0]->folder, "b", c->run[1]->folder,
				 "identity", identity(&c->identity),
				 "differences", differences(c), "not_compared", not_compared(c),
				 "seeds_not_compared", seeds_not_compared(c),
				 "fail_above", c->fail_above < 0 ? json_null() :
				 json_real(c->fail_above),
				 "worse", (json_int_t)comparison_count_worse(c));

	json_dumpf(json, f, JSON_INDENT(1) | JSON_REAL_PRECISION(12));
	fputc('\n', f);
	json_decref(json);
}
