// SPDX-License-Identifier: GPL-2.0
/* exitmeter --host stat: what the VMs' exits were while a command ran. */
#include <errno.h>
#include <stdio.h>

#include "commands.h"
#include "host.h"
#include "options.h"

static const char doc[] =
	"Run a command on the host, or wait, and show which exits each VM made meanwhile, how "
	"many and what they cost. Without a command, until Ctrl-C.\v"
	"The columns are those of 'exitmeter stat' in the guest. With BPF also: half and all but a "
	"hundredth of a reason's exits were over within p50 and p99, and max is the longest, from "
	"exit to entry without the time halted; KVM_EXIT_* is why the VMM was entered. With "
	"-r, medians over the windows that a VM was in, and the least and the largest; percentiles, "
	"keys and slow exits are of all windows together.\n"
	"\n"
	"EXAMPLES:\n"
	"  exitmeter --host stat -t 10            all VMs for ten seconds\n"
	"  exitmeter --host --vm web1 stat --per-vcpu -t 10\n"
	"  exitmeter --host stat -r 5 -t 10       medians of five\n"
	"  exitmeter --host --vm 4711 stat -j -t 1 | jq '.vms[].vm.exits.median'\n"
	"  exitmeter --host stat -t 10 --than 1ms   and the slowest exits\n"
	"  exitmeter --host stat -t 10 --by rip,port -d 30\n"
	"\n"
	"Exit status: the command's; 128 + N if signal N ended it, or asked this program to end; "
	"127 if it could not be started; 1 if measuring or writing failed, 2 bad usage, no root, "
	"no KVM or no such VM.";

struct arguments {
	struct host *host;
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
	state->child_inputs[1] = args->host;
	state->child_inputs[2] = &args->windows;
	return 0;
}

static int print_interval(const struct vm_windows *w, double time, void *data)
{
	struct arguments *args = data;

	args->printer.view.interval = true;
	args->printer.view.time = time;
	return host_print(&args->printer, args->host, w, 1);
}

static int measure_and_print(struct arguments *args)
{
	const struct options_windows *windows = &args->windows;
	struct host_measure m = {
		.host = args->host,
		.subject = {
			.argv = windows->subject.command, .seconds = windows->subject.seconds,
			.interval_ms = windows->interval_ms,
		},
		.repeat = windows->repeat,
		.interval = print_interval,
		.data = args,
	};
	struct printer *p = &args->printer;
	int err = host_measure(&m), status = subject_exit_status(&m.subject);

	p->view.interval = false;
	p->view.time = m.seconds;
	p->view.status = status;
	if (!err)
		err = host_print(p, args->host, m.windows, m.nr);
	if (!err)
		err = printer_commit(p);
	host_measure_free(&m);
	if (err)
		return err == -ESRCH ? STATUS_UNUSABLE : STATUS_FAILED;
	return status;
}

int host_stat(struct host *h, int argc, char **argv)
{
	static const struct argp_child children[] = {
		{ &printer_argp, 0, NULL, 0 }, { &host_argp, 0, NULL, 0 },
		{ &options_windows, 0, NULL, 0 }, { 0 }
	};
	static const struct argp argp = { .parser = parse, .doc = doc, .children = children };
	static struct arguments args;
	int status;

	args.host = h;
	if (argp_parse(&argp, argc, argv, ARGP_IN_ORDER, NULL, &args))
		return STATUS_UNUSABLE;
	args.printer.view.argv = args.windows.subject.command;
	args.printer.out.fd = -1;
	status = host_open(h);
	if (!status)
		status = host_printer_open(&args.printer, h);
	if (!status)
		status = measure_and_print(&args);
	printer_close(&args.printer);
	host_close(h);
	return status;
}
