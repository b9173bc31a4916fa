// SPDX-License-Identifier: GPL-2.0
/* exitreport timeline: exits over time. */
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "timeline-table.h"
#include "util/json-text.h"

static const char doc[] =
	"Exits over time, of cells with the setting \"timeline\": a process of L1 looked at the "
	"ledger of L2's first vCPU every so many milliseconds. Prints the phases of the VM's "
	"life, and intervals from the first VM entry on: exits, those of the most frequent "
	"reasons, and where the time went; the bar behind a number is its share of the largest "
	"in the column. Without CELL: of all cells that have one.\v"
	"With --csv and --json as the samples were taken; times are cycles since the vCPU's "
	"creation. A sample in JSON is [begin, end, cycles in the guest, then for each row that "
	"anything was charged to: [row, count, kernel, user, blocked, offcpu]], zeros at the end "
	"left out.\n"
	"\n"
	"EXAMPLES:\n"
	"  exitreport timeline data/timeline\n"
	"  exitreport timeline data/timeline --csv > timeline.csv\n";

#define SCHEMA "exitmeter-timeline/1"

static bool is_wanted(const struct cell_timeline *c, char *const cells[])
{
	size_t i;

	for (i = 0; cells[i]; i++)
		if (!strcmp(cells[i], c->r->id))
			return true;
	return !cells[0];
}

static int check_names(const struct run *run, char *const cells[])
{
	const struct record *r;
	size_t i;

	for (i = 0; cells[i]; i++) {
		r = run_find(run, cells[i]);
		if (r && cell_timeline_exists(r))
			continue;
		warnx("%s: no cell \"%s\"%s; see the names in %s/records", run->folder, cells[i],
			r ? " with a timeline" : "", run->folder);
		return -1;
	}
	return 0;
}

static void print_text(const struct cell_timelines *timelines, char *const cells[])
{
	size_t i, nr = 0;

	for (i = 0; i < timelines->nr; i++) {
		if (!is_wanted(&timelines->cell[i], cells))
			continue;
		if (nr++)
			putchar('\n');
		cell_timeline_print(&timelines->cell[i], stdout);
	}
}

static void print_csv(const struct cell_timelines *timelines, char *const cells[])
{
	struct table *t = cell_timeline_csv_new();
	size_t i;

	for (i = 0; i < timelines->nr; i++)
		if (is_wanted(&timelines->cell[i], cells))
			cell_timeline_csv(&timelines->cell[i], t);
	table_end(t, stdout);
}

static void print_json(const struct cell_timelines *timelines, char *const cells[])
{
	json_t *array = json_array(), *json;
	char *text;
	size_t i;

	for (i = 0; i < timelines->nr; i++)
		if (is_wanted(&timelines->cell[i], cells))
			json_array_append_new(array, cell_timeline_json(&timelines->cell[i]));
	json = json_pack("{s:s, s:o}", "schema", SCHEMA, "cells", array);
	text = json_text(json);
	puts(text);
	free(text);
	json_decref(json);
}

struct options {
	bool csv;
	bool json;
};

#define KEY_JSON	COMMAND_KEY

static const struct argp_option options[] = {
	COMMAND_CSV,
	{ "json", KEY_JSON, NULL, 0, "print JSON", 0 },
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
	case KEY_JSON:
		o->json = true;
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

static int run_timeline(char *words[], const void *options)
{
	const struct options *o = options;
	char **cells = words + 1;
	struct cell_timelines timelines;
	struct run run;
	int err = -1;

	if (run_load(&run, words[0]))
		return EXIT_FAILED;
	if (check_names(&run, cells) || cell_timelines_load(&timelines, &run))
		goto out;
	err = !timelines.nr;
	if (err)
		warnx("%s: no cell has a timeline; run one with \"timeline = 5\" in its matrix",
			run.folder);
	else if (o->csv)
		print_csv(&timelines, cells);
	else if (o->json)
		print_json(&timelines, cells);
	else
		print_text(&timelines, cells);
	cell_timelines_free(&timelines);
out:
	run_free(&run);
	return err ? EXIT_FAILED : EXIT_OK;
}

const struct command command_timeline = {
	.name = "timeline",
	.summary = "exits over time, of cells whose ledger was looked at meanwhile",
	.usage = "RUN [CELL...]",
	.doc = doc,
	.min = 1,
	.options = options,
	.options_size = sizeof(struct options),
	.parse = parse,
	.run = run_timeline,
};
