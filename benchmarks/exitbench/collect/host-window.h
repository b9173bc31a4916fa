/* SPDX-License-Identifier: GPL-2.0 */
/* A window that nobody in L2 measured: from the VM's creation to its end, as L1 read it. */
#ifndef EXITBENCH_HOST_WINDOW_H
#define EXITBENCH_HOST_WINDOW_H

#include <stdbool.h>

#include "ledger/window/window.h"
#include "record/l1.h"

/**
 * host_window - the window of a VM that stood still when its ledgers were read
 * @w: receives it, without what only a guest can know of the meter; window_free() it
 * @logs: folder with the status of L1: the mode that KVM was in, and the TSC's frequency
 * @ledgers: of all vCPUs, from debugfs
 *
 * Return: false if there are none, or the status is not whole.
 */
bool host_window(struct window *w, const char *logs, const struct l1_ledgers *ledgers);

#endif
