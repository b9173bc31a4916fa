// SPDX-License-Identifier: GPL-2.0
#include "l1-cell.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "cell/init.h"
#include "cell/l1-kvm.h"
#include "cell/l1-observer.h"
#include "cell/l1-vm.h"

static void set_hugepages(const char *value)
{
	FILE *f = fopen(L1_CELL_HUGEPAGES, "w");

	if (!f || fputs(strcmp(value, SETTING_ON) ? "never" : "always", f) < 0 || fclose(f))
		init_fail("write %s: %m", L1_CELL_HUGEPAGES);
}

static void run_l2(const struct job *job, const struct observer *observer)
{
	char *const untar[] = { "/bin/busybox", "tar", "xf", "-", "-C", INIT_OUT "/l2", NULL };

	l1_vm_run(job, observer);
	/* Nothing of ours runs in a distribution. */
	if (strcmp(job->system, JOB_SYSTEM_SMALL))
		return;
	if (mkdir(INIT_OUT "/l2", 0755) || init_run(untar, L1_VM_EXCHANGE, JOB_SIZE, NULL))
		init_fail("L2's results can't be unpacked: it ended while it wrote them, or they "
			  "did not fit on the disk");
}

/* For what is to be known of KVM without any L2 of ours. */
static void run_command(const struct job *job)
{
	init_phase("command");
	init_status("command", "%d", init_run_line(job->command, INIT_OUT "/command.out"));
}

void l1_cell_run(const struct job *job)
{
	const struct observer *observer = observer_find(job->observer);

	set_hugepages(job->hugepages);
	l1_kvm_load(job);
	l1_kvm_save(job);
	if (strcmp(job->measure, JOB_MEASURE_L1))
		run_l2(job, observer);
	else
		run_command(job);
}
