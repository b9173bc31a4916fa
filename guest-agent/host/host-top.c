// SPDX-License-Identifier: GPL-2.0
/* exitmeter --host top: live, one VM at a time. */
#include <argp.h>
#include <stdio.h>

#include "commands.h"
#include "host.h"
#include "top-run.h"

static const char doc[] =
	"Show live how many exits a VM makes for each reason and where its vCPUs' time goes; n "
	"shows the next VM, h the other keys. Works in a terminal of any size, a serial console "
	"too.\v"
	"EXAMPLES:\n"
	"  exitmeter --host top\n"
	"  exitmeter --host --vm web1 top -I 250 --sort kernel\n"
	"\n"
	"Exit status: 0 ok, 1 measuring failed, 2 bad usage, no root, no KVM or unknown terminal.";

/**
 * struct shown - what is on the screen
 * @pid: whose VM, 0 before the first
 * @number: tells apart those of one process
 * @last: look, where the interval begins
 */
struct shown {
	struct host *h;
	pid_t pid;
	unsigned int number;
	struct vm_sample last;
};

/* The VM that was shown, or the one behind it; the first if it is gone. */
static size_t choose(const struct shown *s, bool next, const struct vm_windows *w)
{
	size_t i;

	for (i = 0; i < w->nr; i++)
		if (w->all[i].pid == s->pid && w->all[i].number == s->number)
			return next ? (i + 1) % w->nr : i;
	return 0;
}

static void take(struct top *t, struct shown *s, struct vm_windows *w)
{
	const size_t at = choose(s, t->next, w);
	struct vm_window *vm = &w->all[at];

	if (t->next)
		t->vcpu = WINDOWS_VM;
	t->next = false;
	if (!w->nr) {
		snprintf(t->title, sizeof(t->title), "%s: no VM%s%s", s->h->backend->name,
			 s->h->options.vm ? " " : "", s->h->options.vm ? s->h->options.vm : "");
		return;
	}
	s->pid = vm->pid;
	s->number = vm->number;
	snprintf(t->title, sizeof(t->title), "%s: VM %d %s, %zu of %zu", s->h->backend->name,
		 (int)vm->pid, vm->name, at + 1, w->nr);
	/* A VM with one vCPU is that one. */
	top_take(t, &vm->w);
}

static int begin(void *data)
{
	struct shown *s = data;

	return s->h->backend->look(&s->last);
}

static int next(struct top *t, void *data)
{
	struct shown *s = data;
	struct vm_sample now;
	struct vm_windows w;
	int err = s->h->backend->look(&now);

	w = vm_sample_between(&s->h->facts.info, &s->last, &now);
	vm_sample_free(&s->last);
	s->last = now;
	if (!err && (!t->paused || t->next))
		take(t, s, &w);
	vm_windows_free(&w);
	return err;
}

static int open_and_run(struct host *h, const struct top_options *options)
{
	static struct top t;
	static struct shown s;
	const struct top_source source = { .begin = begin, .next = next, .data = &s };
	int status;

	s.h = h;
	t.w.info = h->facts.info;
	status = top_run(&t, options, &source);
	vm_sample_free(&s.last);
	return status;
}

int host_top(struct host *h, int argc, char **argv)
{
	struct argp argp = top_argp;
	struct top_options options = { 0 };
	int status;

	argp.doc = doc;
	if (argp_parse(&argp, argc, argv, 0, NULL, &options))
		return STATUS_UNUSABLE;
	status = host_open(h);
	if (!status)
		status = open_and_run(h, &options);
	host_close(h);
	return status;
}
