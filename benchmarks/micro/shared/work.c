// SPDX-License-Identifier: GPL-2.0
#include "work.h"

#include <argp.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#define MAX_OPTIONS	8
/* Options have no short names: argp wants a key that is no letter. */
#define FIRST_KEY	1000

static long number(struct argp_state *state, const char *name, const char *arg, long min)
{
	long n, unit = 1;
	char *end;

	errno = 0;
	n = strtol(arg, &end, 10);
	if (*end == 'K')
		unit = 1l << 10;
	else if (*end == 'M')
		unit = 1l << 20;
	if (unit != 1)
		end++;
	if (errno || end == arg || *end || n < 0 || n > LONG_MAX / unit || n * unit < min)
		argp_error(state, "--%s=%s is not a number from %ld up", name, arg, min);
	return n * unit;
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
	const struct work *work = state->input;
	const struct work_option *option;

	if (key == ARGP_KEY_ARG)
		argp_error(state, "\"%s\" is not an option", arg);
	if (key < FIRST_KEY || key >= FIRST_KEY + MAX_OPTIONS)
		return ARGP_ERR_UNKNOWN;
	option = &work->options[key - FIRST_KEY];
	*option->value = number(state, option->name, arg, option->min);
	return 0;
}

void work_parse(const struct work *work, int argc, char **argv)
{
	struct argp_option table[MAX_OPTIONS + 1] = { 0 };
	const struct argp argp = { table, parse, NULL, work->doc, NULL, NULL, NULL };
	int i;

	for (i = 0; i < MAX_OPTIONS && work->options[i].name; i++)
		table[i] = (struct argp_option) { work->options[i].name, FIRST_KEY + i, "N", 0,
						  work->options[i].text, 0 };
	argp_err_exit_status = 2;
	argp_parse(&argp, argc, argv, 0, NULL, (void *)work);
}

void work_limit(const char *name, long value, long max)
{
	if (value <= max)
		return;
	fprintf(stderr, "%s: --%s=%ld: at most %ld\n", program_invocation_short_name, name, value,
		max);
	exit(2);
}

void work_done(const struct work *work, long operations)
{
	printf("operations %ld %s\n", operations, work->operation);
}

void work_fail(const char *what)
{
	fprintf(stderr, "%s: %s: %s\n", program_invocation_short_name, what, strerror(errno));
	exit(1);
}

char *work_pages(long nr)
{
	char *pages;

	if (!nr)
		return NULL;
	pages = mmap(NULL, nr * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (pages == MAP_FAILED)
		work_fail("mmap");
	/* A kernel without huge pages refuses: as wanted. */
	madvise(pages, nr * PAGE, MADV_NOHUGEPAGE);
	return pages;
}

void work_touch(char *pages, long nr)
{
	long i;

	for (i = 0; i < nr; i++)
		*(volatile char *)(pages + i * PAGE) = 1;
}

void work_wait(int pid)
{
	int status;

	if (waitpid(pid, &status, 0) < 0)
		work_fail("wait");
	if (!status)
		return;
	fprintf(stderr, "%s: a child ended with status %#x\n", program_invocation_short_name,
		status);
	exit(1);
}
