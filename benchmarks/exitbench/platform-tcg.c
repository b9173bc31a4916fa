// SPDX-License-Identifier: GPL-2.0
/*
 * QEMU's TCG, an emulated AMD CPU with SVM and nested paging, on which runs differ a
 * little. Two platforms, for a cycle means another thing on each:
 *
 * tcg-svm: by the host's clock, and with a thread for each CPU of L1;
 * tcg-svm-icount: by the instructions that are executed, all CPUs in one thread. Slower.
 */
#include <signal.h>

#include "platform.h"
#include "qemu-l1.h"

#define CPU "EPYC,+svm,+npt"

static const char *const tools[] = { QEMU_L1_PROGRAM, QEMU_L1_BIOS, NULL };
static const need_fn needs[] = { need_tools, need_memory, NULL };

#define MAX_TRIES	3
#define MAX_MEMORY	65536	/* of L2, MiB */
#define MEMORY		1280	/* of the host, MiB */

/* What the two have in common. */
#define TCG_SVM(instructions)						\
	.vendor = &vendor_svm,						\
	.cpu_model = CPU,						\
	.max_memory = MAX_MEMORY,					\
	.max_tries = MAX_TRIES,						\
	.memory = MEMORY,						\
	.end_signal = SIGKILL,						\
	.tools = tools,							\
	.needs = needs,							\
	.start = qemu_l1_start,						\
	.l1 = &(const struct qemu_l1) {					\
		.accel = "tcg", .cpu = CPU, .counts_instructions = (instructions)	\
	}

const struct platform platform_tcg_svm = {
	.name = "tcg-svm",
	TCG_SVM(false),
};

const struct platform platform_tcg_svm_icount = {
	.name = "tcg-svm-icount",
	TCG_SVM(true),
};
