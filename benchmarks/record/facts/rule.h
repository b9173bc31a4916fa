/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What must come of a workload's operations: a line of its file,
 *
 *	expect = shadow pti=on points=1,8,32 invalidate >= 2   why it must be so
 *
 * which travels in the record. MODE is tdp, shadow or both; pti=, hugepages=, cpu= and points=, in
 * this order, may be left out; then come a class of exits, >=, <= or ==, a number of them for each
 * operation, and the reason. Instead of a class there may be "all", or "rest": the exits of all
 * classes of which no other rule of the cell says how many there are at most.
 */
#ifndef RECORD_RULE_H
#define RECORD_RULE_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "record/facts/config.h"
#include "ledger/class.h"

/* More exits than this come of nothing that is done once. */
#define RULE_MAX_EXITS	1000000
#define RULE_REST	"rest"

/**
 * struct rule
 * @text: the line
 * @tdp: it is about nested paging
 * @shadow: it is about shadow paging
 * @pti: if L2's kernel keeps its page tables apart ("on") or does not ("off"); NULL: in both cases
 * @hugepages: if L1 backs L2 with huge pages ("on") or does not ("off"); NULL: in both cases
 * @cpus: on these CPUs, as the setting has them, with commas between; NULL: on all
 * @points: at these, with commas between; NULL: at all
 * @class: of the exits; one that has reasons of its own, or CLASS_ALL
 * @is_rest: of all exits only those that no other rule limits
 * @low: so many an operation, or more; -INFINITY for any number
 * @high: so many an operation, or fewer; INFINITY for any number
 * @why: inside @text; from the workload's code and the kernel's
 */
struct rule {
	char *text;
	bool tdp;
	bool shadow;
	const char *pti;
	const char *hugepages;
	char *cpus;
	char *points;
	enum exit_class class;
	bool is_rest;
	double low;
	double high;
	const char *why;
};

/**
 * struct rules - of a workload
 * @explain: what must happen, in sentences; empty if nothing is said
 */
struct rules {
	char *explain;
	struct rule *rule;
	size_t nr;
};

/* The keys of a workload's file, and of a record's workload. */
#define RULES_EXPLAIN	"explain"
#define RULES_EXPECT	"expect"

/**
 * rules_set - take what a workload's file says
 * @explain: the value of its key
 * @expect: those of its key
 * @path: for messages
 *
 * Return: 0, or -1 with a message that names file, line and reason; for rules_free() also then.
 */
int rules_set(struct rules *rules, const char *explain, const struct config_values *expect,
	      const char *path);

/* rules_of_file - likewise, out of the whole text of such a file that was checked before */
int rules_of_file(struct rules *rules, const char *path, const char *text);

/**
 * rules_from_json - the rules that a record has
 * @workload: an object
 * @error: receives what is wrong
 *
 * Return: 0, or -1; for rules_free() also then.
 */
int rules_from_json(struct rules *rules, const json_t *workload, char *error, size_t size);

/* rules_copy - Return: others, for rules_free(). */
struct rules rules_copy(const struct rules *rules);

/* rules_to_json - put them into a record's workload */
void rules_to_json(const struct rules *rules, json_t *workload);

/* rule_has_cpu - is it about a CPU? */
bool rule_has_cpu(const struct rule *rule, const char *cpu);

/* rule_has_point - is it about a point? */
bool rule_has_point(const struct rule *rule, const char *point);

void rules_free(struct rules *rules);

#endif
