// SPDX-License-Identifier: GPL-2.0
#include "qemu-l1.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "cell.h"
#include "detach.h"
#include "platform.h"

/*
 * Virtio disks: Linux names IDE disks in the order in which their probing, a
 * thread each, comes to it. And no check of the timer: on a busy host a tick may come
 * too late for a kernel that waits for it, which then gives up.
 */
#define COMMAND_LINE	"console=ttyS0,115200 quiet root=/dev/vda rootfstype=squashfs ro " \
			"init=/init oops=panic panic=-1 exitmeter.exchange=/dev/vdb " \
			"no_timer_check"

static void run(const struct qemu_l1 *l1, const struct cell *cell, const char *image,
		const char *dir)
{
	char kernel[PATH_MAX + 64], initrd[PATH_MAX + 64], root[PATH_MAX + 64];
	char rtc[64], cpus[16], memory[32];
	time_t begin = PLATFORM_TIME0 + (cell->seed - 1) * PLATFORM_SEED_STEP;

	/* One for each vCPU of L2, so that they do run at the same time. */
	snprintf(cpus, sizeof(cpus), "%ld", atol(cell->settings[SETTING_vcpus]) +
		 atol(cell->settings[SETTING_spare]));
	snprintf(memory, sizeof(memory), "%ld", atol(cell->settings[SETTING_memory]) +
		 QEMU_L1_BESIDE);
	snprintf(kernel, sizeof(kernel), "%s/bzImage", image);
	snprintf(initrd, sizeof(initrd), "%s/initrd", image);
	snprintf(root, sizeof(root), "file=%s/root.img,format=raw,if=virtio,readonly=on", image);
	strftime(rtc, sizeof(rtc), "base=%Y-%m-%dT%H:%M:%S", gmtime(&begin));
	if (chdir(dir))
		_exit(127);
	detach_output(1, "emulator.log");
	dup2(1, 2);
	execlp(QEMU_L1_PROGRAM, QEMU_L1_PROGRAM, "-accel", l1->accel, "-cpu", l1->cpu,
	       "-m", memory, "-smp", cpus,
	       "-machine", "pc", "-nodefaults", "-no-user-config", "-no-reboot",
	       "-display", "none", "-rtc", rtc, "-kernel", kernel, "-append", COMMAND_LINE,
	       "-drive", root, "-drive", "file=exchange.img,format=raw,if=virtio",
	       "-serial", "file:console.log",
	       /* Only a kernel that has no driver of its disks built in has one. */
	       access(initrd, R_OK) ? NULL : "-initrd", initrd, NULL);
	_exit(127);
}

pid_t qemu_l1_start(const struct qemu_l1 *l1, const struct cell *cell, const char *image,
		    const char *dir, int *tty)
{
	char absolute[PATH_MAX];
	pid_t pid;

	if (!realpath(image, absolute)) {
		fprintf(stderr, "exitbench: %s: %s\n", image, strerror(errno));
		return -1;
	}
	pid = detach_fork(cell->platform->end_signal, tty);
	if (!pid)
		run(l1, cell, absolute, dir);
	return pid;
}
