// SPDX-License-Identifier: GPL-2.0
#include "capture.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "slot.h"

enum { SLOT_BEGIN, SLOT_END };

/* The first empty windows meet cold caches; the last one is the cost. */
#define EMPTY_WINDOWS 3

struct latches {
	uint32_t begin;
	uint32_t end;
	uint32_t flags;
};

static int overwritten(unsigned int slot)
{
	fprintf(stderr, "exitmeter: slot %u was latched again by another program; "
		"run one measurement at a time\n", slot);
	return -EBUSY;
}

static int read_slot(struct ledger *l, const struct abi_info *info,
		     unsigned int slot, uint32_t serial, unsigned int vcpu)
{
	if (!serial) {
		fprintf(stderr, "exitmeter: latch: the host has no memory for it; try again\n");
		return -ENOMEM;
	}
	slot_read(l, info, slot, vcpu);
	return l->serial == serial ? 0 : overwritten(slot);
}

/* Beside a ledger that read_slot() has read. */
static int read_detail(struct detail *d, const struct abi_info *info, unsigned int slot,
		       const struct ledger *l)
{
	uint64_t serial;
	int err = slot_read_detail(d, info, slot, l, &serial);

	if (err)
		return err;
	return serial == l->serial ? 0 : overwritten(slot);
}

static int alloc_details(struct window *w)
{
	if (!(w->info.features & DETAIL_FEATURES))
		return 0;
	w->details = calloc(1, sizeof(*w->details));
	return w->details ? 0 : -ENOMEM;
}

static int read_latches(struct window *w, const struct latches *at,
			struct ledger *begin, struct ledger *end, unsigned int vcpu)
{
	int err;

	w->flags |= at->flags;
	err = read_slot(begin, &w->info, SLOT_BEGIN, at->begin, vcpu);
	if (!err)
		err = read_slot(end, &w->info, SLOT_END, at->end, vcpu);
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

static int read_vcpus(struct window *w, const struct latches *at)
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
	err = read_detail(empty, &w->info, SLOT_END, &w->empty);
	if (!err)
		err = read_detail(&at_begin, &w->info, SLOT_BEGIN, begin);
	if (!err)
		err = detail_add(empty, &at_begin, -1);
	detail_free(&at_begin);
	return err;
}

static int read_details(struct window *w)
{
	struct details *d = w->details;
	int err;

	if (!d)
		return 0;
	err = read_detail(&d->begin, &w->info, SLOT_BEGIN, &w->begin);
	if (!err)
		err = read_detail(&d->end, &w->info, SLOT_END, &w->end);
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
	struct latches at = { 0 };
	struct ledger begin;
	uint32_t flags;
	int i, err = 0;

	for (i = 0; i < EMPTY_WINDOWS && !err; i++) {
		at.begin = abi_latch(SLOT_BEGIN, &flags);
		at.end = abi_latch(SLOT_END, &at.flags);
		at.flags |= flags;
		err = read_latches(w, &at, &begin, &w->empty, KVM_EXITMETER_ALL_VCPUS);
	}
	if (!err)
		err = read_empty_details(w, &begin);
	if (!err)
		ledger_subtract(&w->empty, &begin);
	return err;
}

static int spawn_and_wait(char *const argv[], int *status)
{
	pid_t pid = fork();

	if (pid < 0)
		return -errno;
	if (!pid) {
		execvp(argv[0], argv);
		fprintf(stderr, "exitmeter: %s: %s\n", argv[0], strerror(errno));
		_exit(127);
	}
	while (waitpid(pid, status, 0) < 0)
		if (errno != EINTR)
			return -errno;
	return 0;
}

int window_run(struct window *w, char *const argv[])
{
	struct latches at = { 0 };
	uint32_t flags;
	int err;

	memset(w, 0, sizeof(*w));
	abi_info(&w->info);
	err = alloc_details(w);
	if (!err)
		err = measure_empty(w);
	if (err)
		return err;

	at.begin = abi_latch(SLOT_BEGIN, &flags);
	err = spawn_and_wait(argv, &w->status);
	at.end = abi_latch(SLOT_END, &at.flags);
	at.flags |= flags;
	if (err) {
		fprintf(stderr, "exitmeter: start %s: %s\n", argv[0], strerror(-err));
		return err;
	}

	err = read_latches(w, &at, &w->begin, &w->end, KVM_EXITMETER_ALL_VCPUS);
	if (!err)
		err = read_vcpus(w, &at);
	if (!err)
		err = read_details(w);
	if (err)
		return err;
	w->net = w->end;
	ledger_subtract(&w->net, &w->begin);
	ledger_subtract(&w->net, &w->empty);
	return 0;
}

int window_from_zero(struct window *w, unsigned int slot, uint32_t serial)
{
	unsigned int i;
	int err;

	memset(w, 0, sizeof(*w));
	w->from_zero = true;
	abi_info(&w->info);
	err = read_slot(&w->end, &w->info, slot, serial, KVM_EXITMETER_ALL_VCPUS);
	if (!err)
		err = alloc_vcpus(w);
	for (i = 0; i < w->nr_vcpus && !err; i++)
		err = read_slot(&w->vcpus[i], &w->info, slot, serial, i);
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
	return 0;
}
