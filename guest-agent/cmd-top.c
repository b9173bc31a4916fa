// SPDX-License-Identifier: GPL-2.0
/* exitmeter top: live rates and cycles by reason. */
#include <curses.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "measure/capture.h"
#include "commands.h"
#include "measure/measure.h"
#include "meter/meter.h"
#include "options.h"
#include "top/terminal.h"
#include "top/top.h"

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

enum { OPTION_SORT = 256 };

static const struct argp_option options[] = {
	{ "interval", 'I', "MS", 0, "a new screen every MS milliseconds (1000)", 0 },
	{ "screens", 'n', "N", 0, "end after N screens", 0 },
	{ "sort", OPTION_SORT, "COLUMN", 0,
	  "exits (the default), kernel, average, user, blocked or number", 0 },
	{ 0 }
};

struct arguments {
	unsigned int interval_ms;
	unsigned long screens;
	enum top_sort sort;
};

static enum top_sort parse_sort(const char *arg, struct argp_state *state)
{
	enum top_sort sort;

	for (sort = 0; sort < TOP_SORT_NR; sort++)
		if (!strcmp(top_sort_name(sort), arg))
			return sort;
	argp_error(state, "no column \"%s\": exits, kernel, average, user, blocked, number", arg);
	return TOP_SORT_COUNT;
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct arguments *args = state->input;

	switch (key) {
	case 'I':
		args->interval_ms = options_number(state, "--interval", arg, 50, 3600000);
		return 0;
	case 'n':
		args->screens = options_number(state, "--screens", arg, 1, 1e9);
		return 0;
	case OPTION_SORT:
		args->sort = parse_sort(arg, state);
		return 0;
	}
	return ARGP_ERR_UNKNOWN;
}

static long long now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000ll + t.tv_nsec / 1000000;
}

/* Where keys come from has ended: there will be none, at once and for ever. */
static bool input_is_gone(void)
{
	struct pollfd p = { .fd = STDIN_FILENO, .events = POLLIN };

	return poll(&p, 1, 0) == 1;
}

static void take_keys(struct top *t, long long until)
{
	long long left;
	int key;

	while (!t->quit && (left = until - now_ms()) > 0) {
		timeout(left);
		key = getch();
		if (key == ERR && now_ms() < until && input_is_gone())
			napms(until - now_ms());
		if (key == ERR)
			continue;
		top_key(t, key);
		top_draw(t);
	}
}

static int run(struct top *t, struct window *cost, const struct arguments *args)
{
	long long next = now_ms() + args->interval_ms;
	struct latch at[2] = { latch_take(CAPTURE_INNER_BEGIN) };
	static struct window w;
	unsigned long screens = 0;
	int err = 0;

	t->w.info = cost->info;
	while (!err && !t->quit && (!args->screens || screens < args->screens)) {
		top_draw(t);
		take_keys(t, next);
		if (t->quit)
			break;
		at[1] = latch_take(CAPTURE_INNER_END);
		err = capture_between(&w, cost, at, CAPTURE_VCPUS | CAPTURE_DETAILS);
		next = now_ms() + args->interval_ms;
		at[0] = latch_take(CAPTURE_INNER_BEGIN);
		if (!err && !t->paused)
			top_take(t, &w);
		window_free(&w);
		screens++;
	}
	if (!err)
		top_draw(t);
	return err;
}

static int open_and_run(const struct arguments *args)
{
	static struct top t;
	static struct window cost;
	int err = capture_open(&cost);

	t.vcpu = WINDOWS_VM;
	t.sort = args->sort;
	t.interval = args->interval_ms / 1000.0;
	if (!err && terminal_open()) {
		window_free(&cost);
		return STATUS_UNUSABLE;
	}
	if (!err) {
		err = run(&t, &cost, args);
		terminal_close();
	}
	window_free(&t.w);
	window_free(&cost);
	return err ? STATUS_FAILED : STATUS_OK;
}

int cmd_top(int argc, char **argv)
{
	static const struct argp argp = { .options = options, .parser = parse, .doc = doc };
	struct arguments args = { .interval_ms = 1000 };
	struct meter meter;
	int lock, status;

	if (argp_parse(&argp, argc, argv, 0, NULL, &args))
		return STATUS_UNUSABLE;
	if (!meter_require(&meter))
		return STATUS_UNUSABLE;
	lock = measure_lock();
	if (lock < 0)
		return STATUS_FAILED;
	status = open_and_run(&args);
	close(lock);
	return status;
}
