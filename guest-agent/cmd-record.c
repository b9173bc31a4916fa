// SPDX-License-Identifier: GPL-2.0
/* exitmeter record: a window into a file, for report and diff. */
#include <stdio.h>

#include "commands.h"
#include "measure/measure.h"
#include "meter/meter.h"
#include "options.h"
#include "show/window-file.h"

#define DEFAULT_OUTPUT	"exitmeter.json"

static const char doc[] =
	"Run a command, or wait, and keep the window in a file: raw latches, the cost of measuring "
	"and what is left, each vCPU, keys and histograms if the host keeps them. Without a command, "
	"until Ctrl-C.\v"
	"EXAMPLES:\n"
	"  exitmeter record -- ./benchmark && exitmeter report\n"
	"  exitmeter record -o before.json -t 10\n"
	"  exitmeter record -o - -- true | jq .net.exits\n"
	"\n"
	"Exit status: the command's; 128 + N if signal N ended it, or asked this program to end; "
	"127 if it could not be started; 1 if measuring or writing failed, 2 bad usage or no "
	"meter.";

struct arguments {
	const char *output;
	double seconds;
	char **command;
};

static const struct argp_option options[] = {
	{ "output", 'o', "FILE", 0,
	  "write into FILE (" DEFAULT_OUTPUT "); - is standard output", 0 },
	{ "time", 't', "SECONDS", 0, "without a command: measure for so long", 0 },
	{ 0 }
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct arguments *args = state->input;

	switch (key) {
	case 'o':
		args->output = arg;
		return 0;
	case 't':
		args->seconds = options_number(state, "--time", arg, 0.001, 1e9);
		return 0;
	case ARGP_KEY_ARG:
		args->command = options_command(state);
		return 0;
	case ARGP_KEY_END:
		if (args->command && args->seconds)
			argp_error(state, "--time is for measuring without a command");
		return 0;
	}
	return ARGP_ERR_UNKNOWN;
}

static int measure_and_save(struct measure *m, char **command, struct output *out)
{
	if (measure_run(m))
		return STATUS_FAILED;
	measure_warn(m->windows.flags);
	if (window_file_write(out, &m->last, command))
		return STATUS_FAILED;
	return subject_exit_status(&m->subject);
}

int cmd_record(int argc, char **argv)
{
	static const struct argp argp = {
		.options = options, .parser = parse, .doc = doc,
		.args_doc = "[-- COMMAND [ARG...]]",
	};
	static struct measure m = { .repeat = 1 };
	struct arguments args = { .output = DEFAULT_OUTPUT };
	struct output out;
	struct meter meter;
	int status = STATUS_FAILED;

	if (argp_parse(&argp, argc, argv, ARGP_IN_ORDER, NULL, &args))
		return STATUS_UNUSABLE;
	if (!meter_require(&meter))
		return STATUS_UNUSABLE;
	m.subject.argv = args.command;
	m.subject.seconds = args.seconds;
	if (!window_file_open(&out, args.output))
		status = measure_and_save(&m, args.command, &out);
	output_close(&out);
	measure_free(&m);
	return status;
}
