// SPDX-License-Identifier: GPL-2.0
#include "options.h"

#include <stdio.h>
#include <stdlib.h>

#include "commands.h"

static const struct argp_option options[] = {
	{ "json", 'j', NULL, 0, "print JSON", 0 },
	{ 0 }
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
	bool *json = state->input;

	(void)arg;
	if (key != 'j')
		return ARGP_ERR_UNKNOWN;
	*json = true;
	return 0;
}

const struct argp options_json = { .options = options, .parser = parse };

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
