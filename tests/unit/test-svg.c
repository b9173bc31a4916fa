// SPDX-License-Identifier: GPL-2.0
/* What becomes of gnuplot's SVG: the same drawing, smaller, with dark shades. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "output/svg.h"

#define HEAD								\
	"<?xml version=\"1.0\" encoding=\"utf-8\" standalone=\"no\"?>\n"	\
	"<svg width=\"100\" height=\"50\" viewBox=\"0 0 100 50\" "		\
	"xmlns=\"http://www.w3.org/2000/svg\" "				\
	"xmlns:xlink=\"http://www.w3.org/1999/xlink\">\n"			\
	"<title>name</title><desc>gnuplot 5.4</desc><g id=\"gnuplot_canvas\">\n"	\
	"<defs><circle id='gpDot' r='0.5' stroke-width='0.5' stroke='currentColor'/>\n"	\
	"<circle id='gpPt5' stroke-width='0.222' stroke='currentColor' r='1'/>\n"	\
	"<path id='gpPt7' stroke='currentColor' d='M0,-1.33 L-1.33,0.67 z'/>\n"	\
	"<use xlink:href='#gpPt7' id='gpPt9' stroke='currentColor' transform='rotate(180)'/>\n"	\
	"<use xlink:href='#gpPt9' id='gpPt10' fill='currentColor' stroke='none'/></defs>\n"	\
	"<g fill=\"none\" color=\"black\" stroke=\"currentColor\" stroke-width=\"1.00\">\n"
#define FOOT	"</g></g></svg>\n"

#define OUT								\
	"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"100\" height=\"50\" "	\
	"viewBox=\"0 0 100 50\" font-family=\"DejaVu Sans, Verdana, sans-serif\" "	\
	"font-size=\"12\" stroke-linejoin=\"round\">\n<desc>a &lt; b</desc>\n"	\
	"<style>\n@media screen and (prefers-color-scheme:dark){\n"

static char folder[] = "/tmp/test-svg.XXXXXX";

static int setup(void **state)
{
	(void)state;
	return !mkdtemp(folder) || chdir(folder);
}

static int teardown(void **state)
{
	(void)state;
	unlink("chart.svg");
	return chdir("/") || rmdir(folder);
}

/* @is: receives what is in chart.svg */
static int polish(const char *raw, char *is, size_t size)
{
	FILE *f = fopen("raw", "w");
	int err;

	fputs(raw, f);
	fclose(f);
	err = svg_polish("raw", "chart.svg", "a < b");
	assert_int_equal(access("raw", F_OK), -1);
	memset(is, 0, size);
	f = fopen("chart.svg", "r");
	if (f) {
		assert_true(fread(is, 1, size - 1, f) < size - 1);
		fclose(f);
	}
	return err;
}

static void assert_polished(const char *raw, const char *expected)
{
	char is[4096];

	assert_int_equal(polish(raw, is, sizeof(is)), 0);
	assert_string_equal(is, expected);
}

static void test_lines(void **state)
{
	(void)state;
	/* To a tenth, without drift; what draws nothing goes, and so do points that none uses. */
	assert_polished(HEAD "<path stroke='rgb(221, 221, 221)' d='M10.04,5.00 L20.04,5.00 L20.08,7.52  '/>"
			"<path stroke='black' d='M190.00,74.51 M985.99,74.51  '/>"
			"<g></g>"
			"<path stroke='rgb(221, 221, 221)' stroke-dasharray='2.5,4.0' d='M1,1 L2,2'/>"
			"<polygon stroke='none' fill = 'rgb(  0, 114, 178)' points = '1,1 3,1 3,2 '/>" FOOT,
			OUT "[fill=\"#0072b2\"]{fill:#53b2f3}\n[stroke=\"#dddddd\"]{stroke:#2d333b}\n}\n</style>\n"
			"<g fill=\"none\" stroke=\"#dddddd\">\n<path d=\"M10 5h10l0.1 2.5\"/>\n</g>\n"
			"<g fill=\"none\" stroke=\"#dddddd\" stroke-dasharray=\"2.5,4.0\">\n"
			"<path d=\"M1 1l1 1\"/>\n</g>\n"
			"<g fill=\"#0072b2\">\n<path d=\"M1 1h2v1z\"/>\n</g>\n</svg>\n");
}

static void test_texts(void **state)
{
	(void)state;
	assert_polished(HEAD "<g transform=\"translate(1.26,2.00)\" stroke=\"none\" fill=\"rgb(34,34,34)\" "
			"font-family=\"DejaVu Sans\" font-size=\"12.00\" text-anchor=\"end\"><text>a &amp; b</text></g>\n"
			"<g transform=\"translate(3,4)\" stroke=\"none\" fill=\"rgb(34,34,34)\" "
			"font-family=\"DejaVu Sans\" font-size=\"12.00\" text-anchor=\"end\">"
			"<text xml:space=\"preserve\">1  2</text></g>\n"
			"<g transform=\"translate(5,6) rotate(-45.00)\" stroke=\"none\" fill=\"black\" "
			"font-family=\"DejaVu Sans:Bold\" font-size=\"15.00\"><text>up</text></g>" FOOT,
			OUT "[fill=\"#222222\"]{fill:#e6edf3}\n}\n</style>\n"
			"<g fill=\"#222222\" text-anchor=\"end\">\n<text x=\"1.3\" y=\"2\">a &amp; b</text>\n"
			"<text x=\"3\" y=\"4\" xml:space=\"preserve\">1  2</text>\n</g>\n"
			"<g fill=\"#222222\" font-size=\"15\" font-weight=\"bold\">\n"
			"<text transform=\"translate(5 6) rotate(-45)\">up</text>\n</g>\n</svg>\n");
}

/* Points have the colour of where they are used; a filled one of what it is made of, too. */
static void test_points(void **state)
{
	(void)state;
	assert_polished(HEAD "<use xlink:href='#gpPt5' transform='translate(1.00,2.00) scale(5.40)' "
			"color='rgb(213,  94,   0)'/><use xlink:href='#gpPt10' "
			"transform='translate(3.00,4.00) scale(4.50)' color='rgb(213,  94,   0)'/>" FOOT,
			OUT "[fill=\"#d55e00\"]{fill:#eb8745}\n[stroke=\"#d55e00\"]{stroke:#eb8745}\n}\n</style>\n"
			"<defs>\n<circle id=\"gpPt5\" stroke-width=\"0.222\" r=\"1\"/>\n"
			"<use href=\"#gpPt9\" id=\"gpPt10\"/>\n"
			"<use href=\"#gpPt7\" id=\"gpPt9\" transform=\"rotate(180)\"/>\n"
			"<path id=\"gpPt7\" d=\"M0,-1.33 L-1.33,0.67 z\"/>\n</defs>\n"
			"<g fill=\"none\" stroke=\"#d55e00\">\n"
			"<use href=\"#gpPt5\" transform=\"translate(1 2) scale(5.4)\"/>\n</g>\n"
			"<g fill=\"#d55e00\" stroke=\"#d55e00\">\n"
			"<use href=\"#gpPt10\" transform=\"translate(3 4) scale(4.5)\"/>\n</g>\n</svg>\n");
}

/* A dot has no size; gnuplot 6 draws one where 5 drew nothing. */
static void test_dots(void **state)
{
	(void)state;
	assert_polished(HEAD "<use xlink:href='#gpDot' x='260.36' y='305.73' color='rgb(187, 187, 187)'/>"
			FOOT,
			OUT "[stroke=\"#bbbbbb\"]{stroke:#59616b}\n}\n</style>\n"
			"<defs>\n<circle id=\"gpDot\" r=\"0.5\" stroke-width=\"0.5\"/>\n</defs>\n"
			"<g fill=\"none\" stroke=\"#bbbbbb\">\n"
			"<use href=\"#gpDot\" transform=\"translate(260.4 305.7)\"/>\n</g>\n</svg>\n");
}

/* What can't be read whole is an error, and the old chart stays. */
static void test_refuses(void **state)
{
	static const char *const raws[] = {
		"", "no markup", "<html/>", HEAD, HEAD "<image/>" FOOT,
		HEAD "<path d='M1,1 C2,2 3,3 4,4'/>" FOOT, HEAD "<path/>" FOOT,
		HEAD "<polygon points='1,1 2'/>" FOOT, HEAD "<text>nowhere</text>" FOOT,
		HEAD "<use xlink:href='#gpPt5'/>" FOOT,
		HEAD "<use xlink:href='#gpDot' x='1'/>" FOOT,
		HEAD "<use xlink:href='#gpDot' x='1' y='2' transform='scale(5)'/>" FOOT,
		HEAD "<use xlink:href='#none' x='1' y='2'/>" FOOT,
		HEAD "<use xlink:href='#none' transform='translate(1,2) scale(5)'/>" FOOT,
	};
	char old[4096], is[4096];
	size_t i;

	(void)state;
	assert_int_equal(polish(HEAD FOOT, old, sizeof(old)), 0);
	for (i = 0; i < sizeof(raws) / sizeof(raws[0]); i++) {
		assert_int_equal(polish(raws[i], is, sizeof(is)), -1);
		assert_string_equal(is, old);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_lines),
		cmocka_unit_test(test_texts),
		cmocka_unit_test(test_points),
		cmocka_unit_test(test_dots),
		cmocka_unit_test(test_refuses),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
