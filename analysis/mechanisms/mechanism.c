// SPDX-License-Identifier: GPL-2.0
#include "mechanism.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "output/format.h"
#include "output/resource.h"
#include "util/memory.h"
#include "select/cell-facts.h"
#include "select/thresholds.h"

/* The rules of a workload of this version's own, read once. */
struct own_rules {
	char *workload;
	struct rules rules;
};

static const struct rules *read_own(struct own_rules *own, const char *workload)
{
	char *name = memory_printf("benchmarks/workloads/%s.workload", workload);
	const char *text = resource_find(name);

	own->workload = memory_printf("%s", workload);
	/* The build puts these files into the program. */
	if (text && rules_of_file(&own->rules, name, text))
		exit(EXIT_FAILURE);
	free(name);
	return &own->rules;
}

static const struct rules *own_rules(const char *workload)
{
	static struct own_rules *all;
	static size_t nr;
	size_t i;

	for (i = 0; i < nr; i++)
		if (!strcmp(all[i].workload, workload))
			return &all[i].rules;
	all = memory_grow(all, nr, sizeof(*all));
	return read_own(&all[nr++], workload);
}

/*
 * Records of version 1 have no rules in them. The workloads that they are of have not changed since:
 * they are held to the rules of those of the same name.
 */
static const struct rules *rules_of(const struct record *r)
{
	return r->version == 1 ? own_rules(r->workload) : &r->file.rules;
}

static bool is_about(const struct rule *rule, const struct record *r)
{
	const char *pti = record_pti(r);

	return (r->shadow ? rule->shadow : rule->tdp) &&
	       (!rule->pti || (pti && !strcmp(rule->pti, pti)));
}

/* By how many exits a bound may be missed; 0 for one that can't be. */
static double slack(double bound)
{
	return isinf(bound) ? 0 : fmax(FEW_EXITS, MECHANISM_SLACK * bound);
}

static void check_point(struct mechanism_result *result, const struct record *r,
			const struct record_point *p)
{
	const struct rule *rule = result->rule;
	struct ledger work = record_point_work(p);
	int64_t count = class_sum(rule->class, r->vendor, &work).count;
	double rate = (double)count / p->operations;

	result->least = fmin(result->least, rate);
	result->most = fmax(result->most, rate);
	if (!result->point && (count + slack(rule->low * p->operations) <
			       rule->low * p->operations ||
			       count - slack(rule->high * p->operations) >
			       rule->high * p->operations))
		result->point = p->name;
}

/* False if the cell has none of the rule's points. */
static bool check_rule(struct mechanism_result *result, const struct rule *rule,
		       const struct record *r)
{
	bool found = false;
	size_t i;

	*result = (struct mechanism_result) { .rule = rule, .least = INFINITY, .most = -INFINITY };
	for (i = 0; i < r->nr_points; i++) {
		if (!rule_has_point(rule, r->points[i].name))
			continue;
		check_point(result, r, &r->points[i]);
		found = true;
	}
	result->holds = !result->point;
	return found;
}

void mechanism_check(const struct record *r, mechanism_visitor visit, void *context)
{
	const struct rules *rules = rules_of(r);
	struct mechanism_result result;
	size_t i;

	for (i = 0; i < rules->nr; i++)
		if (is_about(&rules->rule[i], r) && check_rule(&result, &rules->rule[i], r))
			visit(context, r, &result);
}

const char *mechanism_text(const struct record *r)
{
	const char *explain = rules_of(r)->explain;

	return explain && *explain ? explain : NULL;
}

char *mechanism_bound(const struct rule *rule)
{
	if (isinf(rule->high))
		return memory_printf("at least %s", format_short(rule->low).text);
	if (isinf(rule->low))
		return memory_printf("at most %s", format_short(rule->high).text);
	return rule->high ? memory_printf("%s", format_short(rule->high).text) :
			    memory_printf("none");
}
