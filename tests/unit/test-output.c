// SPDX-License-Identifier: GPL-2.0
/* Files that are whole or as they were, and what is found out before there is anything to write. */
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "show/output.h"

#define ROOM	4096

static char dir[] = "/tmp/test-output.XXXXXX";
static struct output o;

static int setup(void **state)
{
	(void)state;
	strcpy(dir, "/tmp/test-output.XXXXXX");
	return !mkdtemp(dir) || chdir(dir);
}

static int teardown(void **state)
{
	char command[64];

	(void)state;
	snprintf(command, sizeof(command), "rm -rf %s", dir);
	return chdir("/") || system(command);
}

static void put(const char *path, const char *text)
{
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	assert_int_equal(fputs(text, f) < 0 || fclose(f), 0);
}

static void assert_file(const char *path, const char *text)
{
	char buf[100] = "";
	FILE *f = fopen(path, "r");

	assert_non_null(f);
	assert_int_equal(fread(buf, 1, sizeof(buf) - 1, f), strlen(text));
	fclose(f);
	assert_string_equal(buf, text);
}

static int write_text(const char *path, const char *text)
{
	int err = output_open(&o, path, ROOM);

	if (!err)
		err = output_write(&o, text, strlen(text));
	if (!err)
		err = output_commit(&o);
	output_close(&o);
	return err;
}

/* Nothing but the files named is left. */
static void assert_entries(const char *names)
{
	char command[200];

	snprintf(command, sizeof(command), "test \"$(ls -A | tr '\\n' ' ')\" = '%s '", names);
	assert_int_equal(system(command), 0);
}

static void test_write_and_replace(void **state)
{
	mode_t mask = umask(022);
	struct stat st;

	(void)state;
	assert_int_equal(write_text("w.json", "a long first text"), 0);
	assert_file("w.json", "a long first text");
	assert_int_equal(stat("w.json", &st), 0);
	assert_int_equal(st.st_mode & 0777, 0644);
	assert_int_equal(write_text("w.json", "short"), 0);
	assert_file("w.json", "short");
	assert_entries("w.json");
	umask(mask);
}

static void test_without_commit_the_file_is_as_it_was(void **state)
{
	(void)state;
	put("w.json", "old");
	assert_int_equal(output_open(&o, "w.json", ROOM), 0);
	assert_int_equal(output_write(&o, "new", 3), 0);
	output_close(&o);
	assert_file("w.json", "old");
	assert_entries("w.json");
}

static void test_link_is_followed(void **state)
{
	struct stat st;

	(void)state;
	put("target", "old");
	assert_int_equal(symlink("target", "link"), 0);
	assert_int_equal(write_text("link", "new"), 0);
	assert_file("target", "new");
	assert_int_equal(lstat("link", &st), 0);
	assert_true(S_ISLNK(st.st_mode));

	assert_int_equal(symlink("nothing-yet", "dangling"), 0);
	assert_int_equal(write_text("dangling", "made"), 0);
	assert_file("nothing-yet", "made");
}

static void test_long_name(void **state)
{
	char name[300];

	(void)state;
	memset(name, 'x', sizeof(name));
	name[255] = '\0';
	assert_int_equal(write_text(name, "fits"), 0);
	assert_file(name, "fits");
	name[255] = 'x';
	name[256] = '\0';
	assert_int_equal(output_open(&o, name, ROOM), -ENAMETOOLONG);
	output_close(&o);
}

static void test_found_out_before(void **state)
{
	(void)state;
	assert_int_equal(output_open(&o, "no/w.json", ROOM), -ENOENT);
	output_close(&o);
	assert_int_equal(output_open(&o, ".", ROOM), -EISDIR);
	output_close(&o);
}

static int saved;

static void redirect(int to)
{
	fflush(stdout);
	saved = dup(1);
	dup2(to, 1);
	close(to);
}

static void restore(void)
{
	dup2(saved, 1);
	close(saved);
}

static void test_standard_output(void **state)
{
	int ends[2], err;

	(void)state;
	redirect(open("out", O_WRONLY | O_CREAT, 0644));
	err = write_text("-", "dash") || write_text(NULL, " none") ||
	      write_text("/dev/stdout", " name");
	restore();
	assert_int_equal(err, 0);
	assert_file("out", "dash none name");
	assert_int_equal(access("-", F_OK), -1);

	/* What reads has gone: known before anything is measured. */
	assert_int_equal(pipe(ends), 0);
	close(ends[0]);
	redirect(ends[1]);
	err = output_open(&o, "-", ROOM);
	restore();
	assert_int_equal(err, -EPIPE);
}

static void test_what_was_measured_is_not_lost(void **state)
{
	int err;

	(void)state;
	redirect(open("out", O_WRONLY | O_CREAT, 0644));
	err = write_text("/dev/full", "figures");
	restore();
	assert_true(err < 0);
	assert_file("out", "figures");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_write_and_replace, setup, teardown),
		cmocka_unit_test_setup_teardown(test_without_commit_the_file_is_as_it_was, setup,
						teardown),
		cmocka_unit_test_setup_teardown(test_link_is_followed, setup, teardown),
		cmocka_unit_test_setup_teardown(test_long_name, setup, teardown),
		cmocka_unit_test_setup_teardown(test_found_out_before, setup, teardown),
		cmocka_unit_test_setup_teardown(test_standard_output, setup, teardown),
		cmocka_unit_test_setup_teardown(test_what_was_measured_is_not_lost, setup, teardown),
	};

	/* What the code under test complains about is wanted here. */
	if (!freopen("/dev/null", "w", stderr))
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
