// SPDX-License-Identifier: GPL-2.0
/* exitmeter --host watch: a line each second for each VM, for logs. */
#include <errno.h>
#include <stdio.h>

#include "commands.h"
#include "host.h"
#include "watch.h"

static const char doc[] =
	"Print a line each second for each VM: when, which, exits per second, where the vCPUs' time "
	"went, and the most frequent reasons, with exits per second. Until Ctrl-C.\v"
	"With CSV or JSON, each interval as 'exitmeter --host stat -I' has it; --by, --cost, "
	"--detail and --per-vcpu are for these, and --than is for stat.\n"
	"\n"
	"EXAMPLES:\n"
	"  exitmeter --host watch\n"
	"  exitmeter --host --vm web1 watch -I 10000 >> /var/log/exits.log\n"
	"  exitmeter --host watch -n 60 -x -o minute.csv\n"
	"\n"
	"Exit status: 0 ok, 128 + N after signal N, 1 measuring or writing failed, 2 bad usage, "
	"no root, no KVM or no such VM.";

struct arguments {
	struct host *host;
	struct watch watch;
};

/* What would be asked for in vain. */
static void check(const struct arguments *args, struct argp_state *state)
{
	const struct backend_options *of = &args->host->options;
	const struct printer *p = &args->watch.printer;

	if (of->than)
		argp_error(state, "--than lists single exits, which are in no line: exitmeter "
			   "--host stat has it");
	if (p->format == PRINTER_TABLE &&
	    (of->by || of->cost || p->view.per_vcpu || p->view.detail))
		argp_error(state, "a line has no room for --by, --cost, --detail or --per-vcpu: "
			   "give --json");
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct arguments *args = state->input;

	(void)arg;
	switch (key) {
	case ARGP_KEY_INIT:
		state->child_inputs[0] = &args->watch;
		state->child_inputs[1] = args->host;
		return 0;
	case ARGP_KEY_END:
		check(args, state);
		return 0;
	}
	return ARGP_ERR_UNKNOWN;
}

static int print_lines(struct watch *watch, const struct vm_windows *w)
{
	char who[VM_NAME_SIZE + 16];
	struct watch_interval interval = { .who = who };
	int err = 0;
	size_t i;

	for (i = 0; i < w->nr && !err; i++) {
		snprintf(who, sizeof(who), "vm %d %s", (int)w->all[i].pid, w->all[i].name);
		interval.info = &w->all[i].w.info;
		interval.net = &w->all[i].w.net;
		interval.elapsed = w->all[i].w.end.tsc;
		err = watch_line(watch, &interval);
	}
	return err;
}

static int print_interval(const struct vm_windows *w, double time, void *data)
{
	struct arguments *args = data;
	struct printer *p = &args->watch.printer;
	int err;

	p->view.interval = true;
	p->view.time = time;
	err = p->format == PRINTER_TABLE ? print_lines(&args->watch, w) :
					   host_print(p, args->host, w, 1);
	return err ? err : watch_count(&args->watch);
}

static int watch(struct arguments *args)
{
	struct host_measure m = {
		.host = args->host,
		.subject = { .interval_ms = args->watch.interval_ms },
		.repeat = 1,
		.interval = print_interval,
		.data = args,
	};
	int err = host_measure(&m);

	host_measure_free(&m);
	if (!err)
		err = printer_commit(&args->watch.printer);
	if (err)
		return err == -ESRCH ? STATUS_UNUSABLE : STATUS_FAILED;
	return subject_exit_status(&m.subject);
}

int host_watch(struct host *h, int argc, char **argv)
{
	static const struct argp_child children[] = {
		{ &watch_argp, 0, NULL, 0 }, { &host_argp, 0, NULL, 0 }, { 0 }
	};
	static const struct argp argp = { .parser = parse, .doc = doc, .children = children };
	static struct arguments args;
	int status;

	args.host = h;
	args.watch.printer.out.fd = -1;
	if (argp_parse(&argp, argc, argv, 0, NULL, &args))
		return STATUS_UNUSABLE;
	status = host_open(h);
	if (!status)
		status = host_printer_open(&args.watch.printer, h);
	if (!status)
		status = watch(&args);
	printer_close(&args.watch.printer);
	host_close(h);
	return status;
}
