/* SPDX-License-Identifier: GPL-2.0 */
/* CPUs to run on, and processes that keep another one busy. */
#ifndef CONFORMANCE_WORKER_H
#define CONFORMANCE_WORKER_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#define ANY_CPU (-1)

/* CPUs that are online; the kernel's CPU n is taken to be the VM's vCPU n. */
unsigned int cpus_online(void);

/* pin - run on one CPU from now on, or on any; fails the check if it can't be */
void pin(int cpu);

/**
 * struct shared - memory that a worker shares with its parent
 * @stop: set by the parent
 * @failed: the worker's checks failed
 * @done: pieces of work done
 * @value: for the work's own use
 */
struct shared {
	volatile bool stop;
	volatile bool failed;
	volatile uint64_t done;
	volatile uint64_t value;
};

struct worker {
	pid_t pid;
	struct shared *shared;
};

/**
 * worker_start - have a process do pieces of work until it is stopped
 * @cpu: to run on, or ANY_CPU
 * @work: one piece of it
 *
 * Returns after the first piece is done.  A worker that can't be had, or does
 * not get anything done within some seconds, fails the check.
 */
void worker_start(struct worker *w, int cpu, void (*work)(struct shared *shared));

/* worker_stop - end it; fails the check if its checks failed; returns @done */
uint64_t worker_stop(struct worker *w);

/* The guest's clock, nanoseconds. */
int64_t clock_ns(void);

void sleep_ms(unsigned int ms);

#endif
