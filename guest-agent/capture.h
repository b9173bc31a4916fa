/* SPDX-License-Identifier: GPL-2.0 */
/* Measuring a window: the interval between two latches, with a command inside. */
#ifndef EXITMETER_CAPTURE_H
#define EXITMETER_CAPTURE_H

#include <stdint.h>

#include "ledger/window.h"

/**
 * window_run - measure a command
 * @w: receives the result; window_free() it, also after an error
 * @argv: NULL-terminated; looked for in PATH
 *
 * Latch, fork, exec, wait, latch; nothing else is done in between.  Only then
 * is the meter read.
 *
 * Return: 0, or -errno with a message on stderr.  A command that can't be
 * executed ends with status 127, as in a shell.
 */
int window_run(struct window *w, char *const argv[]);

/**
 * window_from_zero - the window from the counters' zero to a latch
 * @w: receives the result; @empty is zero, for there is no first latch. window_free()
 *	it, also after an error
 * @slot: latched before
 *
 * Return: 0, or -EBUSY with a message on stderr if the slot was overwritten.
 */
int window_from_zero(struct window *w, unsigned int slot, uint32_t serial);

#endif
