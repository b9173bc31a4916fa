// SPDX-License-Identifier: GPL-2.0
/* What the runner writes and the cell's init reads. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "cell/job.h"

#define WHOLE_JOB								\
	"seed=1\nmodule=kvm-intel\nparameter=ept=0\ncpu=haswell\nmemory=256\nvcpus=1\n"	\
	"spare=0\nkvm=patched\nmeter=on\ndetail=off\nguest=any\nedition=1\nobserver=none\n"	\
	"hugepages=on\ntdp_mmu=on\nvpid=on\npti=auto\nioeventfd=on\nreplace_smp=on\ntimeline=off\nmeasure=command\nsystem=small\nscratch=raw\nnetwork=none\nprepare=\nstartup=true\npoints=\n"

static struct job job;
static char text[JOB_SIZE];
static char error[200];

static int parse(const char *from)
{
	*error = '\0';
	snprintf(text, sizeof(text), "%s", from);
	return job_parse(&job, text, error, sizeof(error));
}

static void assert_refused(const char *from, const char *because)
{
	assert_int_equal(parse(from), -1);
	assert_non_null(strstr(error, because));
	assert_null(strchr(error, '\n'));
}

static void test_parse(void **state)
{
	(void)state;
	assert_int_equal(parse(WHOLE_JOB "command=fio --rw=randread\n"), 0);
	assert_string_equal(job.seed, "1");
	/* Only the first equals sign parts key and value. */
	assert_string_equal(job.parameter, "ept=0");
	assert_string_equal(job.command, "fio --rw=randread");
	assert_string_equal(job.prepare, "");
	assert_string_equal(job.startup, "true");
}

static void test_parse_without_last_newline(void **state)
{
	(void)state;
	assert_int_equal(parse(WHOLE_JOB "command=ls"), 0);
	assert_string_equal(job.command, "ls");
}

static void test_parse_in_any_order(void **state)
{
	(void)state;
	assert_int_equal(parse("command=ls\n\n" WHOLE_JOB), 0);
	assert_string_equal(job.command, "ls");
	assert_string_equal(job.seed, "1");
}

static void test_parse_refuses(void **state)
{
	(void)state;
	assert_refused(WHOLE_JOB "command=ls\ncolour=red\n", "\"colour\"");
	/* A key that only begins like a known one. */
	assert_refused(WHOLE_JOB "commands=ls\n", "\"commands\"");
	assert_refused(WHOLE_JOB " command=ls\n", "\" command\"");
	assert_refused(WHOLE_JOB, "27 keys, not 28");
	assert_refused("", "0 keys");
	/* As many keys as there are, but one twice and so another one missing. */
	assert_refused(WHOLE_JOB "seed=2\n", "second key \"seed\"");
	assert_refused(WHOLE_JOB "command\n", "\"command\" is not key=value");
}

static void test_parse_long_value(void **state)
{
	static char longest[sizeof(WHOLE_JOB) + sizeof("command=") + JOB_VALUE_SIZE];
	size_t used = snprintf(longest, sizeof(longest), WHOLE_JOB "command=");

	(void)state;
	memset(longest + used, 'x', JOB_VALUE_SIZE - 1);
	assert_int_equal(parse(longest), 0);
	assert_int_equal(strlen(job.command), JOB_VALUE_SIZE - 1);
	longest[used + JOB_VALUE_SIZE - 1] = 'x';
	assert_refused(longest, "\"command\" is too long");
}

static void test_format_and_parse(void **state)
{
	static struct job first;
	static char out[JOB_SIZE];
	int n;

	(void)state;
	assert_int_equal(parse(WHOLE_JOB "command=sh -c \"a = b\"\n"), 0);
	first = job;
	n = job_format(&first, out, sizeof(out));
	assert_int_equal(n, strlen(out));
	assert_int_equal(parse(out), 0);
	assert_memory_equal(&job, &first, sizeof(job));
}

static void test_format_into_too_little(void **state)
{
	static char out[JOB_SIZE];
	int n;

	(void)state;
	assert_int_equal(parse(WHOLE_JOB "command=ls\n"), 0);
	n = job_format(&job, out, sizeof(out));
	assert_true(n > 0);
	assert_int_equal(job_format(&job, out, n + 1), n);
	assert_int_equal(job_format(&job, out, n), -1);
	assert_int_equal(job_format(&job, out, 3), -1);
}

/* Splits @line and compares with the @n words. */
static void check_split(const char *line, int n, const char *const words[])
{
	char copy[200], *argv[JOB_MAX_ARGS];
	int i;

	snprintf(copy, sizeof(copy), "%s", line);
	assert_int_equal(job_split(copy, argv), n);
	for (i = 0; i < n; i++)
		assert_string_equal(argv[i], words[i]);
	assert_null(argv[n]);
}

#define SPLIT(line, ...) do {							\
	const char *const words[] = { __VA_ARGS__ };				\
	check_split(line, sizeof(words) / sizeof(words[0]), words);		\
} while (0)

static void test_split(void **state)
{
	(void)state;
	SPLIT("ls", "ls");
	SPLIT("  ls \t -l  ", "ls", "-l");
	SPLIT("sh -c \"echo  a b\"", "sh", "-c", "echo  a b");
	/* Quotation marks join what they touch, and go. */
	SPLIT("a\"b c\"d e", "ab cd", "e");
	SPLIT("x \"\" y", "x", "", "y");
	SPLIT("\"\"", "");
	SPLIT("\"a\"\"b\" it's", "ab", "it's");
}

static void test_split_nothing(void **state)
{
	(void)state;
	check_split("", 0, NULL);
	check_split(" \t ", 0, NULL);
}

static void test_split_open_quote(void **state)
{
	char *argv[JOB_MAX_ARGS];
	char whole[] = "sh -c \"echo", last[] = "ls \"", third[] = "a \"b\" \"c";

	(void)state;
	assert_int_equal(job_split(whole, argv), -1);
	assert_int_equal(job_split(last, argv), -1);
	assert_int_equal(job_split(third, argv), -1);
}

static void test_split_too_many(void **state)
{
	char line[2 * JOB_MAX_ARGS + 1], *argv[JOB_MAX_ARGS + 1];
	int i;

	(void)state;
	argv[JOB_MAX_ARGS] = line;
	for (i = 0; i < JOB_MAX_ARGS - 1; i++)
		memcpy(line + 2 * i, "w ", 3);
	assert_int_equal(job_split(line, argv), JOB_MAX_ARGS - 1);
	assert_null(argv[JOB_MAX_ARGS - 1]);

	for (i = 0; i < JOB_MAX_ARGS; i++)
		memcpy(line + 2 * i, "w ", 3);
	assert_int_equal(job_split(line, argv), -1);
	/* Nothing behind the array was touched. */
	assert_ptr_equal(argv[JOB_MAX_ARGS], line);
}

static void test_points(void **state)
{
	char none[] = "", words[] = " 2  4K\tx ", many[3 * JOB_MAX_POINTS + 4] = "";
	char *points[JOB_MAX_POINTS];
	int i;

	(void)state;
	assert_int_equal(job_points(none, points), 0);
	assert_int_equal(job_points(words, points), 3);
	assert_string_equal(points[0], "2");
	assert_string_equal(points[1], "4K");
	assert_string_equal(points[2], "x");
	for (i = 0; i < JOB_MAX_POINTS; i++)
		strcat(many, "p ");
	assert_int_equal(job_points(many, points), JOB_MAX_POINTS);
	*many = '\0';
	for (i = 0; i <= JOB_MAX_POINTS; i++)
		strcat(many, "p ");
	assert_int_equal(job_points(many, points), -1);
}

static void assert_expands(const char *line, const char *to)
{
	char out[64];

	assert_int_equal(job_expand(line, "16", out, sizeof(out)), 0);
	assert_string_equal(out, to);
	/* With no room but for what it needs, and with one byte less. */
	assert_int_equal(job_expand(line, "16", out, strlen(to) + 1), 0);
	assert_string_equal(out, to);
	assert_int_equal(job_expand(line, "16", out, strlen(to)), -1);
}

static void test_expand(void **state)
{
	(void)state;
	assert_expands("ring --of {point}", "ring --of 16");
	assert_expands("{point}{point} a{point}b", "1616 a16b");
	assert_expands("{point", "{point");
	assert_expands("{ point}", "{ point}");
	assert_expands("", "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_parse),
		cmocka_unit_test(test_parse_without_last_newline),
		cmocka_unit_test(test_parse_in_any_order),
		cmocka_unit_test(test_parse_refuses),
		cmocka_unit_test(test_parse_long_value),
		cmocka_unit_test(test_format_and_parse),
		cmocka_unit_test(test_format_into_too_little),
		cmocka_unit_test(test_split),
		cmocka_unit_test(test_split_nothing),
		cmocka_unit_test(test_split_open_quote),
		cmocka_unit_test(test_split_too_many),
		cmocka_unit_test(test_points),
		cmocka_unit_test(test_expand),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
