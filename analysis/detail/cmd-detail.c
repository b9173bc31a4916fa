// SPDX-License-Identifier: GPL-2.0
/* exitreport detail: what the exits were about, and how long they took. */
#include <stdio.h>
#include <stdlib.h>

#include "chart-durations.h"
#include "command.h"
#include "detail-csv.h"
#include "ledger/detail-json.h"
#include "detail-table.h"
#include "record/memory.h"
#include "record/message.h"
#include "record/outfile.h"
#include "report/tables.h"

#define TOP	15

static const char doc[] =
	"Print the keys of cells, most frequent first: which ports, MSRs, control registers, "
	"vectors, faults and pages their exits were for; and a histogram of how long the exits of "
	"each reason took in KVM.  For runs with the setting detail.  Writes RUN/tables/keys.csv "
	"and histograms.csv, and RUN/charts/PLATFORM.durations.WORKLOAD.svg and .png; needs "
	"gnuplot.\v"
	"CELL is a cell's name or a workload's, or a pattern of either; without one: all that "
	"have keys or histograms.  --csv prints keys, as in keys.csv.\n"
	"\n"
	"EXAMPLES:\n"
	"  exitreport detail data/detail boot\n"
	"  exitreport detail data/detail '*.ept0.*' --top 40\n"
	"  exitreport detail data/detail --csv > keys.csv\n"
	"  exitreport detail data/detail boot --json | jq '.[0].keys[0]'\n";

static bool is_printed(const struct record *r, char *const patterns[])
{
	return record_detail(r, DETAIL_FEATURES) && detail_wanted(r, patterns);
}

static size_t count_wanted(const struct run *run, char *const patterns[])
{
	size_t nr = 0, i;

	for (i = 0; i < run->nr_records; i++)
		nr += is_printed(run->records[i], patterns);
	return nr;
}

static void print_cells(const struct run *run, char *const patterns[], size_t top)
{
	const struct record *r;
	size_t i;

	for (i = 0; i < run->nr_records; i++) {
		r = run->records[i];
		if (!is_printed(r, patterns))
			continue;
		printf("%s\n", r->id);
		detail_table_print(stdout, &r->window.details->net, &r->window.net, r->vendor, top);
		putchar('\n');
	}
}

static void print_json(const struct run *run, char *const patterns[])
{
	json_t *cells = json_array(), *cell;
	const struct record *r;
	size_t i;

	for (i = 0; i < run->nr_records; i++) {
		r = run->records[i];
		if (!is_printed(r, patterns))
			continue;
		cell = json_pack("{s:s}", "cell", r->id);
		detail_to_json(&r->window.details->net, cell, &r->window.net);
		json_array_append_new(cells, cell);
	}
	json_dumpf(cells, stdout, JSON_INDENT(1) | JSON_PRESERVE_ORDER);
	putchar('\n');
	json_decref(cells);
}

static int write_tables(const struct run *run)
{
	int err = tables_write(run, "keys.csv");

	return err ? err : tables_write(run, "histograms.csv");
}

static int draw(const struct run *run)
{
	char *folder = memory_printf("%s/charts", run->folder);
	struct pairs pairs;
	struct gnuplot g;
	int err;
	size_t i;

	pairs_of_run(&pairs, run, NULL);
	pairs_keep_first_seeds(&pairs);
	err = outfile_folder(folder);
	if (!err)
		err = gnuplot_start(&g);
	if (!err) {
		for (i = 0; i < pairs.nr && !err; i++)
			err = chart_durations(&g, folder, &pairs.pair[i]);
		err |= gnuplot_finish(&g);
	}
	pairs_free(&pairs);
	free(folder);
	return err;
}

int command_detail(int argc, char *argv[])
{
	struct command_arguments args = {
		.name = "detail",
		.usage = "RUN [CELL...]",
		.doc = doc,
		.min = 1,
		.has_csv = true,
		.has_json = true,
		.has_top = true,
	};
	struct run run;
	char **patterns;
	int err = -1;

	command_parse(&args, argc, argv);
	patterns = args.words + 1;
	if (run_load_whole(&run, args.words[0]))
		goto out;
	if (!count_wanted(&run, patterns)) {
		message("%s: no such cell with keys or histograms; these are of the setting "
			"\"detail\" of a matrix", run.folder);
		goto out_run;
	}
	if (args.csv)
		detail_csv_keys_of(&run, patterns, stdout);
	else if (args.json)
		print_json(&run, patterns);
	else
		print_cells(&run, patterns, args.top ? args.top : TOP);
	err = write_tables(&run);
	if (!err)
		err = draw(&run);
out_run:
	run_free(&run);
out:
	free(args.words);
	return err ? EXIT_FAILED : EXIT_OK;
}
