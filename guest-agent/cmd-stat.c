// SPDX-License-Identifier: GPL-2.0
/* exitmeter stat: what a command's exits were, and what they cost. */
#include <stdio.h>

#include "commands.h"
#include "measure/measure.h"
#include "meter/meter.h"
#include "options.h"
#include "printer.h"

static const char doc[] =
	"Run a command, or wait, and show which exits the virtual machine made meanwhile, how many "
	"and what they cost, with the cost of measuring taken off. Everything that happens in the "
	"VM is measured, not the command alone. Without a command, until Ctrl-C.\v"
	"Cycles are of the host's TSC: kernel, in KVM; user, in the VMM; blocked, halted; offcpu, "
	"scheduled out; guest, in the guest. Together they are all of the vCPUs' time, which the "
	"last lines say. Shares of exits and of kernel cycles; avg is kernel cycles per exit. In "
	"CSV and JSON all figures are in full. JSON is one object for each interval, and one in the end.\n"
	"With -r, medians, and the least and the largest of the windows. With -I, the meter is read "
	"between one interval and the next; that is in no interval, but in the figures at the "
	"end, which tell how many exits it was.\n"
	"\n"
	"EXAMPLES:\n"
	"  exitmeter stat -- ls -l /\n"
	"  exitmeter stat -t 10                   the VM for ten seconds\n"
	"  exitmeter stat -r 5 -- ./benchmark     median of five\n"
	"  exitmeter stat -I 1000 -e HLT,30 -- make\n"
	"  exitmeter stat -x -o exits.csv -- fio job.fio\n"
	"  exitmeter stat -j -- true | jq '.vm.rows[] | {name, n: .count.median}'\n"
	"\n"
	"Exit status: the command's; 128 + N if signal N ended it, or asked this program to end; "
	"127 if it could not be started; 1 if measuring or writing failed, 2 bad usage or no "
	"meter.";

struct arguments {
	struct printer printer;
	struct options_windows windows;
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct arguments *args = state->input;

	(void)arg;
	if (key != ARGP_KEY_INIT)
		return ARGP_ERR_UNKNOWN;
	state->child_inputs[0] = &args->printer;
	state->child_inputs[1] = &args->windows;
	return 0;
}

static int print_interval(const struct windows *r, double time, void *data)
{
	struct printer *p = data;

	p->view.interval = true;
	p->view.time = time;
	return printer_print(p, r);
}

static int measure_and_print(struct measure *m, struct printer *p)
{
	int err = measure_run(m);

	measure_warn(m->windows.flags);
	if (!m->windows.nr)
		return STATUS_FAILED;
	p->view.interval = false;
	p->view.status = subject_exit_status(&m->subject);
	p->view.own_reads = m->own_reads;
	if (printer_print(p, &m->windows) || printer_commit(p) || err)
		return STATUS_FAILED;
	return p->view.status;
}

int cmd_stat(int argc, char **argv)
{
	static const struct argp_child children[] = {
		{ &printer_argp, 0, NULL, 0 }, { &options_windows, 0, NULL, 0 }, { 0 }
	};
	static const struct argp argp = { .parser = parse, .doc = doc, .children = children };
	static struct arguments args;
	const struct options_subject *subject = &args.windows.subject;
	static struct measure m;
	struct meter meter;
	int status;

	if (argp_parse(&argp, argc, argv, ARGP_IN_ORDER, NULL, &args))
		return STATUS_UNUSABLE;
	if (!meter_require(&meter))
		return STATUS_UNUSABLE;
	args.printer.view.argv = subject->command;
	m = (struct measure) {
		.subject = {
			.argv = subject->command, .seconds = subject->seconds,
			.interval_ms = args.windows.interval_ms,
		},
		.repeat = args.windows.repeat,
		.per_vcpu = args.printer.view.per_vcpu,
		.interval = print_interval,
		.data = &args.printer,
	};
	status = printer_open(&args.printer, meter.info.vendor);
	if (!status)
		status = measure_and_print(&m, &args.printer);
	printer_close(&args.printer);
	measure_free(&m);
	return status;
}
