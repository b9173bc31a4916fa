// SPDX-License-Identifier: GPL-2.0
/* exitmeter watch: a line each second, for logs. */
#include <stdio.h>
#include <time.h>

#include "commands.h"
#include "show/figure.h"
#include "ledger/reasons.h"
#include "measure/measure.h"
#include "meter/meter.h"
#include "options.h"
#include "printer.h"

/* Reasons in a line. */
#define TOP	4

static const char doc[] =
	"Print a line each second: when, exits per second, where the vCPUs' time went, and the "
	"most frequent reasons, with exits per second. Until Ctrl-C.\v"
	"The meter is read between one line's interval and the next one's; that is in no line. With "
	"CSV or JSON, each interval as 'exitmeter stat -I' has it.\n"
	"\n"
	"EXAMPLES:\n"
	"  exitmeter watch\n"
	"  exitmeter watch -I 10000 >> /var/log/exits.log\n"
	"  exitmeter watch -n 60 -x -o minute.csv\n"
	"\n"
	"Exit status: 0 ok, 128 + N after signal N, 1 measuring or writing failed, 2 bad usage or no "
	"meter.";

struct arguments {
	struct printer printer;
	unsigned int interval_ms;
	unsigned long lines;
	unsigned long printed;
};

static const struct argp_option options[] = {
	{ "interval", 'I', "MS", 0, "a line every MS milliseconds (1000)", 0 },
	{ "lines", 'n', "N", 0, "end after N lines", 0 },
	{ 0 }
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct arguments *args = state->input;

	switch (key) {
	case ARGP_KEY_INIT:
		state->child_inputs[0] = &args->printer;
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

/* ISO 8601 to the second, in UTC. */
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
	const struct stat_view *v = data;
	const struct ledger *l = &v->r->all[0].net;
	const double seconds = stat_seconds(v, v->r->all[0].elapsed);
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
	fprintf(f, " exits/s %s", figure_average(l->exits, seconds, buf));
	for (i = 0; i < sizeof(accounts) / sizeof(accounts[0]); i++)
		fprintf(f, " %s %s", accounts[i].name,
			figure_share(accounts[i].cycles, l->wall, buf));
	for (i = 0; i < nr && i < TOP; i++)
		fprintf(f, " %s %s", reason_name(v->r->info.vendor, order[i], name),
			figure_average(l->rows[order[i]].count, seconds, buf));
	fputc('\n', f);
	return 0;
}

static int print_interval(const struct windows *r, double time, void *data)
{
	struct arguments *args = data;
	struct printer *p = &args->printer;
	int err;

	if (args->lines && args->printed >= args->lines)
		return 0;
	args->printed++;
	p->view.r = r;
	p->view.interval = true;
	p->view.time = time;
	measure_warn(r->flags);
	err = p->format == PRINTER_TABLE ? output_render(&p->out, render_line, &p->view) :
					   printer_print(p, r);
	if (!err && args->lines && args->printed == args->lines)
		return MEASURE_ENOUGH;
	return err;
}

static int watch(struct arguments *args)
{
	static struct measure m;
	int err;

	m = (struct measure) {
		.subject = { .interval_ms = args->interval_ms },
		.repeat = 1,
		.per_vcpu = args->printer.view.per_vcpu,
		.interval = print_interval,
		.data = args,
	};
	err = measure_run(&m);
	measure_free(&m);
	if (err || printer_commit(&args->printer))
		return STATUS_FAILED;
	return subject_exit_status(&m.subject);
}

int cmd_watch(int argc, char **argv)
{
	static const struct argp_child children[] = { { &printer_argp, 0, NULL, 0 }, { 0 } };
	static const struct argp argp = {
		.options = options, .parser = parse, .doc = doc, .children = children,
	};
	static struct arguments args = { .interval_ms = 1000 };
	struct meter meter;
	int status;

	if (argp_parse(&argp, argc, argv, 0, NULL, &args))
		return STATUS_UNUSABLE;
	if (!meter_require(&meter))
		return STATUS_UNUSABLE;
	status = printer_open(&args.printer, meter.info.vendor);
	if (!status)
		status = watch(&args);
	printer_close(&args.printer);
	return status;
}
