// SPDX-License-Identifier: GPL-2.0
#include "qemu-l1.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "exitbench/matrix/cell.h"
#include "detach.h"
#include "exitbench/platform/platform.h"
#include "extra-disk.h"

/*
 * Virtio disks: Linux names IDE disks in the order in which their probing, a
 * thread each, comes to it. And no check of the timer: on a busy host a tick may come
 * too late for a kernel that waits for it, which then gives up.
 */
#define COMMAND_LINE	"console=ttyS0,115200 quiet root=/dev/vda rootfstype=squashfs ro " \
			"init=/init oops=panic panic=-1 exitmeter.exchange=/dev/vdb " \
			"exitmeter.system=/dev/vdc no_timer_check"

#define MAX_ARGS 64

struct arguments {
	char *word[MAX_ARGS];
	int nr;
};

static void add(struct arguments *args, const char *option, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* In the child that becomes QEMU: what is allocated is gone with it. */
static void add(struct arguments *args, const char *option, const char *format, ...)
{
	va_list ap;

	args->word[args->nr++] = (char *)option;
	va_start(ap, format);
	if (vasprintf(&args->word[args->nr++], format, ap) < 0)
		_exit(127);
	va_end(ap);
}

static void add_machine(struct arguments *args, const struct qemu_l1 *l1, const struct cell *cell)
{
	add(args, "-accel", "%s", l1->accel);
	add(args, "-cpu", "%s", l1->cpu ? l1->cpu : cell->cpu->model);
	add(args, "-m", "%ld", atol(cell->settings[SETTING_memory]) + QEMU_L1_BESIDE);
	/* One for each vCPU of L2, so that they do run at the same time. */
	add(args, "-smp", "%ld", atol(cell->settings[SETTING_vcpus]) +
	    atol(cell->settings[SETTING_spare]));
	add(args, "-machine", "pc");
	add(args, "-display", "none");
	args->word[args->nr++] = "-nodefaults";
	args->word[args->nr++] = "-no-user-config";
	args->word[args->nr++] = "-no-reboot";
}

static void add_clock(struct arguments *args, const struct cell *cell)
{
	time_t begin = PLATFORM_TIME0 + (cell->seed - 1) * PLATFORM_SEED_STEP;
	char date[32];

	strftime(date, sizeof(date), "%Y-%m-%dT%H:%M:%S", gmtime(&begin));
	add(args, "-rtc", "base=%s", date);
}

/* In the folder of the cell. */
static void add_files(struct arguments *args, const struct cell *cell)
{
	static const char initrd[] = PLATFORM_IMAGE "/initrd";
	char path[PATH_MAX];

	add(args, "-kernel", PLATFORM_IMAGE "/bzImage");
	add(args, "-append", COMMAND_LINE);
	/* Only a kernel that has no driver of its disks built in has one. */
	if (!access(initrd, R_OK))
		add(args, "-initrd", "%s", initrd);
	add(args, "-drive", "file=" PLATFORM_IMAGE "/root.img,format=raw,if=virtio,readonly=on");
	add(args, "-drive", "file=exchange.img,format=raw,if=virtio");
	if (extra_disk_path(cell, PLATFORM_IMAGE, path))
		add(args, "-drive", "file=%s,format=raw,if=virtio,readonly=on", path);
	add(args, "-serial", "file:console.log");
}

static void run(const struct cell *cell, const char *dir)
{
	const struct qemu_l1 *l1 = cell->platform->l1;
	struct arguments args = { { QEMU_L1_PROGRAM }, 1 };

	add_machine(&args, l1, cell);
	add_clock(&args, cell);
	if (chdir(dir))
		_exit(127);
	add_files(&args, cell);
	detach_output(1, "emulator.log");
	dup2(1, 2);
	execvp(QEMU_L1_PROGRAM, args.word);
	_exit(127);
}

pid_t qemu_l1_start(const struct cell *cell, const char *image, const char *dir)
{
	pid_t pid;

	(void)image;
	pid = detach_fork(cell->platform->end_signal, dir);
	if (!pid)
		run(cell, dir);
	return pid;
}
