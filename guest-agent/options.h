/* SPDX-License-Identifier: GPL-2.0 */
/* What the commands' options and output have in common, in the guest and on a host. */
#ifndef EXITMETER_OPTIONS_H
#define EXITMETER_OPTIONS_H

#include <argp.h>
#include <stdbool.h>

#include <jansson.h>

/**
 * options_json - the argp of commands that know --json and no more
 *
 * Its input is a bool, set to true by --json.  For use as a child, or by
 * itself through options_parse_json().
 */
extern const struct argp options_json;

/**
 * options_parse_json - parse the arguments of a command that only has --json
 * @doc: of the command, as in struct argp
 *
 * Ends the program on bad usage.
 *
 * Return: whether --json was given.
 */
bool options_parse_json(int argc, char **argv, const char *doc);

/**
 * options_print_json - JSON to standard output
 * @json: its reference is taken; NULL is out of memory
 *
 * Return: an exit status, with a message on stderr if it is not STATUS_OK.
 */
int options_print_json(json_t *json);

/**
 * options_number - the value of an option
 * @name: of the option, for the message
 * @arg: what the user gave
 *
 * Ends the program on anything that is no number from @min to @max.
 */
double options_number(struct argp_state *state, const char *name, const char *arg, double min,
		      double max);

/**
 * options_command - at ARGP_KEY_ARG, the rest of the command line is a command
 *
 * Return: its words, NULL-terminated.
 */
char **options_command(struct argp_state *state);

/**
 * struct options_subject - what a window is to be around
 * @seconds: without a command, how long; 0 is until a signal
 * @command: NULL-terminated; NULL without one
 */
struct options_subject {
	double seconds;
	char **command;
};

/*
 * options_subject - --time, or a command behind the options, for which the program is to be parsed
 * with ARGP_IN_ORDER. Its input is a struct options_subject. For use as a child.
 */
extern const struct argp options_subject;

/**
 * struct options_windows - how many windows, and around what
 * @repeat: how often, from 1
 * @interval_ms: what happened in each such time is wanted, too; 0 is not
 * @subject: what they are around
 */
struct options_windows {
	size_t repeat;
	unsigned int interval_ms;
	struct options_subject subject;
};

/*
 * options_windows - --repeat and --interval, and what options_subject has. Its input is a struct
 * options_windows. For use as a child.
 */
extern const struct argp options_windows;

/**
 * struct options_record - a window for a file
 * @output: its name; OPTIONS_RECORD if none was given
 * @subject: what the window is around
 */
struct options_record {
	const char *output;
	struct options_subject subject;
};

#define OPTIONS_RECORD	"exitmeter.json"

/*
 * options_record - --output, and what options_subject has. Its input is a struct options_record. For
 * use as a child.
 */
extern const struct argp options_record;

#endif
