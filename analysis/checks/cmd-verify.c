// SPDX-License-Identifier: GPL-2.0
/* exitreport verify: the ledger against what else counted the same exits. */
#include <err.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "output/format.h"
#include "record/run.h"
#include "output/table.h"

static const char doc[] =
	"Compare the ledger, reason by reason, with what KVM's tracepoint kvm_exit counted over the "
	"whole life of the VM; check the three laws; show that failed entries and emulated runs, "
	"which the tracepoint can't see, explain what KVM's own statistic has beside; and compare "
	"KVM's statistics that count the exits of one reason. One line a cell; a CELL that is "
	"named is printed in full, and so is whatever differs.\v"
	"Cells need the histogram that 'exitbench run --verify' records. Exit status 1: something "
	"is off, be it by one, or there is nothing to compare.\n"
	"\n"
	"EXAMPLES:\n"
	"  exitreport verify data/verify\n"
	"  exitreport verify data/verify bochs-vmx.ept0.boot.s1.observer-hist\n"
	"  exitreport verify data/verify --csv > verify.csv\n";

/**
 * struct verification - of a run
 * @cells: names of the cells that were asked for, NULL-terminated
 * @overview: one line a cell
 * @lines: of the cell at hand
 * @all: @lines has those that agree, too
 * @csv: all lines of all cells, and then nothing else; NULL without --csv
 * @compared: cells in the overview
 * @failed: cells that failed, are missing, or could not be compared
 * @exits: that were compared
 */
struct verification {
	char *const *cells;
	struct table *overview;
	struct table *lines;
	bool all;
	struct table *csv;
	size_t compared;
	size_t failed;
	size_t different;
	int64_t exits;
};

static bool is_named(const struct verification *v, const struct record *r)
{
	size_t i;

	for (i = 0; v->cells[i]; i++)
		if (!strcmp(v->cells[i], r->id))
			return true;
	return false;
}

static void add_csv(struct table *t, const struct record *r, const struct check *c)
{
	table_text(t, "%s", r->platform);
	table_text(t, "%s", r->workload);
	table_int(t, r->seed);
	table_text(t, r->shadow ? "shadow" : "tdp");
	table_text(t, "%s", r->parameter);
	table_text(t, "%s", r->variant);
	table_text(t, "%s", check_kinds[c->kind]);
	table_text(t, "%s", c->name);
	table_text(t, "%s", c->text);
	table_int(t, c->is);
	table_int(t, c->wanted);
	table_int(t, check_difference(c));
	table_text(t, "%s", c->source);
}

static void add_line(struct verification *v, const struct record *r, const struct check *c)
{
	if (v->csv)
		add_csv(v->csv, r, c);
	if (!v->all && !check_difference(c))
		return;
	table_text(v->lines, "%s", check_kinds[c->kind]);
	table_text(v->lines, "%s", c->name);
	table_text(v->lines, "%s", c->text);
	table_int(v->lines, c->is);
	table_int(v->lines, c->wanted);
	table_int(v->lines, check_difference(c));
	table_text(v->lines, "%s", c->source);
}

static void add_overview(struct table *t, const struct record *r, const struct checks *checks)
{
	const struct ledger *sum = &r->l1[L1_END].ledgers.sum;
	int64_t exits = 0;

	l1_statistics_find(&r->l1[L1_END].statistics, "exits", &exits);
	table_text(t, "%s", r->id);
	table_int(t, r->tracepoint->total);
	/* Without the line for all of them. */
	table_int(t, checks_count(checks, CHECK_REASON) - 1);
	table_int(t, ledger_unseen(sum));
	table_int(t, exits);
	table_int(t, checks_count(checks, CHECK_TRACED_LAW));
	table_int(t, checks_count(checks, CHECK_COUNTER));
	table_int(t, checks->failed);
}

static void __attribute__((format(printf, 2, 3))) tell_failed(struct verification *v,
							       const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vfprintf(v->csv ? stderr : stdout, format, args);
	va_end(args);
	v->failed++;
}

static void verify_record(struct verification *v, const struct record *r)
{
	static const char *const columns[] = {
		"<check", "<what", "<", "ledger", "other", "difference", "<the other is", NULL,
	};
	struct checks *checks;
	char error[256];
	bool shown;
	size_t i;

	checks = checks_of_tracepoint(r, error, sizeof(error));
	if (!record_is_good(r))
		tell_failed(v, "FAILED  %s: %s: %s\n", r->id, r->status, r->error);
	else if (!checks)
		tell_failed(v, "FAILED  %s: %s\n", r->id, error);
	if (!checks)
		return;
	v->lines = table_new(TABLE_TEXT, columns);
	for (i = 0; i < checks->nr; i++)
		add_line(v, r, &checks->check[i]);
	v->compared++;
	v->exits += r->tracepoint->total;
	v->different += checks->failed;
	shown = !v->csv && (v->all || checks->failed);
	if (shown)
		printf("%s\n", r->id);
	table_end(v->lines, shown ? stdout : NULL);
	if (shown)
		putchar('\n');
	add_overview(v->overview, r, checks);
	checks_free(checks);
}

static int check_names(const struct run *run, char *const cells[])
{
	size_t i;

	const struct record *r;
	size_t k;

	for (i = 0; cells[i]; i++) {
		for (k = 0; (r = run_readable(run, k)); k++)
			if (!strcmp(r->id, cells[i]))
				break;
		if (r)
			continue;
		warnx("%s: no cell \"%s\"; see the names in %s/records", run->folder, cells[i],
			run->folder);
		return -1;
	}
	return 0;
}

static void print_verdict(const struct verification *v, const struct run *run)
{
	if (v->compared)
		putchar('\n');
	if (!v->compared && !v->failed)
		printf("nothing to verify in %s: no cell has a histogram of the tracepoint; run it "
		       "with 'exitbench run --verify'\n", run->folder);
	else
		printf("cells compared: %zu, exits compared: %s, differences: %s; "
		       "cells that failed or could not be compared: %zu\n", v->compared,
		       format_int(v->exits).text, format_int(v->different).text, v->failed);
}

static bool verify_run(struct verification *v, const struct run *run)
{
	const struct record *r;
	size_t i;

	/* What breaks a law as well: that is what this is for. */
	for (i = 0; (r = run_readable(run, i)); i++) {
		if (v->cells[0] ? is_named(v, r) : checks_want_tracepoint(r))
			verify_record(v, r);
	}
	for (i = 0; i < run->nr_missing && !v->cells[0]; i++)
		tell_failed(v, "MISSING %s: in the matrix, without a record\n", run->missing[i]);
	return v->compared && !v->failed && !v->different;
}

struct options {
	bool csv;
	bool all;
};

static const struct argp_option options[] = {
	COMMAND_CSV,
	{ "all", 'v', NULL, 0, "print all lines of all cells", 0 },
	{ 0 },
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct options *o = state->input;

	(void)arg;
	switch (key) {
	case 'c':
		o->csv = true;
		return 0;
	case 'v':
		o->all = true;
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

static int run_verify(char *words[], const void *options)
{
	static const char *const overview[] = {
		"<cell", "exits", "reasons", "not entered", "KVM's exits", "laws", "statistics",
		"differences", NULL,
	};
	static const char *const csv[] = {
		"<platform", "<workload", "seed", "<paging", "<parameter", "?<variant", "<check",
		"<what", "<name", "ledger", "other", "difference", "<source", NULL,
	};
	const struct options *o = options;
	struct verification v = { .all = false };
	bool good = false;
	struct run run;

	v.cells = words + 1;
	v.all = !o->csv && (o->all || v.cells[0]);
	if (run_load(&run, words[0]))
		return EXIT_FAILED;
	if (check_names(&run, v.cells))
		goto out;
	v.overview = table_new(TABLE_TEXT, overview);
	if (o->csv)
		v.csv = table_new(TABLE_CSV, csv);
	good = verify_run(&v, &run);
	table_end(v.overview, v.compared && !v.csv ? stdout : NULL);
	if (v.csv)
		table_end(v.csv, stdout);
	else
		print_verdict(&v, &run);
	if (v.csv && !v.compared && !v.failed)
		warnx("%s: nothing to verify; run it with 'exitbench run --verify'", run.folder);
out:
	run_free(&run);
	return good ? EXIT_OK : EXIT_FAILED;
}

const struct command command_verify = {
	.name = "verify",
	.summary = "the ledger against KVM's tracepoint and statistics",
	.usage = "RUN [CELL...]",
	.doc = doc,
	.min = 1,
	.options = options,
	.options_size = sizeof(struct options),
	.parse = parse,
	.run = run_verify,
};
