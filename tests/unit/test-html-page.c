// SPDX-License-Identifier: GPL-2.0
/* A report's Markdown as a page: what becomes of each kind of thing in it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "page/html-page.h"

/* The page from one of its elements on, to be freed; NULL if there was an error. */
static char *page_from(const char *markdown, const char *element)
{
	char *text, *found, *from;
	size_t size;
	FILE *f = open_memstream(&text, &size);
	int err = html_page(f, markdown, strlen(markdown), "/nowhere");

	assert_int_equal(fclose(f), 0);
	found = err ? NULL : strstr(text, element);
	from = found ? strdup(found) : NULL;
	free(text);
	return from;
}

/* All that is in <main>. */
static void expect(const char *markdown, const char *expected)
{
	char *from = page_from(markdown, "<main>\n"), *end;

	assert_non_null(from);
	end = strstr(from, "</main>");
	assert_non_null(end);
	*end = '\0';
	assert_string_equal(from + strlen("<main>\n"), expected);
	free(from);
}

static void expect_part(const char *markdown, const char *expected)
{
	char *from = page_from(markdown, expected);

	if (!from)
		fail_msg("no \"%s\" in the page of \"%s\"", expected, markdown);
	free(from);
}

static void test_text(void **state)
{
	(void)state;
	expect("Some *text* with `a < b`.\n", "<p>Some <em>text</em> with <code>a &lt; b</code>.</p>\n");
	expect_part("# A & <b>\n", "<title>A &amp; &lt;b&gt;</title>");
	expect_part("No heading\n", "<title>Report</title>");
}

static void test_html_is_text(void **state)
{
	(void)state;
	expect("a <script>x</script> b\n",
	       "<p>a &lt;script&gt;x&lt;/script&gt; b</p>\n");
	expect("<script>\nx\n</script>\n", "<p>&lt;script&gt;\nx\n&lt;/script&gt;\n</p>\n");
	expect("[a](javascript:x)\n", "<p><a href=\"\">a</a></p>\n");
}

static void test_images_are_links(void **state)
{
	(void)state;
	expect("![a](https://example.org/a.svg)\n",
	       "<p><a href=\"https://example.org/a.svg\">a</a></p>\n");
	expect("![a](//example.org/a.svg)\n", "<p><a href=\"//example.org/a.svg\">a</a></p>\n");
	expect("![a](a.png)\n", "<p><a href=\"a.png\">a</a></p>\n");
	expect("see ![a](a.svg)\n", "<p>see <a href=\"a.svg\">a</a></p>\n");
}

static void test_no_chart(void **state)
{
	(void)state;
	assert_null(page_from("![a](a.svg)\n", "<main>"));
}

#define ANCHOR(id) "<a class=\"anchor\" href=\"#" id "\" aria-label=\"Link to this section\">#</a>"

static void test_headings(void **state)
{
	(void)state;
	expect("## KVM's `own` tests_1, all-round (x)\n",
	       "<h2 id=\"kvms-own-tests_1-all-round-x\">\nKVM's <code>own</code> tests_1, all-round (x)\n"
	       ANCHOR("kvms-own-tests_1-all-round-x") "</h2>\n");
	expect("## a\n## a\n### a-1\n### \u00d7\n",
	       "<h2 id=\"a\">\na\n" ANCHOR("a") "</h2>\n<h2 id=\"a-1\">\na\n" ANCHOR("a-1") "</h2>\n"
	       "<h3 id=\"a-1-1\">\na-1\n" ANCHOR("a-1-1") "</h3>\n<h3 id=\"-1\">\n\u00d7\n" ANCHOR("-1")
	       "</h3>\n");
}

static void test_contents(void **state)
{
	(void)state;
	expect_part("# t\n## a < b\n## c\n### d\n#### e\n### f\n## g\n",
		    "<ul>\n<li><a href=\"#a--b\">a &lt; b</a></li>\n"
		    "<li><a href=\"#c\">c</a>\n<details><summary>2 parts</summary>\n<ul>\n"
		    "<li><a href=\"#d\">d</a></li>\n<li><a href=\"#f\">f</a></li>\n</ul></details></li>\n"
		    "<li><a href=\"#g\">g</a></li>\n</ul>\n");
}

static void test_table(void **state)
{
	(void)state;
	expect_part("## \"Big\" <one>\n\n| a | b | c |\n| --- | ---: | --- |\n"
		    "| long-name-2 | 1 | some text |\n"
		    "| a heading that is longer than a line in one row should ever be | | x |\n",
		    "<div class=\"scroll\" role=\"region\" tabindex=\"0\" "
		    "aria-label=\"Table: &quot;Big&quot; &lt;one&gt;\"><table>\n<thead><tr>\n"
		    "<th scope=\"col\">\na\n</th>\n<th scope=\"col\" class=\"n\">\nb\n</th>\n"
		    "<th scope=\"col\">\nc\n</th>\n</tr></thead>\n<tr>\n"
		    "<th scope=\"row\" class=\"name\">\nlong-name-2\n</th>\n<td class=\"n\">\n1\n</td>\n"
		    "<td>\nsome text\n</td>\n</tr>\n<tr>\n"
		    "<th scope=\"row\">\na heading that is longer than a line in one row should ever be\n"
		    "</th>\n<td class=\"n\">\n</td>\n<td class=\"name\">\nx\n</td>\n</tr>\n</table></div>\n");
	expect_part("| a |\n| ---: |\n| 1 |\n", "<tr>\n<td class=\"n\">\n1\n</td>\n</tr>\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_text),
		cmocka_unit_test(test_html_is_text),
		cmocka_unit_test(test_images_are_links),
		cmocka_unit_test(test_no_chart),
		cmocka_unit_test(test_headings),
		cmocka_unit_test(test_contents),
		cmocka_unit_test(test_table),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
