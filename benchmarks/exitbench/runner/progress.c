// SPDX-License-Identifier: GPL-2.0
#include "progress.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "util/clock.h"

/* Columns of a cell's name in the display. */
#define MIN_NAME	16
#define MAX_NAME	60

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

void progress_begin(size_t total, size_t kept, int jobs)
{
	progress.total = total;
	progress.done = kept;
	progress.jobs = jobs;
	progress.begun = clock_seconds();
	progress.live = isatty(STDOUT_FILENO);
}

static void erase(void)
{
	for (; progress.lines; progress.lines--)
		printf("\033[A\033[2K");
}

/* Of the terminal, which may be another size each time; one that does not tell is usual. */
static struct winsize terminal_size(void)
{
	struct winsize size = { 0 };

	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) || !size.ws_col || !size.ws_row)
		size = (struct winsize) { .ws_row = 24, .ws_col = 80 };
	return size;
}

/* A line of the display: cut, for one that wraps would not be erased. */
static void show_line(const struct winsize *size, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

static void show_line(const struct winsize *size, const char *format, ...)
{
	char line[512];
	va_list ap;

	va_start(ap, format);
	vsnprintf(line, sizeof(line), format, ap);
	va_end(ap);
	printf("%.*s\n", size->ws_col - 1, line);
	progress.lines++;
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
		double ran = clock_seconds() - cells[i].started;

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
	struct winsize size;
	char end[32] = "";
	int name;
	size_t i;

	if (!progress.live)
		return;
	size = terminal_size();
	/* What is behind the name takes 22 columns: cut the name, and see the rest. */
	name = size.ws_col > 22 + MIN_NAME ? size.ws_col - 22 : MIN_NAME;
	if (name > MAX_NAME)
		name = MAX_NAME;
	erase();
	if (left >= 0)
		snprintf(end, sizeof(end), ", about %d:%02d left", (int)left / 60, (int)left % 60);
	show_line(&size, "%zu of %zu cells done, %zu running, %.0f s gone%s", progress.done,
		  progress.total, nr, clock_seconds() - progress.begun, end);
	/* The last line is the cursor's. */
	for (i = 0; i < nr && progress.lines + 1 < size.ws_row; i++)
		show_line(&size, "  %-*.*s %-8.8s %5.0f s", name, name, cells[i].id,
			  cells[i].phase, clock_seconds() - cells[i].started);
	fflush(stdout);
}
