/* SPDX-License-Identifier: GPL-2.0 */
/* Known flaws of QEMU's TCG: a cell that one of them spoilt can be run again. */
#ifndef EXITBENCH_FLAW_H
#define EXITBENCH_FLAW_H

#include <stdbool.h>

/**
 * flaw_find - was it the emulator, by a flaw that is known, that spoilt a cell?
 * @logs: folder of the cell
 *
 * Return: what happened, or NULL.
 */
const char *flaw_find(const char *logs);

#endif
