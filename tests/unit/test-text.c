// SPDX-License-Identifier: GPL-2.0
/* What a command printed is kept whole, or its two ends and how much was between. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "util/text.h"

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

static char *text_of(int nr)
{
	char dir[] = "/tmp/test-text.XXXXXX", path[64], *text;
	FILE *f;

	assert_non_null(mkdtemp(dir));
	write_lines(dir, nr);
	snprintf(path, sizeof(path), "%s/log", dir);
	f = fopen(path, "r");
	text = text_shorten(text_read(f));
	fclose(f);
	unlink(path);
	rmdir(dir);
	return text;
}

static void test_short(void **state)
{
	char *text = text_of(2);

	(void)state;
	assert_string_equal(text, "first\n" LINE "last\n");
	free(text);
}

static void test_long(void **state)
{
	const size_t whole = strlen("first\nlast\n") + (LINES - 1) * strlen(LINE);
	char *text = text_of(LINES), *gap;
	size_t out;

	(void)state;
	gap = strstr(text, "\n[");
	assert_non_null(gap);
	assert_int_equal(sscanf(gap, "\n[%zu bytes left out]", &out), 1);
	assert_int_equal(strncmp(text, "first\n", 6), 0);
	assert_string_equal(text + strlen(text) - 6, "\nlast\n");
	assert_true(strlen(text) < 33 * 1024);
	assert_int_equal(strlen(text) - strcspn(gap + 1, "\n") - 1 + out, whole);
	free(text);
}

static void escaped(const char *bytes, size_t size, const char *wanted)
{
	char *text = text_escape(bytes, size);

	assert_string_equal(text, wanted);
	free(text);
}

#define ESCAPED(bytes, wanted) escaped(bytes, sizeof(bytes) - 1, wanted)

/* Each text has one reading: what looks like an escape is escaped itself. */
static void test_escape(void **state)
{
	(void)state;
	ESCAPED("", "");
	ESCAPED("plain \t\n", "plain \t\n");
	ESCAPED("a\0b", "a\\x00b");
	ESCAPED("\\x00", "\\\\x00");
	ESCAPED("\xc3\xa4 \xe2\x82\xac \xf0\x9f\x98\x80", "\xc3\xa4 \xe2\x82\xac \xf0\x9f\x98\x80");
	ESCAPED("\xff\xfe", "\\xff\\xfe");
	/* Cut off, too long, a surrogate, beyond the last, a byte that continues nothing. */
	ESCAPED("\xe2\x82", "\\xe2\\x82");
	ESCAPED("\xc0\x80", "\\xc0\\x80");
	ESCAPED("\xe0\x80\x80", "\\xe0\\x80\\x80");
	ESCAPED("\xed\xa0\x80", "\\xed\\xa0\\x80");
	ESCAPED("\xf4\x90\x80\x80", "\\xf4\\x90\\x80\\x80");
	ESCAPED("\x80", "\\x80");
}

static void test_none(void **state)
{
	(void)state;
	assert_null(text_shorten(NULL));
}

/* Without a line to cut at nothing is left but how much it was. */
static void test_one_line(void **state)
{
	char *text = malloc(100001);

	(void)state;
	memset(text, 'x', 100000);
	text[100000] = '\0';
	text = text_shorten(text);
	assert_string_equal(text, "[100000 bytes left out]\n");
	free(text);
}

/* How much a guest left out, and why, is not left out. */
static void test_left_out_before(void **state)
{
	static const char notice[] = "\n[62652450 bytes left out: of what is printed, 256 KiB are kept]\n";
	char *text = malloc(100000 + sizeof(notice));

	(void)state;
	memset(text, 'x', 100000);
	strcpy(text + 100000, "\nlast\n");
	memcpy(text + 50000, notice, strlen(notice));
	text = text_shorten(text);
	assert_string_equal(text, "[99937 bytes left out]\n"
			    "[62652450 bytes left out: of what is printed, 256 KiB are kept]\nlast\n");
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_short),
		cmocka_unit_test(test_long),
		cmocka_unit_test(test_escape),
		cmocka_unit_test(test_none),
		cmocka_unit_test(test_one_line),
		cmocka_unit_test(test_left_out_before),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
