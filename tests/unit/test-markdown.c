// SPDX-License-Identifier: GPL-2.0
/* Text of a record in Markdown: none of it is markup. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "output/markdown.h"

static void test_escapes(void **state)
{
	static const struct {
		const char *text;
		const char *escaped;
	} cases[] = {
		{ "", "" },
		{ "1:7.2+dfsg-7~deb12u18 (26 cells)", "1:7.2+dfsg-7~deb12u18 (26 cells)" },
		{ "<b>", "\\<b>" },
		{ "a *b* `c`", "a \\*b\\* \\`c\\`" },
		{ "![a](b) [c]", "!\\[a\\](b) \\[c\\]" },
		{ "&lt; \\<", "\\&lt; \\\\\\<" },
		{ "kernel_source", "kernel_source" },
		{ "_a_ b_", "\\_a\\_ b\\_" },
		{ "$a_1$ ~~x~~ 7~deb12", "\\$a_1\\$ \\~\\~x\\~\\~ 7\\~deb12" },
		{ "H~2~O 7~deb12", "H\\~2\\~O 7\\~deb12" },
		{ "a :smile: b: c :x", "a \\:smile: b: c :x" },
		{ "http://a www.b c:d", "http\\://a www\\.b c:d" },
		{ "two\nlines\r\n", "two lines  " },
	};
	char *is;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		is = markdown_escaped(cases[i].text);
		assert_string_equal(is, cases[i].escaped);
		free(is);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_escapes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
