// SPDX-License-Identifier: GPL-2.0
/* A file that is there in full or not at all. */
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

#include "util/json-file.h"

static char dir[] = P_tmpdir "/test-json-file.XXXXXX";
static char path[sizeof(dir) + 20];

static int setup(void **state)
{
	(void)state;
	memcpy(dir + sizeof(dir) - 7, "XXXXXX", 6);
	if (!mkdtemp(dir))
		return -1;
	snprintf(path, sizeof(path), "%s/window.json", dir);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	unlink(path);
	/* Fails if a temporary file was left behind. */
	return rmdir(dir);
}

static json_int_t value_in_file(void)
{
	json_t *json = json_load_file(path, 0, NULL);
	json_int_t n = json_integer_value(json_object_get(json, "n"));

	json_decref(json);
	return n;
}

static void write_value(int n, int expected)
{
	json_t *json = json_pack("{s:i}", "n", n);
	int err = json_file_write(path, json);

	/* The reference was not taken. */
	assert_int_equal(json->refcount, 1);
	json_decref(json);
	assert_int_equal(!!err, expected);
}

static void test_write_and_replace(void **state)
{
	mode_t mask = umask(022);
	struct stat st;

	(void)state;
	write_value(1, 0);
	assert_int_equal(value_in_file(), 1);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0644);
	write_value(2, 0);
	assert_int_equal(value_in_file(), 2);
	umask(mask);
}

static void test_failure_leaves_the_file(void **state)
{
	json_t *scalar = json_integer(3);

	(void)state;
	write_value(1, 0);
	/* Not an object: jansson refuses after the temporary file was made. */
	assert_true(json_file_write(path, scalar) < 0);
	json_decref(scalar);
	assert_int_equal(value_in_file(), 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_write_and_replace, setup, teardown),
		cmocka_unit_test_setup_teardown(test_failure_leaves_the_file, setup, teardown),
	};

	/* What the code under test complains about is wanted here. */
	if (!freopen("/dev/null", "w", stderr))
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
