// SPDX-License-Identifier: GPL-2.0
#include "ring.h"

#include <sched.h>
#include <stdlib.h>
#include <unistd.h>

#include "work.h"

static void stay_on_first_cpu(void)
{
	cpu_set_t set;

	CPU_ZERO(&set);
	CPU_SET(0, &set);
	if (sched_setaffinity(0, sizeof(set), &set))
		work_fail("stay on a CPU");
}

static void take(int from)
{
	char byte;

	if (read(from, &byte, 1) != 1)
		work_fail("take the byte");
}

static void hand_on(const struct ring *ring, int to)
{
	char byte = 0;

	if (ring->turn)
		ring->turn();
	if (write(to, &byte, 1) != 1)
		work_fail("hand the byte on");
}

/* A process that says by a first byte that it is ready, and then waits for its turns. */
static void follow(const struct ring *ring, int from, int to)
{
	long i;

	take(from);
	if (ring->prepare)
		ring->prepare();
	if (write(to, "", 1) != 1)
		work_fail("say that it is ready");
	for (i = 0; i < ring->rounds; i++) {
		take(from);
		hand_on(ring, to);
	}
}

/* The process that starts the others sends the byte off; once before, to have all ready. */
static void lead(const struct ring *ring, int from, int to)
{
	long i;

	if (ring->prepare)
		ring->prepare();
	if (write(to, "", 1) != 1)
		work_fail("say that it is ready");
	take(from);
	for (i = 0; i < ring->rounds; i++) {
		hand_on(ring, to);
		take(from);
	}
}

void ring_run(const struct ring *ring)
{
	int pipes[RING_MAX_PROCESSES][2];
	pid_t child[RING_MAX_PROCESSES];
	long nr = ring->processes, i;

	work_limit("processes", nr, RING_MAX_PROCESSES);
	stay_on_first_cpu();
	for (i = 0; i < nr; i++)
		if (pipe(pipes[i]))
			work_fail("pipe");
	for (i = 1; i < nr; i++) {
		child[i] = fork();
		if (child[i] < 0)
			work_fail("fork");
		if (!child[i]) {
			follow(ring, pipes[i - 1][0], pipes[i][1]);
			_exit(0);
		}
	}
	lead(ring, pipes[nr - 1][0], pipes[0][1]);
	for (i = 1; i < nr; i++)
		work_wait(child[i]);
}
