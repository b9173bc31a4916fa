// SPDX-License-Identifier: GPL-2.0
/* exitmeter record: a window into a file, for report and diff. */
#include <stdio.h>

#include "commands.h"
#include "measure/measure.h"
#include "meter/meter.h"
#include "options.h"
#include "show/window-file.h"

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
	struct argp argp = options_record;
	static struct measure m = { .repeat = 1 };
	struct options_record args = { 0 };
	struct output out;
	struct meter meter;
	int status = STATUS_FAILED;

	argp.doc = doc;
	if (argp_parse(&argp, argc, argv, ARGP_IN_ORDER, NULL, &args))
		return STATUS_UNUSABLE;
	if (!meter_require(&meter))
		return STATUS_UNUSABLE;
	m.subject.argv = args.subject.command;
	m.subject.seconds = args.subject.seconds;
	if (!window_file_open(&out, args.output))
		status = measure_and_save(&m, args.subject.command, &out);
	output_close(&out);
	measure_free(&m);
	return status;
}
