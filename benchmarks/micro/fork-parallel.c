// SPDX-License-Identifier: GPL-2.0
/*
 * workload-fork-parallel: processes, each on its CPU, fork children that end at once; one
 * operation is one fork, exit and wait.
 *
 * Page tables of several address spaces are made and thrown away at the same time. With shadow
 * paging all that goes through one lock of the hypervisor's.
 */
#include <unistd.h>

#include "threads/threads.h"
#include "shared/work.h"

static long processes = 1, operations = 100;

static const struct work_option options[] = {
	{ "processes", &processes, 1, "that fork, at most 16" },
	{ "operations", &operations, 0, "forks in all" },
	{ 0 },
};

static const struct work work = {
	.doc = "Fork in several processes at a time.",
	.operation = "forks",
	.options = options,
};

static pid_t start(void)
{
	pid_t pid = fork();

	if (pid < 0)
		work_fail("fork");
	return pid;
}

static void fork_often(long number)
{
	long i, share = operations / processes + (number <= operations % processes);
	pid_t pid;

	stay_on_cpu(number);
	for (i = 0; i < share; i++) {
		pid = start();
		if (!pid)
			_exit(0);
		work_wait(pid);
	}
}

int main(int argc, char **argv)
{
	long i;

	work_parse(&work, argc, argv);
	work_limit("processes", processes, MAX_THREADS);
	for (i = 1; i <= processes; i++) {
		if (start())
			continue;
		fork_often(i);
		_exit(0);
	}
	for (i = 0; i < processes; i++)
		work_wait(-1);
	work_done(&work, operations);
	return 0;
}
