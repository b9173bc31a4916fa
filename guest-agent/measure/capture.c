// SPDX-License-Identifier: GPL-2.0
#include "capture.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "meter/slot.h"

/* The first empty windows meet cold caches; the last one is the cost. */
#define EMPTY_WINDOWS 3

static int complain(int err)
{
	if (err)
		fprintf(stderr, "exitmeter: %s\n", latch_problem(err));
	return err;
}

static int read_slot(struct ledger *l, const struct abi_info *info, const struct latch *at,
		     unsigned int vcpu)
{
	return complain(latch_read(l, info, at, vcpu));
}

/* Beside a ledger that read_slot() has read. */
static int read_detail(struct detail *d, const struct abi_info *info, unsigned int slot,
		       const struct ledger *l)
{
	uint64_t serial;
	int err = slot_read_detail(d, info, slot, l, &serial);

	if (err)
		return err;
	return serial == l->serial ? 0 : complain(latch_lost(info));
}

static int alloc_details(struct window *w)
{
	if (!(w->info.features & DETAIL_FEATURES))
		return 0;
	w->details = calloc(1, sizeof(*w->details));
	return w->details ? 0 : -ENOMEM;
}

static int read_latches(struct window *w, const struct latch *at,
			struct ledger *begin, struct ledger *end, unsigned int vcpu)
{
	int err;

	w->flags |= at[0].flags | at[1].flags;
	err = read_slot(begin, &w->info, &at[0], vcpu);
	if (!err)
		err = read_slot(end, &w->info, &at[1], vcpu);
	return err;
}

/* How many vCPUs there are by now; one alone is the VM. */
static int alloc_vcpus(struct window *w)
{
	struct abi_info now;

	abi_info(&now);
	if (now.nr_vcpus < 2)
		return 0;
	w->nr_vcpus = now.nr_vcpus;
	if (w->nr_vcpus > KVM_EXITMETER_MAX_VCPUS)
		w->nr_vcpus = KVM_EXITMETER_MAX_VCPUS;
	w->vcpus = calloc(w->nr_vcpus, sizeof(*w->vcpus));
	return w->vcpus ? 0 : -ENOMEM;
}

static int read_vcpus(struct window *w, const struct latch *at)
{
	struct ledger begin;
	unsigned int i;
	int err = alloc_vcpus(w);

	for (i = 0; i < w->nr_vcpus && !err; i++) {
		err = read_latches(w, at, &begin, &w->vcpus[i], i);
		if (!err)
			ledger_subtract(&w->vcpus[i], &begin);
	}
	return err;
}

/* What is beside the last empty window's ledgers: @w->empty is the end's yet. */
static int read_empty_details(struct window *w, const struct ledger *begin)
{
	struct detail *empty, at_begin = { 0 };
	int err;

	if (!w->details)
		return 0;
	empty = &w->details->empty;
	err = read_detail(empty, &w->info, CAPTURE_END, &w->empty);
	if (!err)
		err = read_detail(&at_begin, &w->info, CAPTURE_BEGIN, begin);
	if (!err)
		err = detail_add(empty, &at_begin, -1);
	detail_free(&at_begin);
	return err;
}

static int read_details(struct window *w, const struct latch *at)
{
	struct details *d = w->details;
	int err;

	if (!d)
		return 0;
	err = read_detail(&d->begin, &w->info, at[0].slot, &w->begin);
	if (!err)
		err = read_detail(&d->end, &w->info, at[1].slot, &w->end);
	if (!err)
		err = detail_add(&d->net, &d->end, 1);
	if (!err)
		err = detail_add(&d->net, &d->begin, -1);
	if (!err)
		err = detail_add(&d->net, &d->empty, -1);
	return err;
}

static int measure_empty(struct window *w)
{
	struct latch at[2];
	struct ledger begin;
	int i, err = 0;

	for (i = 0; i < EMPTY_WINDOWS && !err; i++) {
		at[0] = latch_take(CAPTURE_BEGIN);
		at[1] = latch_take(CAPTURE_END);
		err = read_latches(w, at, &begin, &w->empty, KVM_EXITMETER_ALL_VCPUS);
	}
	if (!err)
		err = read_empty_details(w, &begin);
	if (!err)
		ledger_subtract(&w->empty, &begin);
	return err;
}

struct spawn {
	char *const *argv;
	int status;
};

static int spawn_and_wait(void *data)
{
	struct spawn *s = data;
	pid_t pid = fork();

	if (pid < 0) {
		fprintf(stderr, "exitmeter: start %s: %s\n", s->argv[0], strerror(errno));
		return -errno;
	}
	if (!pid) {
		execvp(s->argv[0], s->argv);
		fprintf(stderr, "exitmeter: %s: %s\n", s->argv[0], strerror(errno));
		_exit(127);
	}
	while (waitpid(pid, &s->status, 0) < 0)
		if (errno != EINTR)
			return -errno;
	return 0;
}

int capture_open(struct window *w)
{
	int err;

	memset(w, 0, sizeof(*w));
	abi_info(&w->info);
	err = alloc_details(w);
	return err ? err : measure_empty(w);
}

static int read_window(struct window *w, const struct latch *at, unsigned int what)
{
	int err = read_latches(w, at, &w->begin, &w->end, KVM_EXITMETER_ALL_VCPUS);

	if (!err && what & CAPTURE_VCPUS)
		err = read_vcpus(w, at);
	if (!err)
		err = read_details(w, at);
	/* A serial number may come again on another host. */
	if (!err)
		err = complain(latch_check(&w->info));
	if (err)
		return err;
	w->net = w->end;
	ledger_subtract(&w->net, &w->begin);
	ledger_subtract(&w->net, &w->empty);
	ledger_net_copies(&w->net, w->info.vendor);
	return 0;
}

int capture_between(struct window *w, const struct window *opened, const struct latch *at,
		    unsigned int what)
{
	int err = 0;

	memset(w, 0, sizeof(*w));
	w->info = opened->info;
	w->empty = opened->empty;
	if (what & CAPTURE_DETAILS)
		err = alloc_details(w);
	if (!err && w->details) {
		w->details->empty.features = opened->details->empty.features;
		err = detail_add(&w->details->empty, &opened->details->empty, 1);
	}
	return err ? err : read_window(w, at, what);
}

int capture_around(struct window *w, int (*inside)(void *data), void *data)
{
	struct latch at[2];
	int err;

	at[0] = latch_take(CAPTURE_BEGIN);
	err = inside(data);
	at[1] = latch_take(CAPTURE_END);
	return err ? err : read_window(w, at, CAPTURE_VCPUS);
}

int window_run(struct window *w, char *const argv[])
{
	struct spawn s = { .argv = argv };
	int err = capture_open(w);

	if (!err)
		err = capture_around(w, spawn_and_wait, &s);
	w->status = s.status;
	return err;
}

int window_from_zero(struct window *w, unsigned int slot, uint32_t serial)
{
	const struct latch at = { .slot = slot, .serial = serial };
	unsigned int i;
	int err;

	memset(w, 0, sizeof(*w));
	w->from_zero = true;
	abi_info(&w->info);
	err = read_slot(&w->end, &w->info, &at, KVM_EXITMETER_ALL_VCPUS);
	if (!err)
		err = alloc_vcpus(w);
	for (i = 0; i < w->nr_vcpus && !err; i++)
		err = read_slot(&w->vcpus[i], &w->info, &at, i);
	if (!err)
		err = alloc_details(w);
	if (!err && w->details) {
		err = read_detail(&w->details->end, &w->info, slot, &w->end);
		if (!err)
			err = detail_add(&w->details->net, &w->details->end, 1);
		w->details->begin.features = w->details->end.features;
		w->details->empty.features = w->details->end.features;
	}
	if (err)
		return err;
	w->begin.nr_reasons = w->end.nr_reasons;
	w->begin.nr_rows = w->end.nr_rows;
	w->empty = w->begin;
	w->net = w->end;
	ledger_subtract(&w->net, &w->begin);
	ledger_net_copies(&w->net, w->info.vendor);
	return 0;
}
