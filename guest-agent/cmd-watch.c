// SPDX-License-Identifier: GPL-2.0
/* exitmeter watch: a line each second, for logs. */
#include "commands.h"
#include "measure/measure.h"
#include "meter/meter.h"
#include "watch.h"

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

static int print_interval(const struct windows *r, double time, void *data)
{
	struct watch *w = data;
	struct printer *p = &w->printer;
	const struct watch_interval interval = {
		.who = "", .info = &r->info, .net = &r->all[0].net, .elapsed = r->all[0].elapsed,
	};
	int err;

	p->view.interval = true;
	p->view.time = time;
	measure_warn(r->flags);
	err = p->format == PRINTER_TABLE ? watch_line(w, &interval) : printer_print(p, r);
	return err ? err : watch_count(w);
}

static int watch(struct watch *w)
{
	static struct measure m;
	int err;

	m = (struct measure) {
		.subject = { .interval_ms = w->interval_ms },
		.repeat = 1,
		.per_vcpu = w->printer.view.per_vcpu,
		.interval = print_interval,
		.data = w,
	};
	err = measure_run(&m);
	measure_free(&m);
	if (err || printer_commit(&w->printer))
		return STATUS_FAILED;
	return subject_exit_status(&m.subject);
}

int cmd_watch(int argc, char **argv)
{
	struct argp argp = watch_argp;
	static struct watch w;
	struct meter meter;
	int status;

	argp.doc = doc;
	if (argp_parse(&argp, argc, argv, 0, NULL, &w))
		return STATUS_UNUSABLE;
	if (!meter_require(&meter))
		return STATUS_UNUSABLE;
	status = printer_open(&w.printer, meter.info.vendor);
	if (!status)
		status = watch(&w);
	printer_close(&w.printer);
	return status;
}
