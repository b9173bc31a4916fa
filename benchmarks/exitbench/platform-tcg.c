// SPDX-License-Identifier: GPL-2.0
/*
 * tcg-svm: QEMU's TCG, an emulated AMD CPU with SVM and nested paging.
 *
 * Faster than Bochs, but its cycles follow the host's clock: counts and cycles
 * differ a little from run to run.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pty.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "cell.h"
#include "platform.h"

#define QEMU "qemu-system-x86_64"

/*
 * Virtio disks: Linux names IDE disks in the order in which their probing, a
 * thread each, comes to it. And no check of the timer: on a busy host a tick may come
 * too late for a kernel that waits for it, which then gives up.
 */
#define COMMAND_LINE	"console=ttyS0,115200 quiet root=/dev/vda rootfstype=squashfs ro " \
			"init=/init oops=panic panic=-1 exitmeter.exchange=/dev/vdb " \
			"no_timer_check"

static void run(const struct cell *cell, const char *image, const char *dir)
{
	char kernel[PATH_MAX + 64], initrd[PATH_MAX + 64], root[PATH_MAX + 64], rtc[64], cpus[16];
	time_t begin = PLATFORM_TIME0 + (cell->seed - 1) * PLATFORM_SEED_STEP;
	int log;

	/* One for each vCPU of L2, so that they do run at the same time. */
	snprintf(cpus, sizeof(cpus), "%ld", atol(cell->settings[SETTING_vcpus]) +
		 atol(cell->settings[SETTING_spare]));
	snprintf(kernel, sizeof(kernel), "%s/bzImage", image);
	snprintf(initrd, sizeof(initrd), "%s/initrd", image);
	snprintf(root, sizeof(root), "file=%s/root.img,format=raw,if=virtio,readonly=on", image);
	strftime(rtc, sizeof(rtc), "base=%Y-%m-%dT%H:%M:%S", gmtime(&begin));
	if (chdir(dir))
		_exit(127);
	log = open("emulator.log", O_WRONLY | O_CREAT | O_TRUNC, 0644);
	if (log < 0 || dup2(log, 1) < 0 || dup2(log, 2) < 0)
		_exit(127);
	execlp(QEMU, QEMU, "-accel", "tcg", "-cpu", "EPYC,+svm,+npt", "-m", "1024", "-smp", cpus,
	       "-machine", "pc", "-nodefaults", "-no-user-config", "-no-reboot",
	       "-display", "none", "-rtc", rtc, "-kernel", kernel, "-append", COMMAND_LINE,
	       "-drive", root, "-drive", "file=exchange.img,format=raw,if=virtio",
	       "-serial", "file:console.log",
	       /* Only a kernel that has no driver of its disks built in has one. */
	       access(initrd, R_OK) ? NULL : "-initrd", initrd, NULL);
	_exit(127);
}

static pid_t start(const struct cell *cell, const char *image, const char *dir, int *tty)
{
	char absolute[PATH_MAX];
	pid_t pid;

	if (!realpath(image, absolute)) {
		fprintf(stderr, "exitbench: %s: %s\n", image, strerror(errno));
		return -1;
	}
	pid = forkpty(tty, NULL, NULL, NULL);
	if (pid < 0)
		fprintf(stderr, "exitbench: start " QEMU ": %s\n", strerror(errno));
	if (!pid)
		run(cell, absolute, dir);
	return pid;
}

static const char *const tools[] = { QEMU, NULL };

const struct platform platform_tcg_svm = {
	.name = "tcg-svm",
	.summary = "QEMU TCG: emulated AMD CPU with SVM and NPT, not reproducible to the cycle",
	.module = "kvm-amd",
	.parameter = { "npt=0", "npt=1" },
	.cpu_model = "EPYC,+svm,+npt",
	.max_memory = 512,
	/*
	 * On a busy host one with several CPUs sometimes does not boot: Linux patches
	 * its code while TCG's threads run it.
	 */
	.max_boots = 3,
	.tools = tools,
	.start = start,
};
