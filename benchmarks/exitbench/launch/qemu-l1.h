/* SPDX-License-Identifier: GPL-2.0 */
/* L1 as a virtual machine of QEMU, whatever runs its instructions. */
#ifndef EXITBENCH_QEMU_L1_H
#define EXITBENCH_QEMU_L1_H

#include <sys/types.h>

#define QEMU_L1_PROGRAM	"qemu-system-x86_64"
#define QEMU_L1_BIOS	"/usr/share/{seabios,qemu}/bios-256k.bin"

/* Memory of L1 beside L2's, MiB: Linux, QEMU, L2's disks. */
#define QEMU_L1_BESIDE	768

struct cell;

/**
 * struct qemu_l1
 * @accel: what runs its instructions
 * @cpu: for -cpu, if it is not the cell's
 */
struct qemu_l1 {
	const char *accel;
	const char *cpu;
};

/* qemu_l1_start - as struct platform's @start; what L1 is, is in its @l1 */
pid_t qemu_l1_start(const struct cell *cell, const char *image, const char *dir);

#endif
