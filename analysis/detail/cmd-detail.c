// SPDX-License-Identifier: GPL-2.0
/* exitreport detail: what the exits were about, and how long they took. */
#include <err.h>
#include <stdio.h>
#include <stdlib.h>

#include "command.h"
#include "detail-csv.h"
#include "ledger/window/detail-json.h"
#include "ledger/window/detail-table.h"

#define TOP	15

static const char doc[] =
	"Print the keys of cells, most frequent first: which ports, MSRs, control registers, "
	"vectors, faults and pages their exits were for; and a histogram of how long the exits of "
	"each reason took in KVM. For runs with the setting detail.\v"
	"CELL is a cell's name or a workload's, or a pattern of either; without one: all that "
	"have keys or histograms. --csv prints keys, as in keys.csv.\n"
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

struct options {
	bool csv;
	bool json;
	size_t top;
};

enum {
	KEY_JSON = COMMAND_KEY,
	KEY_TOP,
};

static const struct argp_option options[] = {
	COMMAND_CSV,
	{ "json", KEY_JSON, NULL, 0, "print JSON", 0 },
	{ "top", KEY_TOP, "N", 0, "the N most frequent of each (15)", 0 },
	{ 0 },
};

static size_t parse_top(const char *text, const struct argp_state *state)
{
	char *end;
	long n = strtol(text, &end, 10);

	if (end == text || *end || n < 1 || n > 100000)
		argp_error(state, "--top wants a number from 1 to 100000, not \"%s\"", text);
	return n;
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct options *o = state->input;

	switch (key) {
	case 'c':
		o->csv = true;
		return 0;
	case KEY_JSON:
		o->json = true;
		return 0;
	case KEY_TOP:
		o->top = parse_top(arg, state);
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

static int run_detail(char *words[], const void *options)
{
	const struct options *o = options;
	char **patterns = words + 1;
	int status = EXIT_FAILED;
	struct run run;

	if (run_load(&run, words[0]))
		return status;
	if (!count_wanted(&run, patterns)) {
		warnx("%s: no such cell with keys or histograms; these are of the setting "
			"\"detail\" of a matrix", run.folder);
		goto out;
	}
	if (o->csv)
		detail_csv_keys_of(&run, patterns, stdout);
	else if (o->json)
		print_json(&run, patterns);
	else
		print_cells(&run, patterns, o->top ? o->top : TOP);
	status = EXIT_OK;
out:
	run_free(&run);
	return status;
}

const struct command command_detail = {
	.name = "detail",
	.summary = "ports, MSRs and pages that exits were for, and how long they took",
	.usage = "RUN [CELL...]",
	.doc = doc,
	.min = 1,
	.options = options,
	.options_size = sizeof(struct options),
	.parse = parse,
	.run = run_detail,
};
