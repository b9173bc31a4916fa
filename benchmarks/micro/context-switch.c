// SPDX-License-Identifier: GPL-2.0
/*
 * workload-context-switch: processes in a ring hand one byte around through pipes; one
 * operation is one hand-over, from a process to the next.
 *
 * All stay on one CPU: whoever has handed the byte on sleeps, and the kernel switches to
 * the address space of the next, which is one load of CR3.
 */
#include "shared/ring.h"
#include "shared/work.h"

static long processes = 2, operations = 1000;

static const struct work_option options[] = {
	{ "processes", &processes, 2, "processes in the ring" },
	{ "operations", &operations, 0, "hand-overs, rounded up to whole rounds" },
	{ 0 },
};

static const struct work work = {
	.doc = "Hand a byte around in a ring of processes.",
	.operation = "hand-overs",
	.options = options,
};

int main(int argc, char **argv)
{
	struct ring ring = { 0 };

	work_parse(&work, argc, argv);
	ring.processes = processes;
	ring.rounds = (operations + processes - 1) / processes;
	ring_run(&ring);
	work_done(&work, ring.rounds * processes);
	return 0;
}
