// SPDX-License-Identifier: GPL-2.0
/*
 * The first process of L1, the machine with the patched KVM: loads KVM in the
 * paging mode that the job asks for, runs L2 once, and writes everything that
 * is to be known about it onto the exchange disk.
 */
#include <stdio.h>
#include <string.h>
#include <sys/klog.h>
#include <sys/reboot.h>
#include <sys/stat.h>
#include <unistd.h>

#include "init.h"
#include "l1-kvm.h"
#include "l1-observer.h"
#include "l1-vm.h"

/* Of klogctl(): read the whole buffer. */
#define KLOG_READ_ALL	3

static const char *exchange;

static void finish(void) __attribute__((noreturn));

/* What the kernel said: with "quiet" it is nowhere else. */
static void save_kernel_log(void)
{
	static char log[1 << 18];
	int n = klogctl(KLOG_READ_ALL, log, sizeof(log));
	FILE *f = fopen(INIT_OUT "/l1-kernel.log", "w");

	if (f && n > 0)
		fwrite(log, 1, n, f);
	if (f)
		fclose(f);
}

static void finish(void)
{
	init_phase("results");
	save_kernel_log();
	if (exchange)
		init_write_results(exchange);
	init_phase("off");
	sync();
	reboot(RB_POWER_OFF);
	for (;;)
		pause();
}

void init_on_fail(void)
{
	finish();
}

/*
 * Read only what is asked for: QEMU maps its libraries and touches a part of
 * them, and the emulated disk takes as long for 25 MB as the rest of L2's boot.
 */
static void no_readahead(void)
{
	FILE *f = fopen("/sys/block/sdb/queue/read_ahead_kb", "w");

	/* On another kind of disk it does not matter. */
	if (!f)
		return;
	fputs("0", f);
	fclose(f);
}

static void set_hugepages(const char *value)
{
	const char *path = "/sys/kernel/mm/transparent_hugepage/enabled";
	FILE *f = fopen(path, "w");

	if (!f || fputs(strcmp(value, JOB_ON) ? "never" : "always", f) < 0 || fclose(f))
		init_fail("write %s: %m", path);
}

static void run_l2(const struct job *job, const struct observer *observer)
{
	char *const untar[] = { "/bin/busybox", "tar", "xf", "-", "-C", INIT_OUT "/l2", NULL };

	l1_vm_run(job, observer);
	if (mkdir(INIT_OUT "/l2", 0755) || init_run(untar, L1_VM_EXCHANGE, JOB_SIZE, NULL))
		init_fail("unpack L2's results");
}

/* For what is to be known of KVM without any L2 of ours. */
static void run_command(const struct job *job)
{
	init_phase("command");
	init_status("command", "%d", init_run_line(job->command, INIT_OUT "/command.out"));
}

int main(void)
{
	static struct job job;
	const struct observer *observer;

	init_mounts();
	init_phase("l1");
	exchange = init_exchange_disk();
	init_mount("debugfs", "/sys/kernel/debug", NULL);
	init_read_job(exchange, &job);
	init_entropy(job.seed);
	no_readahead();
	set_hugepages(job.hugepages);
	observer = observer_find(job.observer);
	l1_kvm_load(&job);
	if (strcmp(job.measure, JOB_MEASURE_L1))
		run_l2(&job, observer);
	else
		run_command(&job);
	finish();
}
