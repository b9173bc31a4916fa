// SPDX-License-Identifier: GPL-2.0
/* exitreport delta: what a workload cost, reason by reason. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "ledger/account.h"
#include "command.h"
#include "output/format.h"
#include "ledger/row.h"
#include "record/run.h"
#include "output/table.h"
#include "parts/record-table.h"
#include "tables.h"
#include "vcpus.h"

static const char doc[] =
	"Print what happened in the window of each cell: exits and cycles by reason, net of "
	"what a window itself costs.  Without WORKLOAD: of all workloads.\v"
	"EXAMPLES:\n"
	"  exitreport delta data/reference\n"
	"  exitreport delta data/reference boot fio-randread\n"
	"  exitreport delta data/reference --csv > deltas.csv\n";

static void print_record(const struct record *r)
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

	printf("%s, %s, %s, seed %" PRId64 "%s\n", r->name, r->parameter, r->platform, r->seed,
	       record_observer(r) ? "; the observer's cycles are among these" : "");
	for (i = 0; i < nr; i++) {
		row = &net->rows[rows[i]];
		table_text(t, "%s", row_key(r->vendor, rows[i]).text);
		if (rows[i] < net->nr_reasons)
			table_text(t, "%s", row_name(r->vendor, rows[i]).text);
		else
			table_empty(t);
		table_int(t, row->count);
		table_percent(t, row->count, net->exits);
		table_int(t, row->kernel);
		table_percent(t, row->kernel, net->kernel);
		if (row->count > 0)
			table_int(t, row->kernel / row->count);
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
		table_int(t, net->kernel / net->exits);
	else
		table_empty(t);
	for (a = 1; a < ROW_ACCOUNTS; a++)
		table_int(t, ledger_account(net, a));
	table_end(t, stdout);

	printf("window %s cycles:", format_int(net->wall).text);
	for (a = 0; a < ACCOUNT_NR; a++)
		if (account_cycles(net, a))
			printf(" %s %s", accounts[a].name,
			       format_percent(account_cycles(net, a), net->wall).text);
	printf("\n");
	vcpus_print(TABLE_TEXT, (const struct record *const[]) { r, NULL }, stdout);
	printf("\n");
}

static const struct argp_option options[] = { COMMAND_CSV, { 0 } };

static error_t parse(int key, char *arg, struct argp_state *state)
{
	bool *csv = state->input;

	(void)arg;
	if (key != 'c')
		return ARGP_ERR_UNKNOWN;
	*csv = true;
	return 0;
}

static int run_delta(char *words[], const void *options)
{
	const bool *csv = options;
	char **workloads = words + 1;
	int status = EXIT_FAILED;
	struct run run;
	size_t i;

	if (run_load(&run, words[0]))
		return status;
	if (run_check_workloads(&run, workloads))
		goto out;
	if (*csv)
		deltas_csv(&run, workloads, stdout);
	for (i = 0; i < run.nr_records && !*csv; i++)
		if (run.records[i]->ok && workload_is_wanted(run.records[i]->workload, workloads))
			print_record(run.records[i]);
	status = EXIT_OK;
out:
	run_free(&run);
	return status;
}

const struct command command_delta = {
	.name = "delta",
	.summary = "what a workload cost, reason by reason",
	.usage = "RUN [WORKLOAD...]",
	.doc = doc,
	.min = 1,
	.options = options,
	.options_size = sizeof(bool),
	.parse = parse,
	.run = run_delta,
};
