// SPDX-License-Identifier: GPL-2.0
/* exitreport check: recompute the laws of every record. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "command.h"
#include "output/format.h"
#include "mechanisms/mechanism.h"
#include "ledger/class.h"
#include "record/run.h"

static const char doc[] =
	"Recompute from the raw ledgers of every record that counts and cycles add up, that the "
	"net window is what it is said to be, and that no exit occurred which the cell's paging "
	"mode rules out; and that the workloads of one mechanism made the exits that their code "
	"must make.  Fails if a law is broken, such a workload did something else, a record "
	"can't be read, or a cell failed or is missing.\v"
	"EXAMPLES:\n"
	"  exitreport check data/reference\n"
	"  exitreport check RUN || echo 'do not use these numbers'\n";

/* Of the rules about the workloads of one mechanism. */
struct rules {
	size_t checked;
	size_t failed;
};

static void tell_broken(const struct record *r)
{
	const struct check *c;
	char *text;
	size_t i;

	for (i = 0; i < r->checks->nr; i++) {
		c = &r->checks->check[i];
		if (!check_difference(c))
			continue;
		text = check_text(c);
		printf("BROKEN  %s: %s\n", r->id, text);
		free(text);
	}
}

static void tell_rule(void *context, const struct record *r, const struct mechanism_result *result)
{
	const struct mechanism_rule *rule = result->rule;
	struct rules *rules = context;
	bool low = !isinf(rule->low);

	rules->checked++;
	if (result->holds)
		return;
	rules->failed++;
	printf("FAIL    %s: exits %s: at %s %s an operation (%s); observed %s to %s, wrong at "
	       "point %s\n", r->id, class_reasons(rule->role, r->vendor), low ? "least" : "most",
	       format_short(low ? rule->low : rule->high).text, rule->why,
	       format_short(result->least).text, format_short(result->most).text, result->point);
}

static void check_rules(const struct record *r, struct rules *all)
{
	struct rules rules = { 0, 0 };

	mechanism_check(r, tell_rule, &rules);
	if (rules.checked && !rules.failed)
		printf("PASS    %s: what its %s points must make of exits, %s rules\n", r->id,
		       format_int(r->nr_points).text, format_int(rules.checked).text);
	all->checked += rules.checked;
	all->failed += rules.failed;
}

static int run_check(char *words[], const void *options)
{
	size_t failed = 0, checked = 0, broken = 0, i;
	struct rules rules = { 0, 0 };
	const struct record *r;
	struct run run;
	bool good;

	(void)options;
	if (run_load(&run, words[0]))
		return EXIT_FAILED;
	for (i = 0; i < run.nr_records; i++) {
		r = run.records[i];
		if (record_is_good(r)) {
			tell_broken(r);
			checked += checks_count(r->checks, CHECK_LAW);
			broken += r->checks->failed;
			check_rules(r, &rules);
			continue;
		}
		failed++;
		printf("FAILED  %s: %s: %s\n", r->id, r->status, r->error);
	}
	for (i = 0; i < run.nr_missing; i++)
		printf("MISSING %s: in the matrix, without a record\n", run.missing[i]);
	printf("%s records, %s unreadable, %s failed cells, %s missing cells; "
	       "%s laws checked, %s broken",
	       format_int(run.nr_records).text, format_int(run.nr_bad).text,
	       format_int(failed).text, format_int(run.nr_missing).text,
	       format_int(checked).text, format_int(broken).text);
	if (rules.checked)
		printf("; %s rules of mechanisms checked, %s failed",
		       format_int(rules.checked).text, format_int(rules.failed).text);
	putchar('\n');
	good = !broken && !rules.failed && !failed && !run.nr_missing && !run.nr_bad;
	run_free(&run);
	return good ? EXIT_OK : EXIT_FAILED;
}

const struct command command_check = {
	.name = "check",
	.summary = "recompute the laws of every record",
	.usage = "RUN",
	.doc = doc,
	.min = 1,
	.max = 1,
	.run = run_check,
};
