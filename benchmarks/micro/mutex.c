// SPDX-License-Identifier: GPL-2.0
/*
 * workload-mutex: threads, each on its CPU, add to a number under one mutex; one operation is
 * one time that it was locked.
 *
 * Who finds it locked sleeps in the kernel, and whoever unlocks it wakes the next: an
 * interrupt to a CPU that has halted, unless there was other work on it.
 */
#include <errno.h>
#include <pthread.h>

#include "threads/threads.h"
#include "shared/work.h"

/* What is done under the mutex: some hundred instructions. */
#define LENGTH	64

static long threads = 1, operations = 1000;

static const struct work_option options[] = {
	{ "threads", &threads, 1, "that lock it, at most 16" },
	{ "operations", &operations, 0, "times that it is locked, in all" },
	{ 0 },
};

static const struct work work = {
	.doc = "Contend for a mutex.",
	.operation = "locks",
	.options = options,
};

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_barrier_t all_there;
static volatile long sum;

static void lock_often(long number)
{
	long i, k, share = operations / threads + (number <= operations % threads);

	pthread_barrier_wait(&all_there);
	for (i = 0; i < share; i++) {
		pthread_mutex_lock(&mutex);
		for (k = 0; k < LENGTH; k++)
			sum++;
		pthread_mutex_unlock(&mutex);
	}
}

int main(int argc, char **argv)
{
	work_parse(&work, argc, argv);
	work_limit("threads", threads, MAX_THREADS);
	pthread_barrier_init(&all_there, NULL, threads);
	threads_begin(threads, lock_often);
	threads_end();
	errno = 0;
	if (sum != operations * LENGTH)
		work_fail("a mutex that two threads had at a time");
	work_done(&work, operations);
	return 0;
}
