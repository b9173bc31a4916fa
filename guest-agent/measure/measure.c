// SPDX-License-Identifier: GPL-2.0
#include "measure.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "meter/abi.h"
#include "capture.h"
#include "meter/lock.h"
#include "util/clock.h"

/**
 * struct intervals - windows inside of the one that is measured
 * @m: whose
 * @at: latches of the one that is open
 * @begin: time of the first, seconds
 */
struct intervals {
	struct measure *m;
	struct latch at[2];
	double begin;
};

/*
 * The meter is read between one interval's end and the next one's begin, so that no interval
 * holds more than its latch.
 */
static int next_interval(void *data)
{
	struct intervals *in = data;
	struct measure *m = in->m;
	struct windows r = { 0 };
	static struct window w;
	double time;
	int err;

	in->at[1] = latch_take(CAPTURE_INNER_END);
	time = clock_seconds() - in->begin;
	err = capture_between(&w, &m->last, in->at, m->per_vcpu ? CAPTURE_VCPUS : 0);
	if (!err)
		err = windows_add(&r, &w);
	if (!err)
		err = m->interval(&r, time, m->data);
	windows_free(&r);
	window_free(&w);
	in->at[0] = latch_take(CAPTURE_INNER_BEGIN);
	return err;
}

static int inside_with_intervals(void *data)
{
	struct measure *m = data;
	struct intervals in = { .m = m, .begin = clock_seconds() };
	unsigned long queries = abi_queries();
	int err;

	m->subject.tick = next_interval;
	m->subject.data = &in;
	in.at[0] = latch_take(CAPTURE_INNER_BEGIN);
	err = subject_inside(&m->subject);
	/* What is left of the last one. */
	if (!err)
		err = next_interval(&in);
	m->own_reads = abi_queries() - queries;
	return err == MEASURE_ENOUGH ? 0 : err;
}

static int measure_once(struct measure *m)
{
	bool intervals = m->subject.interval_ms && m->interval;
	struct window *w = &m->last;
	int err;

	window_free(w);
	err = capture_open(w);
	if (!err)
		err = intervals ? capture_around(w, inside_with_intervals, m) :
				  capture_around(w, subject_inside, &m->subject);
	w->status = m->subject.status;
	if (err)
		return err;
	if (subject_stopped(&m->subject) && m->windows.nr) {
		fprintf(stderr, "exitmeter: warning: window %zu of %zu was cut short and is left "
			"out\n", m->windows.nr + 1, m->repeat);
		return 0;
	}
	return windows_add(&m->windows, w);
}

int measure_lock(void)
{
	int holder, fd = lock_take(&holder);

	if (fd == -EBUSY)
		fprintf(stderr, "exitmeter: process %d measures already, and the meter's slots are "
			"the VM's; wait for its end, or end it\n", holder);
	else if (fd < 0)
		fprintf(stderr, "exitmeter: lock against other measurements: %s\n", strerror(-fd));
	return fd;
}

int measure_run(struct measure *m)
{
	int lock = measure_lock(), err = 0;
	size_t i;

	if (lock < 0)
		return lock;
	subject_prepare();
	for (i = 0; i < m->repeat && !err && !subject_stopped(&m->subject); i++)
		err = measure_once(m);
	subject_restore();
	close(lock);
	return err;
}

void measure_free(struct measure *m)
{
	window_free(&m->last);
	windows_free(&m->windows);
}

void measure_warn(uint32_t flags)
{
	if (flags & KVM_EXITMETER_LATCH_TORN)
		fprintf(stderr, "exitmeter: warning: a vCPU's ledger changed all the while it was "
			"copied and is left out, these figures are wrong; measure again\n");
	if (flags & KVM_EXITMETER_LATCH_CLOCK)
		fprintf(stderr, "exitmeter: warning: the TSCs of the host's CPUs differ, cycles of "
			"vCPUs that change CPUs are off by as much; counts are right\n");
	if (flags & KVM_EXITMETER_LATCH_TRUNCATED)
		fprintf(stderr, "exitmeter: warning: only the first %d vCPUs were measured; "
			"use a VM with no more\n", KVM_EXITMETER_MAX_VCPUS);
}
