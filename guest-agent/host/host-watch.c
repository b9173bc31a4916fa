// SPDX-License-Identifier: GPL-2.0
/* exitmeter --host watch: a line each second for each VM, for logs. */
#include <stdio.h>
#include <time.h>

#include "commands.h"
#include "host.h"
#include "ledger/reasons.h"
#include "measure/measure.h"
#include "options.h"
#include "show/figure.h"

/* Reasons in a line. */
#define TOP	4

static const char doc[] =
	"Print a line each second for each VM: when, which, exits per second, where the vCPUs' time "
	"went, and the most frequent reasons, with exits per second. Until Ctrl-C.\v"
	"With CSV or JSON, each interval as 'exitmeter --host stat -I' has it.\n"
	"\n"
	"EXAMPLES:\n"
	"  exitmeter --host watch\n"
	"  exitmeter --host --vm web1 watch -I 10000 >> /var/log/exits.log\n"
	"  exitmeter --host watch -n 60 -x -o minute.csv\n"
	"\n"
	"Exit status: 0 ok, 128 + N after signal N, 1 measuring or writing failed, 2 bad usage, "
	"no root or no KVM.";

struct arguments {
	struct host *host;
	struct printer printer;
	unsigned int interval_ms;
	unsigned long lines;
	unsigned long printed;
	const struct vm_window *vm;
};

static const struct argp_option options[] = {
	{ "interval", 'I', "MS", 0, "a line every MS milliseconds (1000)", 0 },
	{ "lines", 'n', "N", 0, "end after N lines for a VM", 0 },
	{ 0 }
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct arguments *args = state->input;

	switch (key) {
	case ARGP_KEY_INIT:
		state->child_inputs[0] = &args->printer;
		state->child_inputs[1] = args->host;
		return 0;
	case 'I':
		args->interval_ms = options_number(state, "--interval", arg, 10, 86400000);
		return 0;
	case 'n':
		args->lines = options_number(state, "--lines", arg, 1, 1e9);
		return 0;
	}
	return ARGP_ERR_UNKNOWN;
}

static void print_time(FILE *f)
{
	char text[32];
	time_t now = time(NULL);
	struct tm tm;

	strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%SZ", gmtime_r(&now, &tm));
	fputs(text, f);
}

static int render_line(FILE *f, const void *data)
{
	const struct arguments *args = data;
	const struct vm_window *vm = args->vm;
	const struct stat_view *v = &args->printer.view;
	const struct ledger *l = &vm->w.net;
	const double seconds = stat_seconds(v, vm->w.end.tsc);
	const struct {
		const char *name;
		int64_t cycles;
	} accounts[] = {
		{ "guest", l->guest }, { "kernel", l->kernel }, { "user", l->user },
		{ "blocked", l->blocked }, { "offcpu", l->offcpu },
	};
	unsigned int order[LEDGER_MAX_ROWS];
	char buf[FIGURE_SIZE], name[REASON_NAME_SIZE];
	size_t nr = stat_rows(v, l, order), i;

	print_time(f);
	fprintf(f, " vm %d %s exits/s %s", (int)vm->pid, vm->name,
		figure_average(l->exits, seconds, buf));
	for (i = 0; i < sizeof(accounts) / sizeof(accounts[0]); i++)
		fprintf(f, " %s %s", accounts[i].name,
			figure_share(accounts[i].cycles, l->wall, buf));
	for (i = 0; i < nr && i < TOP; i++)
		fprintf(f, " %s %s", reason_name(vm->w.info.vendor, order[i], name),
			figure_average(l->rows[order[i]].count, seconds, buf));
	fputc('\n', f);
	return 0;
}

static int print_lines(struct arguments *args, const struct vm_windows *w)
{
	struct printer *p = &args->printer;
	struct windows r;
	int err = 0;
	size_t i;

	for (i = 0; i < w->nr && !err; i++) {
		r = (struct windows) { .info = w->all[i].w.info };
		p->view.r = &r;
		args->vm = &w->all[i];
		err = output_render(&p->out, render_line, args);
	}
	return err;
}

static int print_interval(const struct vm_windows *w, double time, void *data)
{
	struct arguments *args = data;
	struct printer *p = &args->printer;
	int err;

	args->printed++;
	p->view.interval = true;
	p->view.time = time;
	err = p->format == PRINTER_TABLE ? print_lines(args, w) : host_print(p, args->host, w, 1);
	if (!err && args->lines && args->printed == args->lines)
		return MEASURE_ENOUGH;
	return err;
}

static int watch(struct arguments *args)
{
	struct host_measure m = {
		.host = args->host,
		.subject = { .interval_ms = args->interval_ms },
		.repeat = 1,
		.interval = print_interval,
		.data = args,
	};
	int err = host_measure(&m);

	host_measure_free(&m);
	if (!err)
		err = printer_commit(&args->printer);
	return err ? STATUS_FAILED : subject_exit_status(&m.subject);
}

int host_watch(struct host *h, int argc, char **argv)
{
	static const struct argp_child children[] = {
		{ &printer_argp, 0, NULL, 0 }, { &host_argp, 0, NULL, 0 }, { 0 }
	};
	static const struct argp argp = {
		.options = options, .parser = parse, .doc = doc, .children = children,
	};
	static struct arguments args = { .interval_ms = 1000 };
	int status;

	args.host = h;
	args.printer.out.fd = -1;
	if (argp_parse(&argp, argc, argv, 0, NULL, &args))
		return STATUS_UNUSABLE;
	status = host_open(h);
	if (!status)
		status = host_printer_open(&args.printer, h);
	if (!status)
		status = watch(&args);
	printer_close(&args.printer);
	host_close(h);
	return status;
}
