// SPDX-License-Identifier: GPL-2.0
/*
 * The first process of L1, the machine with the patched KVM: loads KVM in the
 * paging mode that the job asks for, runs L2 once, and writes everything that
 * is to be known about it onto the exchange disk.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/klog.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <unistd.h>

#include "cell/init.h"
#include "l1-cell.h"
#include "cell/l1-qemu.h"

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

/* The disk of a distribution that L2 is to run. */
static void mount_system(void)
{
	char *disk = init_disk(INIT_SYSTEM);

	if (mount(disk, L1_QEMU_SYSTEM, "squashfs", MS_RDONLY, NULL))
		init_fail("mount %s on " L1_QEMU_SYSTEM ": %m", disk);
	free(disk);
}

int main(void)
{
	static struct job job;

	init_mounts();
	init_phase("l1");
	exchange = init_disk(INIT_EXCHANGE);
	init_mount("debugfs", "/sys/kernel/debug", NULL);
	init_read_job(exchange, &job);
	init_entropy(job.seed);
	no_readahead();
	if (strcmp(job.system, JOB_SYSTEM_SMALL))
		mount_system();
	l1_cell_run(&job);
	finish();
}
