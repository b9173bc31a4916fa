// SPDX-License-Identifier: GPL-2.0
#include <argp.h>
#include <ctype.h>
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cmd.h"
#include "util/memory.h"
#include "util/name.h"
#include "record/checks.h"
#include "record/record.h"
#include "record/run-dir.h"

static const char doc[] =
	"Tell what a run has measured so far, and what failed.\v"
	"Exit status: 0 all cells are good, 1 some are missing or failed, 2 no run there.\n\n"
	"EXAMPLES\n"
	"  exitbench status data/local\n";

static error_t parse(int key, char *arg, struct argp_state *state)
{
	const char **run = state->input;

	switch (key) {
	case ARGP_KEY_ARG:
		if (*run)
			argp_error(state, "too many arguments, beginning with \"%s\"", arg);
		*run = arg;
		return 0;
	case ARGP_KEY_NO_ARGS:
		argp_error(state, "which run? Wanted: its folder");
		return 0;
	}
	return ARGP_ERR_UNKNOWN;
}

/* What stands in a record does nothing to the terminal. */
static void print_text(const char *text)
{
	for (; *text; text++)
		putchar(iscntrl((unsigned char)*text) ? '?' : *text);
}

/* What is wrong with a record that says of itself that it is good; NULL if nothing is. */
static char *fault_of(struct record *r)
{
	const struct check *failed = checks_first_failed(record_check(r));
	char *text, *fault;

	if (!failed)
		return NULL;
	text = check_text(failed);
	fault = memory_printf("broken: %s", text);
	free(text);
	return fault;
}

/* Returns true if the cell has a good record. */
static bool show_cell(const char *run, const char *id)
{
	char path[PATH_MAX];
	char *fault, *warning;
	struct record *r;
	const char *said;
	bool good;

	run_dir_record(run, id, path);
	r = access(path, F_OK) ? NULL : record_load(path);
	if (!r) {
		printf("%-44s %s\n", id, access(path, F_OK) ? "missing" : "unreadable");
		return false;
	}
	fault = fault_of(r);
	warning = record_warning(r);
	good = record_is_good(r) && !fault;
	said = *r->error ? r->error : fault ? fault : warning ? warning : "";
	printf("%-44s %-10s %6.1f s%s", id, fault ? "invalid" : r->status, r->host.seconds,
	       *said ? "  " : "");
	print_text(said);
	putchar('\n');
	free(fault);
	free(warning);
	record_free(r);
	return good;
}

int cmd_status(int argc, char **argv)
{
	static const struct argp argp = { NULL, parse, "RUN", doc, NULL, NULL, NULL };
	const char *run = NULL;
	char path[PATH_MAX];
	json_error_t error;
	json_t *json, *cells, *id;
	size_t i, good = 0;

	argp_err_exit_status = EXIT_UNUSABLE;
	argv[0] = "exitbench status";
	argp_parse(&argp, argc, argv, 0, NULL, &run);
	if (snprintf(path, sizeof(path), "%s/run.json", run) >= (int)sizeof(path)) {
		warnx("\"%.60s\" is no run: the name is too long", run);
		return EXIT_UNUSABLE;
	}
	if (access(path, R_OK)) {
		warn("no run in %s: %s", run, path);
		return EXIT_UNUSABLE;
	}
	json = json_load_file(path, 0, &error);
	if (!json) {
		warnx("%s: %s", path, error.text);
		return EXIT_UNUSABLE;
	}
	cells = json_object_get(json, "cells");
	if (!json_is_array(cells)) {
		warnx("%s: names no cells; it is no run's", path);
		json_decref(json);
		return EXIT_UNUSABLE;
	}
	json_array_foreach(cells, i, id) {
		if (json_is_string(id) && name_is_cell(json_string_value(id)))
			good += show_cell(run, json_string_value(id));
		else
			warnx("%s: cell %zu has a name that none may have", path, i + 1);
	}
	i = json_array_size(cells);
	printf("%zu of %zu cells are good\n", good, i);
	json_decref(json);
	return good == i ? 0 : EXIT_CELLS_FAILED;
}
