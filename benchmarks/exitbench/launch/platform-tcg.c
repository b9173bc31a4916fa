// SPDX-License-Identifier: GPL-2.0
/*
 * tcg-svm: QEMU's TCG, an emulated AMD CPU with SVM and nested paging, on which runs differ a
 * little. Its clock is the host's, and it has a thread for each CPU of L1.
 */
#include <signal.h>

#include "exitbench/platform/platform.h"
#include "qemu-l1.h"

static const char *const tools[] = { QEMU_L1_PROGRAM, QEMU_L1_BIOS, NULL };
static const need_fn needs[] = { need_tools, need_memory, NULL };

const struct platform platform_tcg_svm = {
	.name = "tcg-svm",
	.vendor = &vendor_svm,
	.cpus = cpus_tcg,
	.max_memory = 65536,
	.max_tries = 3,
	.memory = 1280,
	.end_signal = SIGKILL,
	.tools = tools,
	.needs = needs,
	.start = qemu_l1_start,
	.l1 = &(const struct qemu_l1) { .accel = "tcg" },
};
