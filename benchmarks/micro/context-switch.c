// SPDX-License-Identifier: GPL-2.0
/*
 * workload-context-switch: processes in a ring hand one byte around through pipes; one
 * operation is one hand-over, from a process to the next.
 *
 * All stay on one CPU: whoever has handed the byte on sleeps, and the kernel switches to
 * the address space of the next, which is one load of CR3.
 */
#include <sched.h>
#include <stdlib.h>
#include <unistd.h>

#include "work.h"

#define MAX_PROCESSES 64

static long processes = 2, operations = 1000;

static const struct work_option options[] = {
	{ "processes", &processes, 2, "processes in the ring" },
	{ "operations", &operations, 0, "hand-overs; rounded up to whole rounds" },
	{ 0 },
};

static const struct work work = {
	.doc = "Hand a byte around in a ring of processes.",
	.operation = "hand-overs",
	.options = options,
};

static void stay_on_first_cpu(void)
{
	cpu_set_t set;

	CPU_ZERO(&set);
	CPU_SET(0, &set);
	if (sched_setaffinity(0, sizeof(set), &set))
		work_fail("stay on a CPU");
}

/* The others take the byte first and hand it on; the first one sends it off. */
static void hand_around(long rounds, int from, int to, int first)
{
	char byte = 0;
	long i;

	for (i = 0; i < rounds; i++) {
		if (!first && read(from, &byte, 1) != 1)
			work_fail("take the byte");
		if (write(to, &byte, 1) != 1)
			work_fail("hand the byte on");
		if (first && read(from, &byte, 1) != 1)
			work_fail("take the byte");
	}
}

int main(int argc, char **argv)
{
	int ring[MAX_PROCESSES][2];
	pid_t child[MAX_PROCESSES];
	long rounds, i;

	work_parse(&work, argc, argv);
	if (processes > MAX_PROCESSES)
		processes = MAX_PROCESSES;
	rounds = (operations + processes - 1) / processes;
	stay_on_first_cpu();
	for (i = 0; i < processes; i++)
		if (pipe(ring[i]))
			work_fail("pipe");
	for (i = 1; i < processes; i++) {
		child[i] = fork();
		if (child[i] < 0)
			work_fail("fork");
		if (!child[i]) {
			hand_around(rounds, ring[i - 1][0], ring[i][1], 0);
			_exit(0);
		}
	}
	hand_around(rounds, ring[processes - 1][0], ring[0][1], 1);
	for (i = 1; i < processes; i++)
		work_wait(child[i]);
	work_done(&work, rounds * processes);
	return 0;
}
