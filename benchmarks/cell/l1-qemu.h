/* SPDX-License-Identifier: GPL-2.0 */
/* QEMU as it runs L2: what the machine is made of. */
#ifndef CELL_L1_QEMU_H
#define CELL_L1_QEMU_H

#include <sys/types.h>

#include "init.h"
#include "job.h"

/* Character devices "pipe": names to which QEMU adds .in and .out. */
#define L1_QEMU_PORT	CELL_PLACE "run/port"
#define L1_QEMU_MONITOR	CELL_PLACE "run/monitor"
/* The console of a distribution. */
#define L1_QEMU_CONSOLE	CELL_PLACE "run/console"

#define L1_QEMU_SCRATCH	CELL_PLACE "run/scratch.img"

/* What L2 wrote onto its console. */
#define L1_QEMU_LOG	INIT_OUT "/l2-console.log"

/* Where the disk of a distribution is mounted, or unpacked: vmlinuz, initrd, cmdline, root.ext4. */
#define L1_QEMU_SYSTEM	CELL_PLACE "system"

/**
 * l1_qemu_start - start L2
 * @job: its disks and pipes are there
 *
 * Return: QEMU's process id.
 */
pid_t l1_qemu_start(const struct job *job);

#endif
