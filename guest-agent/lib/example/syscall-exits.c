// SPDX-License-Identifier: GPL-2.0
/*
 * How many exits does one system call make, and what do they cost? Calls it in a loop, in a window,
 * and takes off what an empty window costs.
 *
 *	cc syscall-exits.c $(pkg-config --cflags --libs libexitmeter) -o syscall-exits
 *	./syscall-exits 1000
 */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <exitmeter.h>

static void nothing(long calls)
{
	(void)calls;
}

static void call(long calls)
{
	while (calls--)
		syscall(SYS_getppid);
}

/* What @region makes, into @ledger. */
static int measure(struct exitmeter *meter, void (*region)(long calls), long calls,
		   struct exitmeter_ledger *ledger, struct exitmeter_ledger *begin)
{
	int err = exitmeter_latch(meter, 0);

	region(calls);
	if (!err)
		err = exitmeter_latch(meter, 1);
	if (!err)
		err = exitmeter_read(meter, 0, EXITMETER_VM, begin);
	if (!err)
		err = exitmeter_read(meter, 1, EXITMETER_VM, ledger);
	return err ? err : exitmeter_delta(ledger, begin);
}

static void print(const struct exitmeter_ledger *work, const struct exitmeter_ledger *empty,
		  const struct exitmeter_info *info, long calls)
{
	int64_t count, cycles;
	unsigned int reason;

	printf("%ld calls: %" PRId64 " exits, less %" PRId64 " of measuring\n", calls,
	       exitmeter_total(work, EXITMETER_EXITS), exitmeter_total(empty, EXITMETER_EXITS));
	for (reason = 0; reason < info->nr_reasons; reason++) {
		count = exitmeter_get(work, reason, EXITMETER_COUNT) -
			exitmeter_get(empty, reason, EXITMETER_COUNT);
		cycles = exitmeter_get(work, reason, EXITMETER_KERNEL) -
			 exitmeter_get(empty, reason, EXITMETER_KERNEL);
		if (count)
			printf("%3u %-20s %8.3f exits per call, %10.1f cycles in KVM\n", reason,
			       exitmeter_reason_name(info->vendor, reason),
			       (double)count / calls, (double)cycles / calls);
	}
}

int main(int argc, char **argv)
{
	long calls = argc > 1 ? atol(argv[1]) : 1000;
	struct exitmeter_ledger *begin = exitmeter_ledger_new();
	struct exitmeter_ledger *empty = exitmeter_ledger_new();
	struct exitmeter_ledger *work = exitmeter_ledger_new();
	struct exitmeter_info info;
	struct exitmeter *meter;
	int err = exitmeter_open(&meter);

	if (!err && (!begin || !empty || !work))
		err = -ENOMEM;
	/* The first window meets cold caches. */
	if (!err)
		err = measure(meter, nothing, 0, empty, begin);
	if (!err)
		err = measure(meter, nothing, 0, empty, begin);
	if (!err)
		err = measure(meter, call, calls, work, begin);
	if (err) {
		fprintf(stderr, "syscall-exits: %s\n", exitmeter_strerror(err));
	} else {
		exitmeter_info(meter, &info);
		print(work, empty, &info, calls);
	}
	exitmeter_close(meter);
	exitmeter_ledger_free(begin);
	exitmeter_ledger_free(empty);
	exitmeter_ledger_free(work);
	return err ? 1 : 0;
}
