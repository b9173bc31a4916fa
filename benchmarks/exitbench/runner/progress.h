/* SPDX-License-Identifier: GPL-2.0 */
/* What a run shows while it goes on: a live display, or plain lines. */
#ifndef EXITBENCH_PROGRESS_H
#define EXITBENCH_PROGRESS_H

#include <stddef.h>
#include <time.h>

/**
 * struct progress_cell - one that runs
 * @id: of the cell
 * @phase: what it is doing
 * @started: seconds, as clock_seconds()
 */
struct progress_cell {
	const char *id;
	const char *phase;
	double started;
};

/**
 * progress_begin - start
 * @total: cells of the matrix
 * @kept: of these, the ones that need not be run
 * @jobs: at a time
 */
void progress_begin(size_t total, size_t kept, int jobs);

/* progress_line - a line that stays, such as a cell's result. */
void progress_line(const char *format, ...) __attribute__((format(printf, 1, 2)));

/**
 * progress_done - a line about one more cell that has ended
 * @seconds: that it took
 * @format: what became of it
 */
void progress_done(double seconds, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* progress_show - draw the display anew; nothing if not on a terminal. */
void progress_show(const struct progress_cell *cells, size_t nr);

#endif
