// SPDX-License-Identifier: GPL-2.0
#include "threads.h"

#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static struct thread {
	pthread_t id;
	long number;
	void (*run)(long number);
} threads[MAX_THREADS];

static long nr_threads;

static void fail(const char *what) __attribute__((noreturn));

static void fail(const char *what)
{
	fprintf(stderr, "%s: %s\n", what, strerror(errno));
	exit(1);
}

void stay_on_cpu(long number)
{
	cpu_set_t set;

	CPU_ZERO(&set);
	CPU_SET(number % sysconf(_SC_NPROCESSORS_ONLN), &set);
	if (sched_setaffinity(0, sizeof(set), &set))
		fail("stay on a CPU");
}

static void *begin(void *data)
{
	const struct thread *t = data;

	stay_on_cpu(t->number);
	t->run(t->number);
	return NULL;
}

void threads_begin(long nr, void (*run)(long number))
{
	for (nr_threads = 0; nr_threads < nr; nr_threads++) {
		struct thread *t = &threads[nr_threads];

		t->number = nr_threads + 1;
		t->run = run;
		errno = pthread_create(&t->id, NULL, begin, t);
		if (errno)
			fail("create a thread");
	}
}

void threads_end(void)
{
	while (nr_threads)
		pthread_join(threads[--nr_threads].id, NULL);
}
