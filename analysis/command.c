// SPDX-License-Identifier: GPL-2.0
#include "command.h"

#include <stdbool.h>
#include <stdlib.h>

#include "util/memory.h"

struct arguments {
	const struct command *command;
	void *options;
	char **words;
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct arguments *args = state->input;
	const struct command *c = args->command;

	switch (key) {
	case ARGP_KEY_INIT:
		if (c->parse)
			state->child_inputs[0] = args->options;
		return 0;
	case ARGP_KEY_ARG:
		if (c->max && state->arg_num >= c->max)
			argp_error(state, "too many arguments, beginning with \"%s\"", arg);
		args->words[state->arg_num] = arg;
		return 0;
	case ARGP_KEY_END:
		if (state->arg_num < c->min)
			argp_error(state, "which run? Wanted: %s", c->usage);
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

int command_run(const struct command *c, int argc, char *argv[])
{
	struct argp_option *made = c->make_options ? c->make_options() : NULL;
	const struct argp own = {
		made ? made : c->options, c->parse, NULL, NULL, NULL, NULL, NULL,
	};
	const struct argp_child children[] = { { &own, 0, NULL, 0 }, { 0 } };
	const struct argp argp = {
		NULL, parse, c->usage, c->doc, c->parse ? children : NULL, NULL, NULL,
	};
	struct arguments args = { .command = c };
	char *name = memory_printf("exitreport %s", c->name);
	int status;

	args.options = memory_zalloc(c->options_size + 1);
	args.words = memory_zalloc((argc + 1) * sizeof(char *));
	argv[0] = name;
	argp_err_exit_status = EXIT_UNUSABLE;
	argp_parse(&argp, argc, argv, 0, NULL, &args);
	free(name);
	free(made);
	status = c->run(args.words, args.options);
	free(args.words);
	free(args.options);
	return status;
}

const struct argp_option command_csv_options[] = { COMMAND_CSV, { 0 } };

error_t command_csv_parse(int key, char *arg, struct argp_state *state)
{
	bool *csv = state->input;

	(void)arg;
	if (key != 'c')
		return ARGP_ERR_UNKNOWN;
	*csv = true;
	return 0;
}
