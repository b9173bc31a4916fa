/* SPDX-License-Identifier: GPL-2.0 */
/* A guest that waited for nothing, before it came to its work. */
#ifndef EXITBENCH_STALL_H
#define EXITBENCH_STALL_H

#include <stdbool.h>
#include <stddef.h>

/**
 * stall_find - did L2 wait longer than its boot can take?
 * @logs: folder of the cell's logs
 * @vcpus: of L2
 * @text: receives a sentence if it did
 *
 * By KVM's statistic halt_wait_ns, the time that vCPUs were halted, at the moment before the
 * work, or at the end of a boot. A second vCPU waits for most of the boot.
 */
bool stall_find(const char *logs, long vcpus, char *text, size_t size);

#endif
