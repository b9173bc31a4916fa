// SPDX-License-Identifier: GPL-2.0
/* exitmeter top: live rates and cycles by reason. */
#include <unistd.h>

#include "commands.h"
#include "measure/capture.h"
#include "measure/measure.h"
#include "meter/meter.h"
#include "top-run.h"

static const char doc[] =
	"Show live how many exits the virtual machine makes for each reason and where its vCPUs' time "
	"goes; h shows the keys. Works in a terminal of any size, a serial console too.\v"
	"The meter is read between one interval and the next; that is in no interval.\n"
	"\n"
	"EXAMPLES:\n"
	"  exitmeter top\n"
	"  exitmeter top -I 250 --sort kernel\n"
	"  TERM=vt220 exitmeter top      on a serial console\n"
	"\n"
	"Exit status: 0 ok, 1 measuring failed, 2 bad usage, no meter or unknown terminal.";

/**
 * struct open_interval - that is shown when it has ended
 * @cost: of a window
 * @begin: its first latch
 */
struct open_interval {
	struct window cost;
	struct latch begin;
};

static int begin(void *data)
{
	struct open_interval *in = data;

	in->begin = latch_take(CAPTURE_INNER_BEGIN);
	return 0;
}

static int next(struct top *t, void *data)
{
	struct open_interval *in = data;
	const struct latch at[2] = { in->begin, latch_take(CAPTURE_INNER_END) };
	static struct window w;
	int err = capture_between(&w, &in->cost, at, CAPTURE_VCPUS | CAPTURE_DETAILS);

	begin(in);
	if (!err && !t->paused)
		top_take(t, &w);
	window_free(&w);
	return err;
}

static int open_and_run(const struct top_options *options)
{
	static struct top t;
	static struct open_interval in;
	const struct top_source source = { .begin = begin, .next = next, .data = &in };
	int status = STATUS_FAILED;

	if (!capture_open(&in.cost)) {
		t.w.info = in.cost.info;
		status = top_run(&t, options, &source);
	}
	window_free(&in.cost);
	return status;
}

int cmd_top(int argc, char **argv)
{
	struct argp argp = top_argp;
	struct top_options options = { 0 };
	struct meter meter;
	int lock, status;

	argp.doc = doc;
	if (argp_parse(&argp, argc, argv, 0, NULL, &options))
		return STATUS_UNUSABLE;
	if (!meter_require(&meter))
		return STATUS_UNUSABLE;
	lock = measure_lock();
	if (lock < 0)
		return STATUS_FAILED;
	status = open_and_run(&options);
	close(lock);
	return status;
}
