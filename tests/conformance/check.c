// SPDX-License-Identifier: GPL-2.0
#include "check.h"

#include <stdarg.h>
#include <string.h>

/* A broken meter breaks a check in thousands of places. */
#define MAX_FAILURES	8
#define MAX_LINES	32
#define LINE_SIZE	256

/**
 * struct result - of the check that is being made
 * @failures: complaints, printed or not
 * @lines: diagnostics, to be printed behind the point
 * @skipped: why; empty if it is not
 */
static struct result {
	unsigned int failures;
	unsigned int nr_lines;
	char lines[MAX_LINES][LINE_SIZE];
	char skipped[LINE_SIZE];
} result;

static struct check_progress progress;

/* To standard output, and kept for check_progress(). */
static void print(const char *format, ...)
{
	size_t used = strlen(progress.text);
	va_list ap;

	va_start(ap, format);
	vsnprintf(progress.text + used, sizeof(progress.text) - used, format, ap);
	va_end(ap);
	va_start(ap, format);
	vprintf(format, ap);
	va_end(ap);
}

static void add_line(const char *prefix, const char *format, va_list ap)
{
	char *line = result.lines[result.nr_lines];
	int n;

	if (result.nr_lines == MAX_LINES)
		return;
	n = snprintf(line, LINE_SIZE, "%s", prefix);
	vsnprintf(line + n, LINE_SIZE - n, format, ap);
	result.nr_lines++;
}

static void add_failure(const char *format, va_list ap)
{
	if (result.failures++ < MAX_FAILURES)
		add_line("", format, ap);
}

void fail(const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	add_failure(format, ap);
	va_end(ap);
}

void note(const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	add_line("note: ", format, ap);
	va_end(ap);
}

void skip(const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	vsnprintf(result.skipped, sizeof(result.skipped), format, ap);
	va_end(ap);
}

bool want_that(bool condition, const char *format, ...)
{
	va_list ap;

	if (condition)
		return true;
	va_start(ap, format);
	add_failure(format, ap);
	va_end(ap);
	return false;
}

bool want(uint64_t read, uint64_t wanted, const char *format, ...)
{
	char what[LINE_SIZE];
	va_list ap;

	if (read == wanted)
		return true;
	va_start(ap, format);
	vsnprintf(what, sizeof(what), format, ap);
	va_end(ap);
	fail("%s: read %#llx, wanted %#llx", what, (unsigned long long)read,
	     (unsigned long long)wanted);
	return false;
}

bool want_regs(struct abi_regs read, struct abi_regs wanted, const char *format, ...)
{
	char what[LINE_SIZE];
	va_list ap;

	if (!memcmp(&read, &wanted, sizeof(read)))
		return true;
	va_start(ap, format);
	vsnprintf(what, sizeof(what), format, ap);
	va_end(ap);
	fail("%s: read %08x %08x %08x %08x, wanted %08x %08x %08x %08x", what,
	     read.eax, read.ebx, read.ecx, read.edx,
	     wanted.eax, wanted.ebx, wanted.ecx, wanted.edx);
	return false;
}

bool check_failing(void)
{
	return result.failures;
}

static void print_result(const struct group *group, const struct check *check)
{
	unsigned int i;

	progress.points++;
	progress.failed += !!result.failures;
	print("%sok %u - %s: %s%s%s\n", result.failures ? "not " : "", progress.points,
	      group->name, check->name, *result.skipped ? " # SKIP " : "", result.skipped);
	for (i = 0; i < result.nr_lines; i++)
		print("# %s\n", result.lines[i]);
	if (result.failures > MAX_FAILURES)
		print("# and %u more\n", result.failures - MAX_FAILURES);
	fflush(stdout);
}

void check_plan(size_t points)
{
	if (!progress.points)
		print("1..%zu\n", points);
	fflush(stdout);
}

static bool has_meter(void)
{
	char hypervisor[13];

	return abi_presence(hypervisor) == ABI_PRESENT;
}

bool check_run(const struct group *group, size_t first)
{
	const char *excuse = group->excuse ? group->excuse() : NULL;
	bool present = !group->metered || has_meter();
	size_t i;

	for (i = first; i < group->nr_checks; i++) {
		memset(&result, 0, sizeof(result));
		if (!present)
			fail("there is no meter of the version that this program knows");
		else if (excuse)
			skip("%s", excuse);
		else
			group->checks[i].run();
		print_result(group, &group->checks[i]);
	}
	return !progress.failed;
}

void check_progress(struct check_progress *to)
{
	*to = progress;
}

void check_resume(const struct check_progress *from)
{
	progress = *from;
	fputs(progress.text, stdout);
	fflush(stdout);
}
