// SPDX-License-Identifier: GPL-2.0
/*
 * nested: L1 is a virtual machine on this machine's KVM, and has the CPU's own
 * virtualisation: the host's kernel and modules stay as they are.
 *
 * What L1's KVM does with VMX or SVM makes exits to the host's: cycles hold what
 * those cost.
 */
#include <signal.h>

#include "exitbench/platform/platform.h"
#include "qemu-l1.h"

static const char *const tools[] = { QEMU_L1_PROGRAM, QEMU_L1_BIOS, NULL };
static const need_fn needs[] = {
	need_virtualisation, need_kvm, need_nesting, need_tools, need_memory, NULL
};

const struct platform platform_nested = {
	.name = "nested",
	.max_memory = 65536,
	.max_tries = 1,
	.memory = 1280,
	.end_signal = SIGKILL,
	.tools = tools,
	.needs = needs,
	.start = qemu_l1_start,
	.l1 = &(const struct qemu_l1) { .accel = "kvm", .cpu = "host" },
};
