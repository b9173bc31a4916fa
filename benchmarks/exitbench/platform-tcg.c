// SPDX-License-Identifier: GPL-2.0
/*
 * tcg-svm: QEMU's TCG, an emulated AMD CPU with SVM and nested paging.
 *
 * Faster than Bochs, but its cycles follow the host's clock: counts and cycles
 * differ a little from run to run.
 */
#include <signal.h>

#include "platform.h"
#include "qemu-l1.h"

#define CPU "EPYC,+svm,+npt"

static pid_t start(const struct cell *cell, const char *image, const char *dir, int *tty)
{
	static const struct qemu_l1 l1 = { .accel = "tcg", .cpu = CPU };

	return qemu_l1_start(&l1, cell, image, dir, tty);
}

static const char *const tools[] = { QEMU_L1_PROGRAM, QEMU_L1_BIOS, NULL };
static const need_fn needs[] = { need_tools, need_memory, NULL };

const struct platform platform_tcg_svm = {
	.name = "tcg-svm",
	.summary = "QEMU TCG: emulated AMD CPU with SVM and NPT, not reproducible to the cycle",
	.vendor = &vendor_svm,
	.cpu_model = CPU,
	.max_memory = 65536,
	.memory = 1280,
	.end_signal = SIGKILL,
	/*
	 * On a busy host one with several CPUs sometimes does not boot: Linux patches
	 * its code while TCG's threads run it.
	 */
	.max_boots = 3,
	.tools = tools,
	.needs = needs,
	.start = start,
};
