// SPDX-License-Identifier: GPL-2.0
#include "command.h"

#include <argp.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "record/memory.h"

/* Keys of the options without a letter; the companions' follow each other. */
enum {
	KEY_COSTS = 256,
	KEY_CALIBRATION,
	KEY_COMPANIONS,
	KEY_JSON = KEY_COMPANIONS + COMPANION_NR,
	KEY_CHARTS,
	KEY_CONTRAST,
	KEY_WORKLOAD = KEY_CONTRAST,
	KEY_FIGURE,
	KEY_FAIL_ABOVE,
	KEY_END,
	KEY_TOP = KEY_END,
};

static double percentage(const struct argp_state *state, const char *text)
{
	char *end;
	double value = strtod(text, &end);

	if (end == text || *end || !isfinite(value) || value < 0)
		argp_error(state, "--fail-above wants a number of percent from 0, not \"%s\"",
			   text);
	return value;
}

static void parse_contrast(struct command_arguments *args, int key, char *arg,
			   const struct argp_state *state)
{
	if (!args->has_contrast)
		argp_error(state, "--workload, --figure and --fail-above are for compare, "
			   "not for %s", args->name);
	switch (key) {
	case KEY_WORKLOAD:
		args->workload = arg;
		break;
	case KEY_FIGURE:
		args->figure = arg;
		break;
	case KEY_FAIL_ABOVE:
		args->fail_above = percentage(state, arg);
		break;
	}
}

static size_t parse_top(const struct command_arguments *args, const char *text,
			const struct argp_state *state)
{
	char *end;
	long n = strtol(text, &end, 10);

	if (!args->has_top)
		argp_error(state, "--top is not an option of %s", args->name);
	if (end == text || *end || n < 1 || n > 100000)
		argp_error(state, "--top wants a number from 1 to 100000, not \"%s\"", text);
	return n;
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct command_arguments *args = state->input;

	switch (key) {
	case 'c':
		if (!args->has_csv)
			argp_error(state, "--csv is not an option of %s", args->name);
		args->csv = true;
		return 0;
	case 'o':
		if (!args->has_output)
			argp_error(state, "-o is not an option of %s", args->name);
		args->output = arg;
		return 0;
	case 'v':
		if (!args->has_all)
			argp_error(state, "--all is not an option of %s", args->name);
		args->all = true;
		return 0;
	case KEY_COSTS:
	case KEY_CALIBRATION:
		if (!args->has_costs)
			argp_error(state, "hardware costs are for model, not for %s", args->name);
		*(key == KEY_COSTS ? &args->costs : &args->calibration) = arg;
		return 0;
	case KEY_COMPANIONS ... KEY_COMPANIONS + COMPANION_NR - 1:
		if (!args->has_companions)
			argp_error(state, "folders beside the run are for report, not for %s",
				   args->name);
		args->companions[key - KEY_COMPANIONS] = arg;
		return 0;
	case KEY_JSON:
		if (!args->has_json)
			argp_error(state, "--json is not an option of %s", args->name);
		args->json = true;
		return 0;
	case KEY_CHARTS:
		if (!args->has_charts)
			argp_error(state, "--charts is not an option of %s", args->name);
		args->charts = true;
		return 0;
	case KEY_CONTRAST ... KEY_END - 1:
		parse_contrast(args, key, arg, state);
		return 0;
	case KEY_TOP:
		args->top = parse_top(args, arg, state);
		return 0;
	case ARGP_KEY_ARG:
		if (args->max && state->arg_num >= args->max)
			argp_error(state, "too many arguments, beginning with \"%s\"", arg);
		args->words[state->arg_num] = arg;
		return 0;
	case ARGP_KEY_END:
		if (state->arg_num < args->min)
			argp_error(state, "which run? Wanted: %s", args->usage);
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

void command_parse(struct command_arguments *args, int argc, char *argv[])
{
	const int companions = args->has_companions ? 0 : OPTION_HIDDEN;
	const int contrast = args->has_contrast ? 0 : OPTION_HIDDEN;
	const int costs = args->has_costs ? 0 : OPTION_HIDDEN;
	const struct argp_option options[] = {
		{ "csv", 'c', NULL, args->has_csv ? 0 : OPTION_HIDDEN,
		  "print CSV, long form, raw numbers", 0 },
		{ "output", 'o', "FILE", args->has_output ? 0 : OPTION_HIDDEN,
		  "write FILE; links are relative to its folder", 0 },
		{ "all", 'v', NULL, args->has_all ? 0 : OPTION_HIDDEN,
		  "print all lines of all cells", 0 },
		{ "costs", KEY_COSTS, "FILE", costs,
		  "what hardware charges (hardware/*.costs of exitreport, by vendor)", 0 },
		{ "calibration", KEY_CALIBRATION, "RECORD", costs,
		  "of the workload exit-cost on hardware: replaces what FILE says of switches and "
		  "instructions", 0 },
		{ "settings", KEY_COMPANIONS + COMPANION_SETTINGS, "RUN", companions,
		  "what the settings change (settings, beside RUN)", 0 },
		{ "overhead", KEY_COMPANIONS + COMPANION_OVERHEAD, "RUN", companions,
		  "what measuring costs (overhead, beside RUN)", 0 },
		{ "verify", KEY_COMPANIONS + COMPANION_VERIFY, "RUN", companions,
		  "checked against KVM's tracepoint (verify, beside RUN)", 0 },
		{ "kernel-tests", KEY_COMPANIONS + COMPANION_KERNEL_TESTS, "FOLDER", companions,
		  "with results.csv of the kernel's own tests (kernel-tests, beside RUN)", 0 },
		{ "detail", KEY_COMPANIONS + COMPANION_DETAIL, "RUN", companions,
		  "what the exits are, and how long they take (detail, beside RUN)", 0 },
		{ "timeline", KEY_COMPANIONS + COMPANION_TIMELINE, "RUN", companions,
		  "with a boot over time (timeline, beside RUN)", 0 },
		{ "json", KEY_JSON, NULL, args->has_json ? 0 : OPTION_HIDDEN,
		  args->has_contrast ? "print JSON (two runs)" : "print JSON", 0 },
		{ "top", KEY_TOP, "N", args->has_top ? 0 : OPTION_HIDDEN,
		  "the N most frequent of each (15)", 0 },
		{ "charts", KEY_CHARTS, NULL, args->has_charts ? 0 : OPTION_HIDDEN,
		  "draw RUN/charts/*.timeline.*, and print nothing", 0 },
		{ "workload", KEY_WORKLOAD, "PATTERN", contrast,
		  "only workloads like \"fio-*\", settings included (two runs)", 0 },
		{ "figure", KEY_FIGURE, "PATTERN", contrast,
		  "only figures like exits, kernel, \"kind:*\", \"*EPT*\" (two runs)", 0 },
		{ "fail-above", KEY_FAIL_ABOVE, "PERCENT", contrast,
		  "fail if B has more than A by above PERCENT (two runs)", 0 },
		{ 0 },
	};
	const struct argp argp = { options, parse, args->usage, args->doc, NULL, NULL, NULL };

	args->fail_above = -1;
	args->words = memory_zalloc((argc + 1) * sizeof(char *));
	argv[0] = memory_printf("exitreport %s", args->name);
	argp_err_exit_status = EXIT_UNUSABLE;
	argp_parse(&argp, argc, argv, 0, NULL, args);
	free(argv[0]);
}
