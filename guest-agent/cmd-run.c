// SPDX-License-Identifier: GPL-2.0
/* exitmeter run: a command in a window of its own, for scripts. */
#include <stdio.h>

#include "commands.h"
#include "measure/measure.h"
#include "meter/meter.h"
#include "options.h"
#include "show/stat-view.h"
#include "show/window-file.h"

static const char doc[] =
	"Run a command and show on standard error what exits it caused and where their cycles went; "
	"with -o, keep the whole window. For scripts: what 'exitmeter stat' and 'exitmeter record' "
	"do, in one.\v"
	"EXAMPLES:\n"
	"  exitmeter run -- ls -l /\n"
	"  exitmeter run --detail=30 -- cat /proc/cpuinfo\n"
	"  exitmeter run -q -o window.json -- sh -c 'make -j2 > make.log'\n"
	"\n"
	"Exit status: the command's; 128 + N if signal N ended it, or asked this program to end; "
	"127 if it could not be started; 1 if measuring or writing failed, 2 bad usage or no "
	"meter.";

struct arguments {
	const char *output;
	bool quiet;
	size_t detail;
	char **command;
};

static const struct argp_option options[] = {
	{ "detail", 'd', "N", OPTION_ARG_OPTIONAL,
	  "show the N most frequent keys, and histograms (15)", 0 },
	{ "output", 'o', "FILE", 0,
	  "write the whole window, raw latches included, as JSON; - is standard output", 0 },
	{ "quiet", 'q', NULL, 0, "do not print the table", 0 },
	{ 0 }
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct arguments *args = state->input;

	switch (key) {
	case 'd':
		args->detail = options_number(state, "--detail", arg ? arg : "15", 1, 100000);
		return 0;
	case 'o':
		args->output = arg;
		return 0;
	case 'q':
		args->quiet = true;
		return 0;
	case ARGP_KEY_ARG:
		args->command = options_command(state);
		return 0;
	case ARGP_KEY_NO_ARGS:
		argp_error(state, "the command to run is missing");
		return 0;
	}
	return ARGP_ERR_UNKNOWN;
}

static void print(const struct measure *m, const struct arguments *args)
{
	const struct stat_view view = {
		.r = &m->windows, .argv = args->command, .detail = args->detail,
		.per_vcpu = true, .status = subject_exit_status(&m->subject),
	};

	stat_table_print(stderr, &view);
}

/* The file first: the terminal may be gone. */
static int measure_and_tell(struct measure *m, const struct arguments *args, struct output *out)
{
	int err = measure_run(m);

	if (err)
		return STATUS_FAILED;
	if (args->output)
		err = window_file_write(out, &m->last, args->command);
	measure_warn(m->windows.flags);
	if (!args->quiet)
		print(m, args);
	return err ? STATUS_FAILED : subject_exit_status(&m->subject);
}

int cmd_run(int argc, char **argv)
{
	static const struct argp argp = {
		.options = options, .parser = parse, .doc = doc,
		.args_doc = "-- COMMAND [ARG...]",
	};
	static struct measure m = { .repeat = 1 };
	struct arguments args = { 0 };
	struct output out = { .fd = -1 };
	struct meter meter;
	int status = STATUS_FAILED;

	if (argp_parse(&argp, argc, argv, ARGP_IN_ORDER, NULL, &args))
		return STATUS_UNUSABLE;
	if (!meter_require(&meter))
		return STATUS_UNUSABLE;
	m.subject.argv = args.command;
	if (!args.output || !window_file_open(&out, args.output))
		status = measure_and_tell(&m, &args, &out);
	output_close(&out);
	measure_free(&m);
	return status;
}
