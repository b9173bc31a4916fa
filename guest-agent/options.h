/* SPDX-License-Identifier: GPL-2.0 */
/* What the commands' options and output have in common. */
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

#endif
