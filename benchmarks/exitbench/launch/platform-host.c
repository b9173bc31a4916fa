// SPDX-License-Identifier: GPL-2.0
/*
 * host: no L1. The meter's modules replace this machine's own while a cell runs,
 * and L2 is started right here. Needs root.
 *
 * host-cell does in a folder what L1's first process does in a machine of its own.
 */
#include <err.h>
#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "exitbench/matrix/cell.h"
#include "detach.h"
#include "exitbench/platform/platform.h"
#include "qemu-l1.h"
#include "extra-disk.h"

static pid_t start(const struct cell *cell, const char *image, const char *dir)
{
	char program[PATH_MAX], modules[PATH_MAX], path[PATH_MAX], *disk = NULL;
	pid_t pid;

	need_host_cell_path(program);
	(void)image;
	if (!realpath(machine_this()->modules, modules)) {
		warnx("%s: %s", machine_this()->modules, strerror(errno));
		return -1;
	}
	if (extra_disk_path(cell, PLATFORM_IMAGE, path))
		disk = path;
	pid = detach_fork(cell->platform->end_signal, dir);
	if (pid)
		return pid;
	if (chdir(dir))
		_exit(127);
	detach_output(1, "console.log");
	detach_output(2, "emulator.log");
	execl(program, program, PLATFORM_IMAGE "/root.img", modules, disk, NULL);
	_exit(127);
}

static const char *const tools[] = {
	QEMU_L1_PROGRAM, QEMU_L1_BIOS, "unsquashfs", "/bin/busybox", NULL
};
static const need_fn needs[] = {
	need_virtualisation, need_free_kvm, need_root, need_modules, need_tools, need_memory, NULL
};

const struct platform platform_host = {
	.name = "host",
	.max_memory = 65536,
	.max_tries = 1,
	.memory = 640,
	.alone = true,
	.in_folder = true,
	/* It must have time to put the machine's modules back. */
	.end_signal = SIGTERM,
	.tools = tools,
	.needs = needs,
	.start = start,
};
