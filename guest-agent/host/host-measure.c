// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "host.h"
#include "measure/measure.h"
#include "util/clock.h"
#include "util/memory.h"

/**
 * struct looks - of one measurement
 * @first: look
 * @last: look, where an interval begins; not @first's memory
 * @begin: time of the first, seconds
 */
struct looks {
	struct host_measure *m;
	struct vm_sample first;
	struct vm_sample last;
	double begin;
};

/* The next interval begins with the look at which this one ends: nothing is between them. */
static int next_interval(void *data)
{
	struct looks *looks = data;
	struct host_measure *m = looks->m;
	struct vm_windows w;
	struct vm_sample s;
	double time;
	int err = m->host->backend->look(&s);

	if (err) {
		vm_sample_free(&s);
		return err;
	}
	time = clock_seconds() - looks->begin;
	w = vm_sample_between(&m->host->facts.info,
			      looks->last.clock ? &looks->last : &looks->first, &s);
	vm_sample_free(&looks->last);
	looks->last = s;
	err = m->interval(&w, time, m->data);
	vm_windows_free(&w);
	return err;
}

static int complain_of_none(const struct host *h)
{
	if (h->options.vm)
		fprintf(stderr, "exitmeter: no VM \"%s\" was seen; --vm takes the VMM's process or "
			"the VM's name: 'exitmeter --host info' lists them\n", h->options.vm);
	else
		fprintf(stderr, "exitmeter: no VM was seen on this host\n");
	return -ESRCH;
}

static int complain_of_several(const struct host *h, size_t nr)
{
	if (h->options.vm)
		fprintf(stderr, "exitmeter: %zu VMs are \"%s\", and a file holds one window: "
			"choose by process with --vm; 'exitmeter --host info' lists them\n", nr,
			h->options.vm);
	else
		fprintf(stderr, "exitmeter: %zu VMs run here, and a file holds one window: choose "
			"with --vm; 'exitmeter --host info' lists them\n", nr);
	return -ESRCH;
}

/* Before anything is run. BPF's first look can't tell: it sees who has run since. */
static int check_one_vm(const struct host *h)
{
	struct vm_sample vms;
	int err = backend_vms(&vms, h->options.vm, h->facts.info.vendor);

	if (!err && vms.nr_vms > 1)
		err = complain_of_several(h, vms.nr_vms);
	else
		err = 0;
	vm_sample_free(&vms);
	return err;
}

static int look_and_run(struct host_measure *m, struct looks *looks)
{
	struct vm_sample end = { 0 };
	struct vm_windows w;
	int err = m->host->backend->look(&looks->first);

	looks->begin = clock_seconds();
	if (m->interval && m->subject.interval_ms) {
		m->subject.tick = next_interval;
		m->subject.data = looks;
	}
	if (!err)
		err = subject_inside(&m->subject);
	if (err == MEASURE_ENOUGH)
		err = 0;
	m->seconds += clock_seconds() - looks->begin;
	if (!err)
		err = m->host->backend->look(&end);
	if (!err && subject_stopped(&m->subject) && m->nr) {
		fprintf(stderr, "exitmeter: warning: window %zu of %zu was cut short and is left "
			"out\n", m->nr + 1, m->repeat);
	} else if (!err) {
		w = vm_sample_between(&m->host->facts.info, &looks->first, &end);
		m->windows = memory_grow(m->windows, m->nr, sizeof(*m->windows));
		m->windows[m->nr++] = w;
		if (!w.nr)
			err = complain_of_none(m->host);
		else if (m->one_vm && w.nr > 1)
			err = complain_of_several(m->host, w.nr);
	}
	vm_sample_free(&end);
	return err;
}

static int measure_once(struct host_measure *m)
{
	struct looks looks = { .m = m };
	int err = look_and_run(m, &looks);

	vm_sample_free(&looks.first);
	vm_sample_free(&looks.last);
	return err;
}

int host_measure(struct host_measure *m)
{
	int err = m->one_vm ? check_one_vm(m->host) : 0;
	size_t i;

	subject_prepare();
	for (i = 0; i < m->repeat && !err && !subject_stopped(&m->subject); i++)
		err = measure_once(m);
	subject_restore();
	if (m->host->backend->warn)
		m->host->backend->warn();
	return err;
}

void host_measure_free(struct host_measure *m)
{
	size_t i;

	for (i = 0; i < m->nr; i++)
		vm_windows_free(&m->windows[i]);
	free(m->windows);
	m->windows = NULL;
	m->nr = 0;
}
