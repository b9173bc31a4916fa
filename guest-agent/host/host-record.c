// SPDX-License-Identifier: GPL-2.0
/* exitmeter --host record: a VM's window into a file, for report and diff. */
#include <errno.h>
#include <stdio.h>

#include "commands.h"
#include "host.h"
#include "options.h"
#include "show/window-file.h"

static const char doc[] =
	"Run a command on the host, or wait, and keep one VM's window in a file, as 'exitmeter "
	"record' does in the guest: 'exitmeter report' shows it, 'exitmeter diff' compares two. "
	"With BPF a cycle in it is a nanosecond. Without a command, until Ctrl-C.\v"
	"EXAMPLES:\n"
	"  exitmeter --host --vm web1 record -t 10 && exitmeter report\n"
	"  exitmeter --host --vm 4711 record -o before.json -t 10\n"
	"\n"
	"Exit status: the command's; 128 + N if signal N ended it, or asked this program to end; "
	"127 if it could not be started; 1 if measuring or writing failed, 2 bad usage, no root, "
	"no KVM, no such VM or several.";

static int save(struct host_measure *m, struct output *out, char **command)
{
	int err = host_measure(m);

	if (!err) {
		m->windows->all[0].w.status = m->subject.status;
		err = window_file_write(out, &m->windows->all[0].w, command);
	}
	host_measure_free(m);
	if (err)
		return err == -ESRCH ? STATUS_UNUSABLE : STATUS_FAILED;
	return subject_exit_status(&m->subject);
}

int host_record(struct host *h, int argc, char **argv)
{
	struct argp argp = options_record;
	struct options_record args = { 0 };
	struct host_measure m = { .host = h, .repeat = 1, .one_vm = true };
	struct output out = { .fd = -1 };
	int status;

	argp.doc = doc;
	if (argp_parse(&argp, argc, argv, ARGP_IN_ORDER, NULL, &args))
		return STATUS_UNUSABLE;
	m.subject.argv = args.subject.command;
	m.subject.seconds = args.subject.seconds;
	status = host_open(h);
	if (!status)
		status = window_file_open(&out, args.output) ? STATUS_FAILED :
							       save(&m, &out, args.subject.command);
	output_close(&out);
	host_close(h);
	return status;
}
