// SPDX-License-Identifier: GPL-2.0
/* An SVG in a page: its ids are its own, and what does not show is gone. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "page/svg-inline.h"

#define HEAD "<?xml version='1.0'?><!-- made by hand -->\n<svg width='8' height='4' " \
	"viewBox='0 0 8 4' xmlns='http://www.w3.org/2000/svg' " \
	"xmlns:xlink='http://www.w3.org/1999/xlink'>\n"
#define OPEN "<svg viewBox=\"0 0 8 4\" role=\"img\" aria-labelledby=\"c.title\" " \
	"style=\"--width: 8px\"><title id=\"c.title\">"

static char path[] = "/tmp/test-svg-inline-XXXXXX";

static int make_file(void **state)
{
	int fd = mkstemp(path);

	(void)state;
	return fd < 0 ? -1 : close(fd);
}

static int remove_file(void **state)
{
	(void)state;
	return unlink(path);
}

static char *inlined(const char *text)
{
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	assert_true(fputs(text, f) >= 0);
	assert_int_equal(fclose(f), 0);
	return svg_inline(path, "c.", "a <title> & more");
}

static void expect(const char *text, const char *expected)
{
	char *is = inlined(text);

	assert_non_null(is);
	assert_string_equal(is, expected);
	free(is);
}

static void test_title(void **state)
{
	(void)state;
	expect(HEAD "<title>x_y</title>\n<desc>for &lt;people&gt;</desc>\n</svg>",
	       OPEN "for &lt;people&gt;</title></svg>");
	expect(HEAD "<title>x_y</title></svg>", OPEN "a &lt;title&gt; &amp; more</title></svg>");
	expect(HEAD "<desc/></svg>", OPEN "a &lt;title&gt; &amp; more</title></svg>");
}

static void test_ids(void **state)
{
	(void)state;
	expect(HEAD "<desc>t</desc><g id='a'><use xlink:href='#a'/><use href='#a'/>"
	       "<rect fill='url(#a)' stroke='#aabbcc'/><a href='b#a'/></g></svg>",
	       OPEN "t</title><g id=\"c.a\"><use href=\"#c.a\"/><use href=\"#c.a\"/>"
	       "<rect fill=\"url(#c.a)\" stroke=\"#aabbcc\"/><a href=\"b#a\"/></g></svg>");
}

static void test_definitions(void **state)
{
	(void)state;
	expect(HEAD "<desc>t</desc><defs><path id='a' d='M0,0 h1'/><use href='#a' id='b'/>"
	       "<use href='#b' id='e'/><use href='#b' id='f'/><filter/></defs>"
	       "<use href='#e'/></svg>",
	       OPEN "t</title><defs><path id=\"c.a\" d=\"M0,0 h1\"/><use href=\"#c.a\" id=\"c.b\"/>"
	       "<use href=\"#c.b\" id=\"c.e\"/></defs><use href=\"#c.e\"/></svg>");
	expect(HEAD "<desc>t</desc><defs><path id='a' d='M0,0 h1'/></defs></svg>",
	       OPEN "t</title></svg>");
}

static void test_nothings(void **state)
{
	(void)state;
	expect(HEAD "<desc>t</desc><g fill='none'>\n<g><path d='M1.5,-2 M3,4  '/></g>\n</g>"
	       "<path d='M1,2 L3,4'/><path/><text>  </text><!-- x --></svg>",
	       OPEN "t</title><path d=\"M1,2 L3,4\"/><path/><text>  </text></svg>");
}

static void test_inherited(void **state)
{
	(void)state;
	expect(HEAD "<desc>t</desc><g font-size='12'><text fill='red'>a</text></g>"
	       "<g font-size='9'><text font-size='9'>b</text><text font-size='12'>c</text></g>"
	       "<g font-size='12'><text font-size='9'>d</text></g></svg>",
	       "<svg viewBox=\"0 0 8 4\" font-size=\"12\" role=\"img\" "
	       "aria-labelledby=\"c.title\" style=\"--width: 8px\"><title id=\"c.title\">t</title>"
	       "<g><text fill=\"red\">a</text></g>"
	       "<g font-size=\"9\"><text>b</text><text font-size=\"12\">c</text></g>"
	       "<g><text font-size=\"9\">d</text></g></svg>");
}

static void test_refused(void **state)
{
	static const char *const texts[] = {
		"", "text", "<svg", HEAD, HEAD "</g></svg>", "<svg width='8' height='4'/>",
		"<svg viewBox=''/>", "<svg viewBox='0 0'/>", "<svg viewBox='0 0 0 4'/>",
		"<html viewBox='0 0 8 4'/>",
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		assert_null(inlined(texts[i]));
	assert_null(svg_inline("/nowhere/chart.svg", "c.", ""));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_title),
		cmocka_unit_test(test_ids),
		cmocka_unit_test(test_definitions),
		cmocka_unit_test(test_nothings),
		cmocka_unit_test(test_inherited),
		cmocka_unit_test(test_refused),
	};

	return cmocka_run_group_tests(tests, make_file, remove_file);
}
