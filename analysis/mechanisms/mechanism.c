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

/**
 * struct own - a workload of this version's own, read once
 * @workload: its name
 * @exists: there is such a file in the program
 */
struct own {
	char *workload;
	bool exists;
	char prepare[CONFIG_VALUE_SIZE];
	char startup[CONFIG_VALUE_SIZE];
	char command[CONFIG_VALUE_SIZE];
	struct rules rules;
};

static void read_own(struct own *own, const char *workload)
{
	struct config_key keys[] = {
		{ "prepare", own->prepare, 0, 0 },
		{ "startup", own->startup, 0, 0 },
		{ "command", own->command, 0, 0 },
		{ NULL, NULL, 0, 0 },
	};
	char *name = memory_printf("benchmarks/workloads/%s.workload", workload);
	const char *text = resource_find(name);

	*own = (struct own) { .workload = memory_printf("%s", workload), .exists = text };
	/* The build puts these files into the program. */
	if (text && (config_parse_some(name, text, keys, NULL) ||
		     rules_of_file(&own->rules, name, text)))
		exit(EXIT_FAILURE);
	free(name);
}

static const struct own *find_own(const char *workload)
{
	static struct own **all;
	static size_t nr;
	size_t i;

	for (i = 0; i < nr; i++)
		if (!strcmp(all[i]->workload, workload))
			return all[i];
	all = memory_grow(all, nr, sizeof(*all));
	all[nr] = memory_zalloc(sizeof(**all));
	read_own(all[nr], workload);
	return all[nr++];
}

/*
 * Rules say what is thought of a workload, not what was measured: those of today hold for every
 * record of the same commands, as today's laws do. Others have their own.
 */
static const struct rules *rules_of(const struct record *r)
{
	const struct own *own = find_own(r->workload);

	if (own->exists && !strcmp(own->prepare, r->file.prepare) &&
	    !strcmp(own->startup, r->file.startup) && !strcmp(own->command, r->file.command))
		return &own->rules;
	return &r->file.rules;
}

bool mechanism_is_younger(const struct record *r)
{
	const struct rules *rules = rules_of(r), *then = &r->file.rules;
	size_t i;

	if (rules->nr != then->nr)
		return true;
	for (i = 0; i < rules->nr; i++)
		if (strcmp(rules->rule[i].text, then->rule[i].text))
			return true;
	return false;
}

static bool is_about(const struct rule *rule, const struct record *r)
{
	const char *pti = record_pti(r);

	return (r->shadow ? rule->shadow : rule->tdp) &&
	       (!rule->pti || (pti && !strcmp(rule->pti, pti))) &&
	       (!rule->hugepages || !strcmp(rule->hugepages, record_setting(r, "hugepages"))) &&
	       rule_has_cpu(rule, record_setting(r, "cpu"));
}

/* By how many exits a bound may be missed; 0 for one that can't be. */
static double slack(double bound)
{
	return isinf(bound) ? 0 : fmax(FEW_EXITS, MECHANISM_SLACK * bound);
}

/* Does a rule of the cell say how many exits of a class there are at most, at a point? */
static bool is_limited(const struct rules *rules, const struct record *r, enum exit_class class,
		       const char *point)
{
	const struct rule *rule;
	size_t i;

	for (i = 0; i < rules->nr; i++) {
		rule = &rules->rule[i];
		if (!rule->is_rest && rule->class == class && !isinf(rule->high) &&
		    is_about(rule, r) && rule_has_point(rule, point))
			return true;
	}
	return false;
}

static int64_t count_exits(const struct rules *rules, const struct rule *rule,
			   const struct record *r, const struct record_point *p)
{
	struct ledger work = record_point_work(p);
	int64_t count = class_count(rule->class, r->vendor, &work);
	enum exit_class class;

	/* The sums of classes have none of their own. */
	for (class = CLASS_ALL + 1; rule->is_rest && class < CLASS_LISTED; class++)
		if (!exit_class_texts[class].is_sum && is_limited(rules, r, class, p->name))
			count -= class_count(class, r->vendor, &work);
	return count;
}

static void check_point(struct mechanism_result *result, const struct rules *rules,
			const struct record *r, const struct record_point *p)
{
	const struct rule *rule = result->rule;
	int64_t count = count_exits(rules, rule, r, p);
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
static bool check_rule(struct mechanism_result *result, const struct rules *rules,
		       const struct rule *rule, const struct record *r)
{
	bool found = false;
	size_t i;

	*result = (struct mechanism_result) { .rule = rule, .least = INFINITY, .most = -INFINITY };
	for (i = 0; i < r->nr_points; i++) {
		if (!rule_has_point(rule, r->points[i].name))
			continue;
		check_point(result, rules, r, &r->points[i]);
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
		if (is_about(&rules->rule[i], r) &&
		    check_rule(&result, rules, &rules->rule[i], r))
			visit(context, r, &result);
}

const char *mechanism_text(const struct record *r)
{
	const char *explain = rules_of(r)->explain;

	return explain && *explain ? explain : NULL;
}

const char *mechanism_exits(const struct rule *rule, unsigned int vendor)
{
	if (rule->is_rest)
		return "all others";
	return rule->class == CLASS_ALL ? "all" : class_reasons(rule->class, vendor);
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
