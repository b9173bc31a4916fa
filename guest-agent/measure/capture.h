/* SPDX-License-Identifier: GPL-2.0 */
/* Measuring a window: the interval between two latches, with a command inside. */
#ifndef EXITMETER_CAPTURE_H
#define EXITMETER_CAPTURE_H

#include <stdint.h>

#include "ledger/window/window.h"
#include "meter/latch.h"

/* The slots of a window, and of a shorter one inside of it. */
enum capture_slot {
	CAPTURE_BEGIN,
	CAPTURE_END,
	CAPTURE_INNER_BEGIN,
	CAPTURE_INNER_END,
};

/**
 * capture_open - find out what a window costs
 * @w: receives the meter and the cost; window_free() it, also after an error
 *
 * Return: 0, or -errno with a message on stderr.
 */
int capture_open(struct window *w);

/**
 * capture_around - measure what a function does
 * @w: opened
 * @inside: called once; its error, which it has told on stderr, is passed on
 * @data: for @inside
 *
 * Latch, call, latch; nothing else is done in between. Only then is the meter read.
 *
 * Return: 0, or -errno with a message on stderr: -ESTALE if the VM was migrated or restored
 * meanwhile, -ENODEV if the meter is gone, -EBUSY if someone else latched a slot of the window's.
 */
int capture_around(struct window *w, int (*inside)(void *data), void *data);

/* What is wanted of a window beside the VM's ledger. */
#define CAPTURE_VCPUS	0x1	/* each vCPU by itself */
#define CAPTURE_DETAILS	0x2	/* keys and histograms, if they are kept */

/**
 * capture_between - a window from two latches
 * @w: receives it; window_free() it, also after an error
 * @opened: the cost of a window
 * @at: the two latches
 * @what: CAPTURE_*
 *
 * Return: as capture_around().
 */
int capture_between(struct window *w, const struct window *opened, const struct latch *at,
		    unsigned int what);

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
