/* SPDX-License-Identifier: GPL-2.0 */
/* A window in a file: what `exitmeter record` leaves for report and diff. */
#ifndef EXITMETER_WINDOW_FILE_H
#define EXITMETER_WINDOW_FILE_H

#include "output.h"
#include "ledger/window/window.h"

/* window_file_open - output_open() with room for a window */
int window_file_open(struct output *out, const char *path);

/**
 * window_file_write - write a window, raw latches included, and commit
 * @argv: the command, NULL-terminated; NULL without one
 *
 * Return: 0, or -errno with a message on stderr.
 */
int window_file_write(struct output *out, const struct window *w, char *const argv[]);

/**
 * window_file_read - read one back
 * @w: receives it; window_free() it, also after an error
 * @path: a file; "-" is standard input
 *
 * Takes the record of a cell as well, for the window in it.
 *
 * Return: 0, or -errno with a message on stderr.
 */
int window_file_read(struct window *w, const char *path);

#endif
