// SPDX-License-Identifier: GPL-2.0
/* What a command printed is kept whole, or its two ends and how much was between. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "record/log-file.h"

#define LINES	3000
/* A letter of two bytes, so that a cut within it shows. */
#define LINE	"a line with \xc3\xa9\n"

static void write_lines(const char *dir, int nr)
{
	char path[64];
	FILE *f;
	int i;

	snprintf(path, sizeof(path), "%s/log", dir);
	f = fopen(path, "w");
	assert_non_null(f);
	for (i = 0; i < nr; i++)
		fputs(i ? LINE : "first\n", f);
	fputs("last\n", f);
	fclose(f);
}

static json_t *text_of(int nr)
{
	char dir[] = "/tmp/test-log-file.XXXXXX", path[64];
	json_t *text;

	assert_non_null(mkdtemp(dir));
	write_lines(dir, nr);
	text = log_file_shortened(log_file_text(dir, "log"));
	snprintf(path, sizeof(path), "%s/log", dir);
	unlink(path);
	rmdir(dir);
	return text;
}

static void test_short(void **state)
{
	json_t *text = text_of(2);

	(void)state;
	assert_string_equal(json_string_value(text), "first\n" LINE "last\n");
	json_decref(text);
}

static void test_long(void **state)
{
	const size_t whole = strlen("first\nlast\n") + (LINES - 1) * strlen(LINE);
	json_t *json = text_of(LINES);
	const char *text = json_string_value(json), *gap;
	size_t out;

	(void)state;
	assert_non_null(text);
	gap = strstr(text, "\n[");
	assert_non_null(gap);
	assert_int_equal(sscanf(gap, "\n[%zu bytes left out]", &out), 1);
	assert_int_equal(strncmp(text, "first\n", 6), 0);
	assert_string_equal(text + strlen(text) - 6, "\nlast\n");
	assert_true(strlen(text) < 33 * 1024);
	assert_int_equal(strlen(text) - strcspn(gap + 1, "\n") - 1 + out, whole);
	json_decref(json);
}

static void test_none(void **state)
{
	json_t *text = log_file_shortened(log_file_text("/nonexistent", "log"));

	(void)state;
	assert_true(json_is_null(text));
	json_decref(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_short),
		cmocka_unit_test(test_long),
		cmocka_unit_test(test_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
