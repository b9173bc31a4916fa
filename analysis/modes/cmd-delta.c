// SPDX-License-Identifier: GPL-2.0
/* exitreport delta: what a workload cost, reason by reason. */
#include <err.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ledger/account.h"
#include "command.h"
#include "output/format.h"
#include "ledger/row.h"
#include "util/memory.h"
#include "record/run.h"
#include "output/table.h"
#include "parts/in-parts.h"
#include "parts/record-table.h"
#include "tables.h"
#include "vcpus.h"

static const char doc[] =
	"Print what happened in the window of each cell: exits and cycles by reason, net of "
	"what a window itself costs. Without WORKLOAD: of all workloads.\v"
	"EXAMPLES:\n"
	"  exitreport delta data/reference\n"
	"  exitreport delta data/reference boot fio-randread\n"
	"  exitreport delta data/reference --csv > deltas.csv\n";

static void print_record(const struct record *r, FILE *out)
{
	static const char *const columns[] = {
		"reason", "<", "exits", "share", "kernel", "share", "per exit", "user", "blocked",
		"offcpu", NULL,
	};
	const struct ledger *net = &r->window.net;
	struct table *t = table_new(TABLE_TEXT, columns);
	unsigned int rows[LEDGER_MAX_ROWS];
	size_t nr = rows_by_count(rows, net, NULL), i, a;
	const struct ledger_row *row;

	fprintf(out, "%s, %s, %s, seed %" PRId64 "%s\n", r->name, r->parameter, r->platform,
		r->seed, record_observer(r) ? "; the observer's cycles are among these" : "");
	for (i = 0; i < nr; i++) {
		row = &net->rows[rows[i]];
		table_text(t, "%s", row_key(r->vendor, rows[i]).text);
		if (rows[i] < net->nr_reasons)
			table_text(t, "%s", row_name(r->vendor, rows[i]).text);
		else
			table_empty(t);
		table_int(t, row->count);
		/* What KVM emulated without an exit is no part of them. */
		if (rows[i] <= net->nr_reasons + KVM_EXITMETER_ROW_OTHER)
			table_percent(t, row->count, net->exits);
		else
			table_empty(t);
		table_int(t, row->kernel);
		table_percent(t, row->kernel, net->kernel);
		if (row->count > 0)
			table_int(t, llround((double)row->kernel / row->count));
		else
			table_empty(t);
		for (a = 1; a < ROW_ACCOUNTS; a++)
			table_int(t, row_account(row, a));
	}
	table_rule(t);
	table_text(t, "all");
	table_empty(t);
	table_int(t, net->exits);
	table_percent(t, net->exits, net->exits);
	table_int(t, net->kernel);
	table_percent(t, net->kernel, net->kernel);
	if (net->exits > 0)
		table_int(t, llround((double)net->kernel / net->exits));
	else
		table_empty(t);
	for (a = 1; a < ROW_ACCOUNTS; a++)
		table_int(t, ledger_account(net, a));
	table_end(t, out);

	fprintf(out, "window %s cycles:", format_int(net->wall).text);
	for (a = 0; a < ACCOUNT_NR; a++)
		if (account_cycles(net, a))
			fprintf(out, " %s %s", accounts[a].name,
			       format_percent(account_cycles(net, a), net->wall).text);
	fprintf(out, "\n");
	vcpus_print(TABLE_TEXT, (const struct record *const[]) { r, NULL }, out);
	fprintf(out, "\n");
}

/* Streams of a part. */
enum {
	OUT_TEXT,
	OUT_FOUND,	/* for each workload that was named: is it there? */
	OUT_NR,
};

struct deltas {
	char **workloads;
	bool csv;
	bool *found;
	bool is_first;
	FILE *out;
};

static bool has_workload(const struct run *run, const char *workload)
{
	size_t i;

	for (i = 0; i < run->nr_records; i++)
		if (run->records[i]->ok && !strcmp(run->records[i]->workload, workload))
			return true;
	return false;
}

/* What is wanted and is not there, lest the rest be taken for all of it. */
static void name_failed(const struct run *run, char **workloads)
{
	const struct record *r;
	size_t i;

	for (i = 0; i < run->nr_records; i++) {
		r = run->records[i];
		if (!record_is_good(r) && workload_is_wanted(r->workload, workloads))
			warnx("%s: %s: %s", r->id, r->status, r->error);
	}
}

static int print_part(const struct run *run, FILE *const out[], void *context)
{
	const struct deltas *d = context;
	size_t i;
	bool found;

	for (i = 0; d->workloads[i]; i++) {
		found = has_workload(run, d->workloads[i]);
		in_parts_put(out[OUT_FOUND], &found, sizeof(found));
	}
	name_failed(run, d->workloads);
	if (d->csv)
		deltas_csv(run, d->workloads, out[OUT_TEXT]);
	for (i = 0; i < run->nr_records && !d->csv; i++)
		if (run->records[i]->ok &&
		    workload_is_wanted(run->records[i]->workload, d->workloads))
			print_record(run->records[i], out[OUT_TEXT]);
	return 0;
}

static int join(FILE *const out[], void *context)
{
	struct deltas *d = context;
	bool found;
	size_t i;

	for (i = 0; d->workloads[i]; i++) {
		if (!in_parts_get(out[OUT_FOUND], &found, sizeof(found)))
			return -1;
		d->found[i] |= found;
	}
	if (d->csv && !d->is_first)
		in_parts_skip_line(out[OUT_TEXT]);
	d->is_first = false;
	return in_parts_copy(out[OUT_TEXT], d->out);
}

static int check_found(const struct deltas *d, const char *folder)
{
	size_t i;

	for (i = 0; d->workloads[i]; i++) {
		if (d->found[i])
			continue;
		warnx("%s: no measurements of a workload \"%s\"", folder, d->workloads[i]);
		return -1;
	}
	return 0;
}

static int run_delta(char *words[], const void *options)
{
	static const struct in_parts todo = {
		.nr_out = OUT_NR, .work = print_part, .join = join,
	};
	struct deltas d = { words + 1, *(const bool *)options, NULL, true, stdout };
	size_t nr = 0;
	int err = -1;

	while (d.workloads[nr])
		nr++;
	d.found = memory_zalloc(nr + 1);
	/* Of a name that there is not nothing is printed: known when all parts have been seen. */
	if (nr)
		d.out = tmpfile();
	if (d.out && !in_parts_do(words[0], &todo, &d) && !check_found(&d, words[0]))
		err = 0;
	if (!err && nr) {
		rewind(d.out);
		err = in_parts_copy(d.out, stdout);
	}
	if (nr && d.out)
		fclose(d.out);
	free(d.found);
	return err ? EXIT_FAILED : EXIT_OK;
}

const struct command command_delta = {
	.name = "delta",
	.summary = "what a workload cost, reason by reason",
	.usage = "RUN [WORKLOAD...]",
	.doc = doc,
	.min = 1,
	.options = command_csv_options,
	.options_size = sizeof(bool),
	.parse = command_csv_parse,
	.run = run_delta,
};
