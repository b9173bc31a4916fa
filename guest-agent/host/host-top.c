// SPDX-License-Identifier: GPL-2.0
/* exitmeter --host top: live, one VM at a time. */
#include <argp.h>
#include <curses.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "commands.h"
#include "host.h"
#include "options.h"
#include "top/terminal.h"
#include "top/top.h"

static const char doc[] =
	"Show live how many exits a VM makes for each reason and where its vCPUs' time goes; n "
	"shows the next VM, h the other keys. Works in a terminal of any size, a serial console "
	"too.\v"
	"EXAMPLES:\n"
	"  exitmeter --host top\n"
	"  exitmeter --host --vm web1 top -I 250 --sort kernel\n"
	"\n"
	"Exit status: 0 ok, 1 measuring failed, 2 bad usage, no root, no KVM or unknown terminal.";

enum { OPTION_SORT = 256 };

static const struct argp_option options[] = {
	{ "interval", 'I', "MS", 0, "a new screen every MS milliseconds (1000)", 0 },
	{ "screens", 'n', "N", 0, "end after N screens", 0 },
	{ "sort", OPTION_SORT, "COLUMN", 0,
	  "exits (the default), kernel, average, user, blocked or number", 0 },
	{ 0 }
};

/**
 * struct screen - what is shown
 * @t: a VM
 * @pid: whose process it is, 0 before the first
 * @number: tells apart those of one process
 * @at: its place among @nr, from 0
 * @title: of it
 * @next: the user wants the next one
 */
struct screen {
	struct host *h;
	struct top t;
	pid_t pid;
	unsigned int number;
	size_t at;
	size_t nr;
	char title[VM_NAME_SIZE + 64];
	bool next;
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

static void draw(const struct screen *s)
{
	top_draw(&s->t);
	/* The line that says how it is sorted has room. */
	if (LINES > 2 && COLS > 30 + (int)strlen(s->title))
		mvprintw(2, COLS - 1 - strlen(s->title), "%s", s->title);
	refresh();
}

static void take_keys(struct screen *s, long long until)
{
	struct pollfd p = { .fd = STDIN_FILENO, .events = POLLIN };
	long long left;
	int key;

	while (!s->t.quit && !s->next && (left = until - now_ms()) > 0) {
		timeout(left);
		key = getch();
		/* Where keys come from has ended: there will be none. */
		if (key == ERR && now_ms() < until && poll(&p, 1, 0) == 1)
			napms(until - now_ms());
		if (key == ERR)
			continue;
		if (key == 'n' && !s->t.typing)
			s->next = true;
		else
			top_key(&s->t, key);
		draw(s);
	}
}

/* The VM that was shown, or the next; the first if it is gone. */
static void choose(struct screen *s, const struct vm_windows *w)
{
	size_t i;

	s->nr = w->nr;
	s->at = 0;
	for (i = 0; i < w->nr; i++)
		if (w->all[i].pid == s->pid && w->all[i].number == s->number)
			s->at = s->next ? (i + 1) % w->nr : i;
	if (s->next)
		s->t.vcpu = WINDOWS_VM;
	s->next = false;
}

static void take(struct screen *s, struct vm_windows *w)
{
	struct vm_window *vm;

	choose(s, w);
	if (!w->nr) {
		snprintf(s->title, sizeof(s->title), "no VM");
		return;
	}
	vm = &w->all[s->at];
	s->pid = vm->pid;
	s->number = vm->number;
	snprintf(s->title, sizeof(s->title), "%s: VM %d %s, %zu of %zu", s->h->backend->name,
		 (int)vm->pid, vm->name, s->at + 1, s->nr);
	/* A VM with one vCPU is that one. */
	top_take(&s->t, &vm->w);
}

static int run(struct screen *s, const struct arguments *args)
{
	const struct backend *backend = s->h->backend;
	struct vm_sample last, now;
	struct vm_windows w;
	unsigned long screens;
	int err = backend->look(&last);

	for (screens = 0; !err && (!args->screens || screens < args->screens); screens++) {
		draw(s);
		take_keys(s, now_ms() + args->interval_ms);
		if (s->t.quit)
			break;
		err = backend->look(&now);
		w = vm_sample_between(&s->h->facts.info, &last, &now);
		vm_sample_free(&last);
		last = now;
		if (!err && (!s->t.paused || s->next))
			take(s, &w);
		vm_windows_free(&w);
	}
	if (!err)
		draw(s);
	vm_sample_free(&last);
	return err;
}

static int open_and_run(struct host *h, const struct arguments *args)
{
	static struct screen s;
	int err;

	s.h = h;
	s.t.vcpu = WINDOWS_VM;
	s.t.sort = args->sort;
	s.t.interval = args->interval_ms / 1000.0;
	s.t.w.info = h->facts.info;
	if (terminal_open())
		return STATUS_UNUSABLE;
	err = run(&s, args);
	terminal_close();
	window_free(&s.t.w);
	return err ? STATUS_FAILED : STATUS_OK;
}

int host_top(struct host *h, int argc, char **argv)
{
	static const struct argp argp = { .options = options, .parser = parse, .doc = doc };
	struct arguments args = { .interval_ms = 1000 };
	int status;

	if (argp_parse(&argp, argc, argv, 0, NULL, &args))
		return STATUS_UNUSABLE;
	status = host_open(h);
	if (!status)
		status = open_and_run(h, &args);
	host_close(h);
	return status;
}
