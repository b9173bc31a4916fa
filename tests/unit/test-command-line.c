// SPDX-License-Identifier: GPL-2.0
/* A command's words as a job's line and as a shell's: what comes out again is what went in. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "cell/job.h"
#include "exitbench/exec/command-line.h"

#define COMMAND(...)	((char *const[]) { __VA_ARGS__, NULL })

static void assert_same_words(char *const a[], char *const b[])
{
	int i;

	for (i = 0; a[i] && b[i]; i++)
		assert_string_equal(a[i], b[i]);
	assert_null(a[i]);
	assert_null(b[i]);
}

static void job_lines_come_back(void **state)
{
	char *const *const commands[] = {
		COMMAND("ls"), COMMAND("ls", "-l", "/"), COMMAND("echo", "", "a b", " ", "'c'"),
		COMMAND("printf", "%s\\n", "$x", "`y`", "\xc3\xa4", "#", "a=b"),
	};
	char line[JOB_VALUE_SIZE], *argv[JOB_MAX_ARGS];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(commands) / sizeof(commands[0]); i++) {
		assert_true(command_line_job(commands[i], line, sizeof(line)));
		assert_true(job_split(line, argv) > 0);
		assert_same_words(argv, commands[i]);
	}
}

static void what_no_job_can_say(void **state)
{
	static char long_word[JOB_VALUE_SIZE + 1], *many[JOB_MAX_ARGS + 1];
	char *const *const commands[] = {
		COMMAND("a\"b"), COMMAND("a\nb"), COMMAND("a\tb"), COMMAND("\x7f"), COMMAND("\xff"),
		COMMAND("ls", JOB_POINT), COMMAND("ls", "x" JOB_POINT "y"), COMMAND(long_word), many,
	};
	char line[JOB_VALUE_SIZE];
	size_t i;

	(void)state;
	memset(long_word, 'x', JOB_VALUE_SIZE);
	for (i = 0; i < JOB_MAX_ARGS; i++)
		many[i] = "x";
	for (i = 0; i < sizeof(commands) / sizeof(commands[0]); i++)
		assert_false(command_line_job(commands[i], line, sizeof(line)));
	/* One less of each is not too many. */
	long_word[JOB_VALUE_SIZE - 1] = '\0';
	assert_true(command_line_job(COMMAND(long_word), line, sizeof(line)));
	many[JOB_MAX_ARGS - 1] = NULL;
	assert_true(command_line_job(many, line, sizeof(line)));
}

static void shell_lines(void **state)
{
	const struct {
		char *const *words;
		const char *line;
	} cases[] = {
		{ COMMAND("ls", "-l", "/"), "ls -l /" },
		{ COMMAND("", "a b"), "'' 'a b'" },
		{ COMMAND("it's", "'"), "'it'\\''s' ''\\'''" },
		{ COMMAND("$x", "a\nb", "*", "a;b"), "'$x' 'a\nb' '*' 'a;b'" },
	};
	size_t i;
	char *line;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		line = command_line_shell(cases[i].words);
		assert_string_equal(line, cases[i].line);
		free(line);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(job_lines_come_back),
		cmocka_unit_test(what_no_job_can_say),
		cmocka_unit_test(shell_lines),
	};

	return cmocka_run_group_tests_name("command-line", tests, NULL, NULL);
}
