// SPDX-License-Identifier: GPL-2.0
#include "progress.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <unistd.h>

static struct {
	size_t total;
	size_t done;
	size_t ran;
	int jobs;
	double begun;
	double seconds;		/* of all cells that ran */
	size_t lines;		/* of the display on the screen */
	bool live;
} progress;

double progress_now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec + t.tv_nsec / 1e9;
}

void progress_begin(size_t total, size_t kept, int jobs)
{
	progress.total = total;
	progress.done = kept;
	progress.jobs = jobs;
	progress.begun = progress_now();
	progress.live = isatty(STDOUT_FILENO);
}

static void erase(void)
{
	for (; progress.lines; progress.lines--)
		printf("\033[A\033[2K");
}

void progress_line(const char *format, ...)
{
	va_list ap;

	erase();
	va_start(ap, format);
	vprintf(format, ap);
	va_end(ap);
	putchar('\n');
	fflush(stdout);
}

/* From the mean of the cells so far; what runs counts for the part it has run. */
static double seconds_left(const struct progress_cell *cells, size_t nr)
{
	double mean, left = 0;
	size_t i;

	if (!progress.ran)
		return -1;
	mean = progress.seconds / progress.ran;
	for (i = 0; i < nr; i++) {
		double ran = progress_now() - cells[i].started;

		left += ran < mean ? mean - ran : 0;
	}
	left += mean * (progress.total - progress.done - nr);
	return left / progress.jobs;
}

static void print_left(double left)
{
	if (left >= 0)
		printf(", about %d:%02d left", (int)left / 60, (int)left % 60);
	putchar('\n');
}

void progress_done(double seconds, const char *format, ...)
{
	va_list ap;

	progress.done++;
	progress.ran++;
	progress.seconds += seconds;

	erase();
	printf("[%2zu/%zu] ", progress.done, progress.total);
	va_start(ap, format);
	vprintf(format, ap);
	va_end(ap);
	printf(", %.0f s", seconds);
	/* The live display has a better estimate, below. */
	print_left(progress.live ? -1 : seconds_left(NULL, 0));
	fflush(stdout);
}

void progress_show(const struct progress_cell *cells, size_t nr)
{
	double left = seconds_left(cells, nr);
	size_t i;

	if (!progress.live)
		return;
	erase();
	printf("%zu of %zu cells done, %zu running, %.0f s gone", progress.done,
	       progress.total, nr, progress_now() - progress.begun);
	print_left(left);
	progress.lines = 1;
	for (i = 0; i < nr; i++) {
		printf("  %-42s %-8s %4.0f s\n", cells[i].id, cells[i].phase,
		       progress_now() - cells[i].started);
		progress.lines++;
	}
	fflush(stdout);
}
