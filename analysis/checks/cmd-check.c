// SPDX-License-Identifier: GPL-2.0
/* exitreport check: recompute the laws of every record. */
#include <stdio.h>
#include <stdlib.h>

#include "command.h"
#include "output/format.h"
#include "mechanisms/mechanism.h"
#include "ledger/class.h"
#include "parts/in-parts.h"
#include "parts/record-table.h"
#include "record/run.h"
#include "util/strfile.h"

static const char doc[] =
	"Recompute from the raw ledgers of every record that counts and cycles add up, that the "
	"net window is what it is said to be, and that no exit occurred which the cell's paging "
	"mode rules out; and that the workloads of one mechanism made the exits that their code "
	"must make. Fails if a law is broken, such a workload did something else, a record "
	"can't be read, or a cell failed or is missing. --csv prints each law of each record, "
	"with by how much it does not hold.\v"
	"EXAMPLES:\n"
	"  exitreport check data/reference\n"
	"  exitreport check data/reference --csv > laws.csv\n"
	"  exitreport check RUN || echo 'do not use these numbers'\n";

/* What a part, and then all of them, come to. */
struct counts {
	size_t records;
	size_t bad;
	size_t failed;
	size_t missing;
	size_t checked;
	size_t broken;
	size_t rules_checked;
	size_t rules_failed;
};

/* Streams of a part. */
enum {
	OUT_RECORDS,
	OUT_MISSING,
	OUT_COUNTS,
	OUT_LAWS,	/* CSV */
	OUT_NR,
};

/* What the rules of a record are told to. */
struct rule_counts {
	FILE *out;
	size_t checked;
	size_t failed;
};

static void tell_broken(const struct record *r, FILE *out)
{
	const struct check *c;
	char *text;
	size_t i;

	for (i = 0; i < r->checks->nr; i++) {
		c = &r->checks->check[i];
		if (!check_difference(c))
			continue;
		text = check_text(c);
		fprintf(out, "BROKEN  %s: %s\n", r->id, text);
		free(text);
	}
}

static void tell_rule(void *context, const struct record *r, const struct mechanism_result *result)
{
	const struct rule *rule = result->rule;
	struct rule_counts *rules = context;
	char *bound;

	rules->checked++;
	if (result->holds)
		return;
	rules->failed++;
	bound = mechanism_bound(rule);
	fprintf(rules->out,
		"FAIL    %s: exits %s: %s per operation (%s); observed %s to %s, wrong at "
		"point %s\n",
		r->id, mechanism_exits(rule, r->vendor), bound, rule->why,
		format_short(result->least).text, format_short(result->most).text, result->point);
	free(bound);
}

static void check_record(const struct record *r, struct counts *c, FILE *out)
{
	struct rule_counts rules = { .out = out };

	if (!record_is_good(r)) {
		c->failed++;
		fprintf(out, "FAILED  %s: %s: %s\n", r->id, r->status, r->error);
		return;
	}
	tell_broken(r, out);
	mechanism_check(r, tell_rule, &rules);
	if (rules.checked && !rules.failed)
		fprintf(out, "PASS    %s: what its %s points must make of exits, %s rules\n", r->id,
			format_int(r->nr_points).text, format_int(rules.checked).text);
	c->checked += checks_count(r->checks, CHECK_LAW);
	c->broken += r->checks->failed;
	c->rules_checked += rules.checked;
	c->rules_failed += rules.failed;
}

/* One that breaks a law is named with all that it breaks. */
static void check_invalid(const struct run_invalid *invalid, struct counts *c, FILE *out)
{
	if (invalid->record) {
		c->records++;
		check_record(invalid->record, c, out);
		return;
	}
	c->bad++;
	fprintf(out, "INVALID %s: %s\n", invalid->id, invalid->why);
}

static void add_laws(struct table *t, const struct record *r)
{
	const struct check *c;
	size_t i;

	for (i = 0; r && record_is_good(r) && i < r->checks->nr; i++) {
		c = &r->checks->check[i];
		table_add_record(t, r);
		table_text(t, "%s", c->name);
		table_text(t, "%s", c->where);
		table_int(t, check_difference(c));
	}
}

static void print_laws(const struct run *run, FILE *f)
{
	static const char *const columns[] = {
		TABLE_RECORD_COLUMNS, "<law", "<where", "difference", NULL,
	};
	struct table *t = table_new(TABLE_CSV, columns);
	size_t i;

	for (i = 0; i < run->nr_records; i++)
		add_laws(t, run->records[i]);
	for (i = 0; i < run->nr_invalid; i++)
		add_laws(t, run->invalid[i].record);
	table_end(t, f);
}

struct all {
	struct counts counts;
	FILE *missing;
	bool csv;
	bool has_titles;
};

static int check_part(const struct run *run, FILE *const out[], void *context)
{
	struct counts c = { .records = run->nr_records, .missing = run->nr_missing };
	const struct all *all = context;
	size_t i;

	for (i = 0; i < run->nr_records; i++)
		check_record(run->records[i], &c, out[OUT_RECORDS]);
	for (i = 0; i < run->nr_invalid; i++)
		check_invalid(&run->invalid[i], &c, out[OUT_RECORDS]);
	for (i = 0; i < run->nr_missing; i++)
		fprintf(out[OUT_MISSING], "MISSING %s: in the matrix, without a record\n",
			run->missing[i]);
	in_parts_put(out[OUT_COUNTS], &c, sizeof(c));
	if (all->csv)
		print_laws(run, out[OUT_LAWS]);
	return 0;
}

static int join(FILE *const out[], void *context)
{
	struct all *all = context;
	struct counts *sum = &all->counts, c;

	if (!in_parts_get(out[OUT_COUNTS], &c, sizeof(c)))
		return -1;
	sum->records += c.records;
	sum->bad += c.bad;
	sum->failed += c.failed;
	sum->missing += c.missing;
	sum->checked += c.checked;
	sum->broken += c.broken;
	sum->rules_checked += c.rules_checked;
	sum->rules_failed += c.rules_failed;
	if (all->csv) {
		if (all->has_titles)
			in_parts_skip_line(out[OUT_LAWS]);
		all->has_titles = true;
		return in_parts_copy(out[OUT_LAWS], stdout);
	}
	if (in_parts_copy(out[OUT_RECORDS], stdout))
		return -1;
	return in_parts_copy(out[OUT_MISSING], all->missing);
}

static void print_counts(const struct counts *c)
{
	printf("%s records, %s unreadable, %s failed cells, %s missing cells; "
	       "%s laws checked, %s broken",
	       format_int(c->records).text, format_int(c->bad).text,
	       format_int(c->failed).text, format_int(c->missing).text,
	       format_int(c->checked).text, format_int(c->broken).text);
	if (c->rules_checked)
		printf("; %s rules of mechanisms checked, %s failed",
		       format_int(c->rules_checked).text, format_int(c->rules_failed).text);
	putchar('\n');
}

static int run_check(char *words[], const void *options)
{
	static const struct in_parts todo = {
		.nr_out = OUT_NR, .work = check_part, .join = join,
	};
	struct all all = { .csv = *(const bool *)options };
	struct strfile missing;
	char *text;
	int err;

	strfile_open(&missing);
	all.missing = missing.file;
	err = in_parts_do(words[0], &todo, &all);
	text = strfile_close(&missing);
	if (!err && !all.csv) {
		fputs(text, stdout);
		print_counts(&all.counts);
	}
	free(text);
	if (err || all.counts.broken || all.counts.rules_failed || all.counts.failed ||
	    all.counts.missing || all.counts.bad)
		return EXIT_FAILED;
	return EXIT_OK;
}

const struct command command_check = {
	.name = "check",
	.summary = "recompute the laws of every record",
	.usage = "RUN",
	.doc = doc,
	.min = 1,
	.max = 1,
	.options = command_csv_options,
	.options_size = sizeof(bool),
	.parse = command_csv_parse,
	.run = run_check,
};
