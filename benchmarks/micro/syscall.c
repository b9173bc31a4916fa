// SPDX-License-Identifier: GPL-2.0
/*
 * workload-syscall: call the kernel for next to nothing; one operation is one getppid().
 *
 * It is no exit in itself.  A kernel that keeps its page tables apart (KPTI) loads CR3
 * when it is entered and when it is left, and that is.
 */
#include <sys/syscall.h>
#include <unistd.h>

#include "shared/work.h"

static long operations = 1000;

static const struct work_option options[] = {
	{ "operations", &operations, 0, "system calls" },
	{ 0 },
};

static const struct work work = {
	.doc = "Call getppid() again and again.",
	.operation = "system calls",
	.options = options,
};

int main(int argc, char **argv)
{
	long i;

	work_parse(&work, argc, argv);
	for (i = 0; i < operations; i++)
		syscall(SYS_getppid);
	work_done(&work, operations);
	return 0;
}
