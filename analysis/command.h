/* SPDX-License-Identifier: GPL-2.0 */
/* A command of exitreport. */
#ifndef EXITREPORT_COMMAND_H
#define EXITREPORT_COMMAND_H

#include <argp.h>
#include <stddef.h>

/* Exit status. */
enum {
	EXIT_OK,
	EXIT_FAILED,	/* or a check failed */
	EXIT_UNUSABLE,	/* bad usage */
};

/* Keys of options without a letter begin here. */
#define COMMAND_KEY	256

/* Options that several commands have. */
#define COMMAND_CSV	{ "csv", 'c', NULL, 0, "print CSV, long form, raw numbers", 0 }

/* Of a command that has no option but --csv: what it receives is a bool. */
extern const struct argp_option command_csv_options[];
error_t command_csv_parse(int key, char *arg, struct argp_state *state);

/**
 * struct command - a command
 * @name: on the command line
 * @summary: a line of "exitreport --help"
 * @usage: the words, for the help
 * @doc: what it does, then "\v" and EXAMPLES
 * @min: fewest words
 * @max: most words; 0 for any number
 * @options: of its own; NULL for none
 * @make_options: likewise, if they are not known before; to be freed
 * @options_size: of the structure that receives them, which begins as zeros
 * @parse: argp's parser of @options, whose input is that structure
 * @run: do it; Return: the exit status
 */
struct command {
	const char *name;
	const char *summary;
	const char *usage;
	const char *doc;
	unsigned int min;
	unsigned int max;
	const struct argp_option *options;
	struct argp_option *(*make_options)(void);
	size_t options_size;
	error_t (*parse)(int key, char *arg, struct argp_state *state);
	int (*run)(char *words[], const void *options);
};

/**
 * command_run - parse the arguments and do it
 * @argv: from the command's name on
 *
 * A mistake in the arguments ends the program with EXIT_UNUSABLE.  Return: the exit status.
 */
int command_run(const struct command *c, int argc, char *argv[]);

#endif
