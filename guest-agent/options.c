// SPDX-License-Identifier: GPL-2.0
#include "options.h"

#include <stdio.h>
#include <stdlib.h>

#include "commands.h"

static const struct argp_option json_options[] = {
	{ "json", 'j', NULL, 0, "print JSON", 0 },
	{ 0 }
};

static error_t parse_json(int key, char *arg, struct argp_state *state)
{
	bool *json = state->input;

	(void)arg;
	if (key != 'j')
		return ARGP_ERR_UNKNOWN;
	*json = true;
	return 0;
}

const struct argp options_json = { .options = json_options, .parser = parse_json };

bool options_parse_json(int argc, char **argv, const char *doc)
{
	struct argp argp = options_json;
	bool json = false;

	argp.doc = doc;
	if (argp_parse(&argp, argc, argv, 0, NULL, &json))
		exit(STATUS_UNUSABLE);
	return json;
}

int options_print_json(json_t *json)
{
	int err = !json || json_dumpf(json, stdout, JSON_INDENT(1) | JSON_PRESERVE_ORDER);

	json_decref(json);
	if (err) {
		fprintf(stderr, "exitmeter: print JSON: out of memory or output closed\n");
		return STATUS_FAILED;
	}
	putchar('\n');
	return STATUS_OK;
}

double options_number(struct argp_state *state, const char *name, const char *arg, double min,
		      double max)
{
	char *end;
	double n = strtod(arg, &end);

	if (*end || end == arg || !(n >= min && n <= max))
		argp_error(state, "%s %s is not a number from %g to %g", name, arg, min, max);
	return n;
}

char **options_command(struct argp_state *state)
{
	/* argv[argc] is NULL, as exec wants it. */
	char **command = &state->argv[state->next - 1];

	state->next = state->argc;
	return command;
}

static const struct argp_option subject_options[] = {
	{ "time", 't', "SECONDS", 0, "without a command: measure for so long", 0 },
	{ 0 }
};

static error_t parse_subject(int key, char *arg, struct argp_state *state)
{
	struct options_subject *subject = state->input;

	switch (key) {
	case 't':
		subject->seconds = options_number(state, "--time", arg, 0.001, 1e9);
		return 0;
	case ARGP_KEY_ARG:
		subject->command = options_command(state);
		return 0;
	case ARGP_KEY_END:
		if (subject->command && subject->seconds)
			argp_error(state, "--time is for measuring without a command");
		return 0;
	}
	return ARGP_ERR_UNKNOWN;
}

const struct argp options_subject = {
	.options = subject_options, .parser = parse_subject, .args_doc = "[-- COMMAND [ARG...]]",
};

static const struct argp_option windows_options[] = {
	{ "interval", 'I', "MS", 0, "print what happened every MS milliseconds, too", 0 },
	{ "repeat", 'r', "N", 0, "measure N times", 0 },
	{ 0 }
};

static void check_windows(const struct options_windows *windows, struct argp_state *state)
{
	if (windows->repeat > 1 && windows->interval_ms)
		argp_error(state, "--repeat and --interval exclude each other");
	if (windows->repeat > 1 && !windows->subject.command && !windows->subject.seconds)
		argp_error(state, "--repeat wants a command, or --time");
}

static error_t parse_windows(int key, char *arg, struct argp_state *state)
{
	struct options_windows *windows = state->input;

	switch (key) {
	case ARGP_KEY_INIT:
		windows->repeat = 1;
		state->child_inputs[0] = &windows->subject;
		return 0;
	case 'I':
		windows->interval_ms = options_number(state, "--interval", arg, 10, 86400000);
		return 0;
	case 'r':
		windows->repeat = options_number(state, "--repeat", arg, 1, 10000);
		return 0;
	case ARGP_KEY_END:
		check_windows(windows, state);
		return 0;
	}
	return ARGP_ERR_UNKNOWN;
}

static const struct argp_child subject_child[] = { { &options_subject, 0, NULL, 0 }, { 0 } };

const struct argp options_windows = {
	.options = windows_options, .parser = parse_windows, .children = subject_child,
};

static const struct argp_option record_options[] = {
	{ "output", 'o', "FILE", 0,
	  "write into FILE (" OPTIONS_RECORD "); - is standard output", 0 },
	{ 0 }
};

static error_t parse_record(int key, char *arg, struct argp_state *state)
{
	struct options_record *record = state->input;

	switch (key) {
	case ARGP_KEY_INIT:
		record->output = OPTIONS_RECORD;
		state->child_inputs[0] = &record->subject;
		return 0;
	case 'o':
		record->output = arg;
		return 0;
	}
	return ARGP_ERR_UNKNOWN;
}

const struct argp options_record = {
	.options = record_options, .parser = parse_record, .children = subject_child,
};
