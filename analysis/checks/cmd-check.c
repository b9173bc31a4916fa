// SPDX-License-Identifier: GPL-2.0
/* exitreport check: recompute the laws of every record. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "command.h"
#include "output/format.h"
#include "record/laws.h"
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

struct tally {
	size_t checked;
	size_t broken;
};

/* Of the rules about the workloads of one mechanism. */
struct rules {
	size_t checked;
	size_t failed;
};

static void tell(void *context, const struct record *r, const struct law_result *result)
{
	struct tally *tally = context;

	tally->checked++;
	if (!result->difference)
		return;
	tally->broken++;
	printf("BROKEN  %s: law \"%s\" (%s), %s: difference %s%s%s\n", r->id, result->law,
	       result->text, result->where, format_int(result->difference).text,
	       *result->detail ? ": " : "", result->detail);
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
	struct tally tally = { 0, 0 };
	struct rules rules = { 0, 0 };
	size_t failed = 0, i;
	const struct record *r;
	struct run run;
	bool good;

	(void)options;
	if (run_load(&run, words[0]))
		return EXIT_FAILED;
	for (i = 0; i < run.nr_records; i++) {
		r = run.records[i];
		if (record_is_good(r)) {
			laws_check(r, tell, &tally);
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
	       format_int(tally.checked).text, format_int(tally.broken).text);
	if (rules.checked)
		printf("; %s rules of mechanisms checked, %s failed",
		       format_int(rules.checked).text, format_int(rules.failed).text);
	putchar('\n');
	good = !tally.broken && !rules.failed && !failed && !run.nr_missing && !run.nr_bad;
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
