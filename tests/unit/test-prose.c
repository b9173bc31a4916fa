// SPDX-License-Identifier: GPL-2.0
/* Prose of the report: lines are joined, names have values, and some lines conditions. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "parts/prose.h"

static char folder[] = "/tmp/exitmeter-prose-XXXXXX";

/* What becomes of a text; the caller frees it. */
static char *printed(const char *text, const struct prose_value *values)
{
	char path[64], *out = NULL;
	size_t size;
	FILE *f;

	snprintf(path, sizeof(path), "%s/a.md", folder);
	f = fopen(path, "w");
	fputs(text, f);
	fclose(f);
	f = open_memstream(&out, &size);
	assert_int_equal(prose_print(f, "analysis/a.md", values), 0);
	fclose(f);
	unlink(path);
	return out;
}

static void expect(const char *text, const struct prose_value *values, const char *expected)
{
	char *out = printed(text, values);

	assert_string_equal(out, expected);
	free(out);
}

static void test_lines(void **state)
{
	(void)state;
	expect("One\ntwo.\n", NULL, "One two.\n\n");
	expect("# Head\n\nOne\ntwo.\n\nThree.\n", NULL, "# Head\n\nOne two.\n\nThree.\n\n");
	expect("- one\n  more\n- two\n", NULL, "- one more\n- two\n\n");
	expect("Text\n  - no item\n", NULL, "Text - no item\n\n");
}

static void test_values(void **state)
{
	static const struct prose_value values[] = {
		{ "n", "12" }, { "name", "the @ sign" }, { "none", NULL }, { NULL, NULL },
	};

	(void)state;
	expect("@n@ of @n@, @name@@none@.\n", values, "12 of 12, the @ sign.\n\n");
	expect("a\n@?n b\n@!n c\n@?none d\n@!none e\n", values, "a b e\n\n");
	expect("- a\n  @?n b\n  @?none c\n- @n@\n", values, "- a b\n- 12\n\n");
}

static void test_no_file(void **state)
{
	(void)state;
	assert_int_equal(prose_print(stdout, "analysis/none.md", NULL), -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_lines),
		cmocka_unit_test(test_values),
		cmocka_unit_test(test_no_file),
	};
	int failed;

	if (!mkdtemp(folder))
		return 1;
	setenv("EXITMETER_ANALYSIS", folder, 1);
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	rmdir(folder);
	return failed;
}
