// SPDX-License-Identifier: GPL-2.0
#include "top-run.h"

#include <curses.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

#include "commands.h"
#include "options.h"
#include "top/terminal.h"
#include "util/clock.h"

enum { OPTION_SORT = 256 };

static const struct argp_option options[] = {
	{ "interval", 'I', "MS", 0, "a new screen every MS milliseconds (1000)", 0 },
	{ "screens", 'n', "N", 0, "end after N screens", 0 },
	{ "sort", OPTION_SORT, "COLUMN", 0,
	  "exits (the default), kernel, average, user, blocked or number", 0 },
	{ 0 }
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
	struct top_options *o = state->input;

	switch (key) {
	case ARGP_KEY_INIT:
		o->interval_ms = 1000;
		return 0;
	case 'I':
		o->interval_ms = options_number(state, "--interval", arg, 50, 3600000);
		return 0;
	case 'n':
		o->screens = options_number(state, "--screens", arg, 1, 1e9);
		return 0;
	case OPTION_SORT:
		o->sort = parse_sort(arg, state);
		return 0;
	}
	return ARGP_ERR_UNKNOWN;
}

const struct argp top_argp = { .options = options, .parser = parse };

static long long now_ms(void)
{
	return clock_ns(CLOCK_MONOTONIC) / (NS_PER_S / 1000);
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

	while (!t->quit && !t->next && (left = until - now_ms()) > 0) {
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

static int loop(struct top *t, const struct top_options *o, const struct top_source *source)
{
	unsigned long screens = 0;
	int err = source->begin(source->data);

	while (!err && !t->quit && (!o->screens || screens < o->screens)) {
		top_draw(t);
		take_keys(t, now_ms() + o->interval_ms);
		if (t->quit)
			break;
		err = source->next(t, source->data);
		screens++;
	}
	if (!err)
		top_draw(t);
	return err;
}

int top_run(struct top *t, const struct top_options *options, const struct top_source *source)
{
	int err;

	t->vcpu = WINDOWS_VM;
	t->sort = options->sort;
	t->interval = options->interval_ms / 1000.0;
	if (terminal_open())
		return STATUS_UNUSABLE;
	err = loop(t, options, source);
	terminal_close();
	window_free(&t->w);
	return err ? STATUS_FAILED : STATUS_OK;
}
