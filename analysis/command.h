/* SPDX-License-Identifier: GPL-2.0 */
/* The commands of exitreport. */
#ifndef EXITREPORT_COMMAND_H
#define EXITREPORT_COMMAND_H

#include <stdbool.h>
#include <stddef.h>

/* Exit status. */
enum {
	EXIT_OK,
	EXIT_FAILED,	/* or a check failed */
	EXIT_UNUSABLE,	/* bad usage */
};

/**
 * struct command - one of them
 * @name: on the command line
 * @run: given the arguments from the name on; returns the exit status
 */
struct command {
	const char *name;
	int (*run)(int argc, char *argv[]);
};

int command_delta(int argc, char *argv[]);
int command_compare(int argc, char *argv[]);
int command_explain(int argc, char *argv[]);
int command_detail(int argc, char *argv[]);
int command_model(int argc, char *argv[]);
int command_tables(int argc, char *argv[]);
int command_charts(int argc, char *argv[]);
int command_report(int argc, char *argv[]);
int command_check(int argc, char *argv[]);
int command_reproduce(int argc, char *argv[]);
int command_verify(int argc, char *argv[]);
int command_overhead(int argc, char *argv[]);
int command_timeline(int argc, char *argv[]);

/* Runs and results beside the run that a report is about. */
enum command_companion {
	COMPANION_SETTINGS,
	COMPANION_DETAIL,
	COMPANION_TIMELINE,
	COMPANION_VERIFY,
	COMPANION_OVERHEAD,
	COMPANION_KERNEL_TESTS,
	COMPANION_NR,
};

/**
 * struct command_arguments - what a command that works on runs was given
 * @name: of the command, as its help shows it
 * @usage: the arguments, for the help
 * @doc: what it does, then "\v" and EXAMPLES
 * @min: fewest words
 * @max: most words; 0 for any number
 * @has_csv: accepts --csv
 * @has_output: accepts -o FILE
 * @has_all: accepts --all
 * @has_costs: accepts --costs FILE and --calibration RECORD
 * @has_companions: accepts the options that name them
 * @has_json: accepts --json
 * @has_top: accepts --top N
 * @has_charts: accepts --charts
 * @has_contrast: accepts --workload, --figure and --fail-above
 * @words: receives the words, NULL-terminated; inside argv
 * @csv: receives whether --csv was given
 * @output: receives FILE; NULL without -o
 * @all: receives whether --all was given
 * @costs: receives FILE; NULL if not given
 * @calibration: receives RECORD; NULL if not given
 * @companions: receives the folders, by enum command_companion; NULL if not given
 * @json: receives whether --json was given
 * @charts: receives whether --charts was given
 * @workload: receives PATTERN; NULL if not given
 * @figure: receives PATTERN; NULL if not given
 * @fail_above: receives PERCENT, from 0; below 0 if not given
 * @top: receives N; 0 if not given
 */
struct command_arguments {
	const char *name;
	const char *usage;
	const char *doc;
	unsigned int min;
	unsigned int max;
	bool has_csv;
	bool has_output;
	bool has_all;
	bool has_costs;
	bool has_companions;
	bool has_json;
	bool has_charts;
	bool has_contrast;
	bool has_top;
	char **words;
	bool csv;
	char *output;
	bool all;
	const char *costs;
	const char *calibration;
	const char *companions[COMPANION_NR];
	bool json;
	bool charts;
	const char *workload;
	const char *figure;
	double fail_above;
	size_t top;
};

/* command_parse - parse them; a mistake ends the program with EXIT_UNUSABLE */
void command_parse(struct command_arguments *args, int argc, char *argv[]);

#endif
