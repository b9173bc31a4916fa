// SPDX-License-Identifier: GPL-2.0
/*
 * Are the colours of the charts told apart, by readers with and without colour blindness?
 *
 * Distances are CIEDE2000: G. Sharma, W. Wu, E. N. Dalal, "The CIEDE2000 color-difference
 * formula", Color Research and Application 30 (2005), whose test data are below.  Colour
 * blindness is simulated in linear RGB with the matrices of severity 1.0 of G. M. Machado,
 * M. M. Oliveira, L. A. F. Fernandes, "A physiologically-based model for simulation of color
 * vision deficiency", IEEE TVCG 15 (2009).  Contrast is that of WCAG 2.
 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "ledger/ledger.h"
#include "output/palette.h"

/* Distances, for any vision unless it says otherwise; 2 is seen if one looks hard. */
#define NEIGHBOURS	15	/* parts that touch */
#define TOGETHER	10	/* parts of the same bar or legend */
#define POINTS_APART	20	/* those of paging modes, and of vendors */
#define APART		6	/* any two colours, for normal vision: one has one meaning */
/* Contrasts with the page. */
#define TEXT		4.5
#define POINTS		3
#define AREAS		1.9

enum vision { NORMAL, PROTAN, DEUTAN, TRITAN, VISIONS };

static const double machado[VISIONS][3][3] = {
	[NORMAL] = { { 1, 0, 0 }, { 0, 1, 0 }, { 0, 0, 1 } },
	[PROTAN] = {
		{ 0.152286, 1.052583, -0.204868 },
		{ 0.114503, 0.786281, 0.099216 },
		{ -0.003882, -0.048116, 1.051998 },
	},
	[DEUTAN] = {
		{ 0.367322, 0.860646, -0.227968 },
		{ 0.280085, 0.672501, 0.047413 },
		{ -0.011820, 0.042940, 0.968881 },
	},
	[TRITAN] = {
		{ 1.255528, -0.076749, -0.178779 },
		{ -0.078411, 0.930809, 0.147602 },
		{ 0.004733, 0.691367, 0.303900 },
	},
};

struct lab {
	double l, a, b;
};

static double linear(unsigned int channel)
{
	const double v = channel / 255.0;

	return v <= 0.04045 ? v / 12.92 : pow((v + 0.055) / 1.055, 2.4);
}

static double cube_root(double t)
{
	return t > 216.0 / 24389 ? cbrt(t) : (24389.0 / 27 * t + 16) / 116;
}

/* CIE L*a*b* under D65 of a colour as it is seen. */
static struct lab seen(unsigned int rgb, enum vision vision)
{
	const double from[3] = { linear(rgb >> 16 & 0xff), linear(rgb >> 8 & 0xff), linear(rgb & 0xff) };
	double to[3], x, y, z;
	size_t i;

	for (i = 0; i < 3; i++) {
		to[i] = machado[vision][i][0] * from[0] + machado[vision][i][1] * from[1] +
			machado[vision][i][2] * from[2];
		to[i] = fmin(fmax(to[i], 0), 1);
	}
	x = cube_root((0.4124564 * to[0] + 0.3575761 * to[1] + 0.1804375 * to[2]) / 0.95047);
	y = cube_root(0.2126729 * to[0] + 0.7151522 * to[1] + 0.0721750 * to[2]);
	z = cube_root((0.0193339 * to[0] + 0.1191920 * to[1] + 0.9503041 * to[2]) / 1.08883);
	return (struct lab) { 116 * y - 16, 500 * (x - y), 200 * (y - z) };
}

static double radians(double degrees)
{
	return degrees * M_PI / 180;
}

/* Where a hue lies, from 0 to 360 degrees; 0 for greys. */
static double hue(double a, double b)
{
	const double h = atan2(b, a) * 180 / M_PI;

	return h < 0 ? h + 360 : h;
}

/* Between two hues, the short way round. */
static double mean_hue(double h1, double h2, bool grey)
{
	if (grey)
		return h1 + h2;
	if (fabs(h1 - h2) <= 180)
		return (h1 + h2) / 2;
	return h1 + h2 < 360 ? (h1 + h2 + 360) / 2 : (h1 + h2 - 360) / 2;
}

static double hue_difference(double h1, double h2, bool grey)
{
	const double d = h2 - h1;

	if (grey)
		return 0;
	return d > 180 ? d - 360 : d < -180 ? d + 360 : d;
}

/* Sharma's G and R_C have this of a chroma. */
static double chroma_weight(double c)
{
	return sqrt(pow(c, 7) / (pow(c, 7) + pow(25, 7)));
}

static double ciede2000(struct lab p, struct lab q)
{
	const double g = 0.5 * (1 - chroma_weight((hypot(p.a, p.b) + hypot(q.a, q.b)) / 2));
	const double a1 = (1 + g) * p.a, a2 = (1 + g) * q.a;
	const double c1 = hypot(a1, p.b), c2 = hypot(a2, q.b), c = (c1 + c2) / 2;
	const double h1 = hue(a1, p.b), h2 = hue(a2, q.b);
	const bool grey = c1 * c2 == 0;
	const double h = mean_hue(h1, h2, grey), l = (p.l + q.l) / 2;
	const double dh = 2 * sqrt(c1 * c2) * sin(radians(hue_difference(h1, h2, grey)) / 2);
	const double t = 1 - 0.17 * cos(radians(h - 30)) + 0.24 * cos(radians(2 * h)) +
			 0.32 * cos(radians(3 * h + 6)) - 0.20 * cos(radians(4 * h - 63));
	const double turn = -sin(radians(60 * exp(-pow((h - 275) / 25, 2)))) * 2 * chroma_weight(c);
	const double sl = 1 + 0.015 * pow(l - 50, 2) / sqrt(20 + pow(l - 50, 2));
	const double in_l = (q.l - p.l) / sl, in_c = (c2 - c1) / (1 + 0.045 * c);
	const double in_h = dh / (1 + 0.015 * c * t);

	return sqrt(in_l * in_l + in_c * in_c + in_h * in_h + turn * in_c * in_h);
}

/* Of cmocka 1.1.8 and later; Debian 12 has an older one. */
static void assert_near(double is, double wanted, double most)
{
	if (fabs(is - wanted) > most)
		fail_msg("%g is not %g", is, wanted);
}

static void test_ciede2000(void **state)
{
	static const struct {
		struct lab p, q;
		double distance;
	} sharma[] = {
		{ { 50, 2.6772, -79.7751 }, { 50, 0, -82.7485 }, 2.0425 },
		{ { 50, -1.3802, -84.2814 }, { 50, 0, -82.7485 }, 1.0000 },
		{ { 50, 0, 0 }, { 50, -1, 2 }, 2.3669 },
		{ { 50, 2.4900, -0.0010 }, { 50, -2.4900, 0.0009 }, 7.1792 },
		{ { 50, 2.4900, -0.0010 }, { 50, -2.4900, 0.0011 }, 7.2195 },
		{ { 50, 2.5, 0 }, { 73, 25, -18 }, 27.1492 },
		{ { 50, 2.5, 0 }, { 61, -5, 29 }, 22.8977 },
		{ { 50, 2.5, 0 }, { 56, -27, -3 }, 31.9030 },
		{ { 50, 2.5, 0 }, { 58, 24, 15 }, 19.4535 },
		{ { 90.8027, -2.0831, 1.4410 }, { 91.1528, -1.6435, 0.0447 }, 1.4441 },
		{ { 6.7747, -0.2908, -2.4247 }, { 5.8714, -0.0985, -2.2286 }, 0.6377 },
		{ { 2.0776, 0.0795, -1.1350 }, { 0.9033, -0.0636, -0.5514 }, 0.9082 },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(sharma) / sizeof(sharma[0]); i++) {
		assert_near(ciede2000(sharma[i].p, sharma[i].q), sharma[i].distance, 0.0001);
		assert_near(ciede2000(sharma[i].q, sharma[i].p), sharma[i].distance, 0.0001);
	}
}

static void test_visions(void **state)
{
	enum vision v;

	(void)state;
	/* Grey stays grey, and red and green that differ by their hue alone are one to a deutan. */
	for (v = NORMAL; v < VISIONS; v++) {
		assert_true(hypot(seen(0x808080, v).a, seen(0x808080, v).b) < 0.1);
		assert_near(seen(0xffffff, v).l, 100, 0.1);
	}
	assert_true(ciede2000(seen(0xb45a5a, NORMAL), seen(0x7d7d3c, NORMAL)) > 30);
	assert_true(ciede2000(seen(0xb45a5a, DEUTAN), seen(0x7d7d3c, DEUTAN)) < 12);
}

static unsigned int shade(enum colour c, bool dark)
{
	return dark ? palette[c].dark : palette[c].light;
}

/* For the vision that tells them apart least; complains if that is too little. */
static int too_close(enum colour a, enum colour b, bool dark, enum vision visions, double least)
{
	static const char *const names[VISIONS] = { "normal", "protan", "deutan", "tritan" };
	int failed = 0;
	enum vision v;
	double d;

	for (v = NORMAL; v < visions; v++) {
		d = ciede2000(seen(shade(a, dark), v), seen(shade(b, dark), v));
		if (d >= least)
			continue;
		print_error("%s and %s, %s, %s vision: %.1f, not %.0f\n", palette[a].name,
			    palette[b].name, dark ? "dark" : "light", names[v], d, least);
		failed++;
	}
	return failed;
}

#define LIST(...)	{ __VA_ARGS__, COLOUR_NR }
#define MOST_PARTS	12

static int too_close_in(const enum colour *list, bool dark)
{
	int failed = 0;
	size_t i, k;

	for (i = 0; list[i] != COLOUR_NR; i++)
		for (k = 0; k < i; k++)
			failed += too_close(list[k], list[i], dark, VISIONS,
					    k + 1 == i ? NEIGHBOURS : TOGETHER);
	return failed;
}

/* The stacks that there are, each in its order. */
static void test_stacks(void **state)
{
	static const enum colour stacks[][MOST_PARTS] = {
		/* exits over time */
		LIST(COLOUR_CR, COLOUR_FAULT, COLOUR_NESTED, COLOUR_MMIO, COLOUR_INVALIDATE,
		     COLOUR_IO, COLOUR_MSR, COLOUR_INTERRUPT, COLOUR_OTHER),
		/* accounts, KVM by what it does */
		LIST(COLOUR_GUEST, COLOUR_INVALIDATE, COLOUR_CR, COLOUR_FAULT, COLOUR_MMIO,
		     COLOUR_OTHER, COLOUR_VMM),
		/* where parts are nothing, others touch */
		LIST(COLOUR_GUEST, COLOUR_FAULT, COLOUR_OTHER),
		LIST(COLOUR_CR, COLOUR_MMIO), LIST(COLOUR_CR, COLOUR_IO),
		LIST(COLOUR_FAULT, COLOUR_IO),
	};
	static const enum colour observers[] = LIST(COLOUR_METER, COLOUR_OBSERVER);
	int failed = 0, dark;
	size_t i;

	(void)state;
	for (dark = 0; dark < 2; dark++) {
		for (i = 0; i < sizeof(stacks) / sizeof(stacks[0]); i++)
			failed += too_close_in(stacks[i], dark);
		failed += too_close_in(observers, dark);
		failed += too_close(COLOUR_TDP, COLOUR_SHADOW, dark, VISIONS, POINTS_APART);
		failed += too_close(COLOUR_TEXT, COLOUR_AMD, dark, VISIONS, POINTS_APART);
	}
	assert_int_equal(failed, 0);
}

/* A colour means one thing: what has a meaning looks like nothing else that has. */
static void test_one_meaning(void **state)
{
	int failed = 0, dark;
	enum colour a, b;

	(void)state;
	for (dark = 0; dark < 2; dark++)
		for (a = 0; a < COLOUR_SURFACE; a++)
			for (b = 0; b < a; b++)
				if (a != COLOUR_SHADOW_TEXT)
					failed += too_close(b, a, dark, PROTAN, APART);
	assert_int_equal(failed, 0);
}

static double luminance(unsigned int rgb)
{
	return 0.2126 * linear(rgb >> 16 & 0xff) + 0.7152 * linear(rgb >> 8 & 0xff) +
	       0.0722 * linear(rgb & 0xff);
}

static double contrast(unsigned int a, unsigned int b)
{
	const double x = luminance(a), y = luminance(b);

	return (fmax(x, y) + 0.05) / (fmin(x, y) + 0.05);
}

static double wanted_contrast(enum colour c)
{
	switch (c) {
	case COLOUR_TEXT:
	case COLOUR_QUIET:
	case COLOUR_TDP:
	case COLOUR_SHADOW_TEXT:
	case COLOUR_AMD:
		return TEXT;
	case COLOUR_SHADOW:
		return POINTS;
	default:
		return c < COLOUR_SURFACE ? AREAS : 1;
	}
}

static void test_contrast(void **state)
{
	int failed = 0, dark;
	enum colour c;
	double is;

	(void)state;
	assert_near(contrast(0x000000, 0xffffff), 21, 0.001);
	for (dark = 0; dark < 2; dark++) {
		for (c = 0; c < COLOUR_NR; c++) {
			is = contrast(shade(c, dark), shade(COLOUR_SURFACE, dark));
			if (is >= wanted_contrast(c))
				continue;
			print_error("%s, %s: contrast %.2f, not %.1f\n", palette[c].name,
				    dark ? "dark" : "light", is, wanted_contrast(c));
			failed++;
		}
		/* Text stands on bands and tints, too. */
		for (c = COLOUR_GRID; c < COLOUR_NR; c++)
			assert_true(contrast(shade(COLOUR_TEXT, dark), shade(c, dark)) > TEXT);
	}
	assert_int_equal(failed, 0);
}

/* From the shade that is drawn the one for dark pages must be found. */
static void test_dark(void **state)
{
	unsigned int dark;
	enum colour c;
	int step;

	(void)state;
	for (c = 0; c < COLOUR_NR; c++) {
		assert_int_equal(palette_dark(palette[c].light, &dark), 0);
		assert_int_equal(dark, palette[c].dark);
	}
	for (step = -PALETTE_RAMP; step <= PALETTE_RAMP; step++)
		assert_int_equal(palette_dark(palette_ramp(step), &dark), 0);
	assert_int_equal(palette_dark(palette_ramp(0), &dark), 0);
	assert_int_equal(dark, palette[COLOUR_SURFACE].dark);
	assert_int_equal(palette_ramp(99), palette[COLOUR_SHADOW_TEXT].light);
	assert_int_equal(palette_ramp(-99), palette[COLOUR_TDP].light);
	assert_int_equal(palette_dark(0x123456, &dark), -1);
}

static void test_style(void **state)
{
	char *text = NULL;
	size_t size;
	FILE *f = open_memstream(&text, &size);

	(void)state;
	palette_style(f, "<path fill=\"#0072b2\" stroke=\"#222222\"/>", "svg ");
	fclose(f);
	assert_string_equal(text, "@media screen and (prefers-color-scheme:dark){\n"
			    "svg [fill=\"#0072b2\"]{fill:#53b2f3}\n"
			    "svg [stroke=\"#222222\"]{stroke:#e6edf3}\n}\n");
	free(text);
}

static void test_reasons(void **state)
{
	static const struct {
		unsigned int vendor, reason;
		enum colour colour;
	} cases[] = {
		{ KVM_EXITMETER_VENDOR_VMX, 0, COLOUR_FAULT },
		{ KVM_EXITMETER_VENDOR_VMX, 10, COLOUR_MSR },
		{ KVM_EXITMETER_VENDOR_VMX, 12, COLOUR_INTERRUPT },
		{ KVM_EXITMETER_VENDOR_VMX, 28, COLOUR_CR },
		{ KVM_EXITMETER_VENDOR_VMX, 30, COLOUR_IO },
		{ KVM_EXITMETER_VENDOR_VMX, 48, COLOUR_NESTED },
		{ KVM_EXITMETER_VENDOR_VMX, 49, COLOUR_MMIO },
		{ KVM_EXITMETER_VENDOR_VMX, 55, COLOUR_OTHER },
		{ KVM_EXITMETER_VENDOR_SVM, 0x4e, COLOUR_FAULT },
		{ KVM_EXITMETER_VENDOR_SVM, 0x13, COLOUR_CR },
		{ KVM_EXITMETER_VENDOR_SVM, 49, COLOUR_OTHER },
		{ KVM_EXITMETER_VENDOR_SVM, KVM_EXITMETER_SVM_NPF, COLOUR_NESTED },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_int_equal(palette_of_reason(cases[i].vendor, cases[i].reason),
				 cases[i].colour);
}

/* All kinds together are the ledger, what is charged to no exit included. */
static void test_sums(void **state)
{
	static struct ledger l = {
		.nr_reasons = KVM_EXITMETER_VMX_REASONS, .exits = 100, .kernel = 1000, .user = 30,
		.rows = {
			[10] = { .count = 3, .kernel = 30 }, [31] = { .count = 4, .kernel = 40 },
			[49] = { .count = 5, .kernel = 50, .user = 30 },
			[55] = { .count = 88, .kernel = 800 },
			[KVM_EXITMETER_VMX_REASONS] = { .kernel = 80 },
		},
	};
	int64_t count = 0, kernel = 0;
	struct ledger_row sum;
	enum colour kind;

	(void)state;
	for (kind = COLOUR_CR; kind < COLOUR_EXITS_END; kind++) {
		sum = palette_sum(kind, KVM_EXITMETER_VENDOR_VMX, &l);
		count += sum.count;
		kernel += sum.kernel;
		assert_int_equal(sum.user, kind == COLOUR_MMIO ? 30 : 0);
		assert_int_equal(sum.count, kind == COLOUR_MSR ? 7 : kind == COLOUR_MMIO ? 5 :
				 kind == COLOUR_OTHER ? 88 : 0);
	}
	assert_int_equal(count, 100);
	assert_int_equal(kernel, 1000);
	assert_int_equal(sum.kernel, 880);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_ciede2000),
		cmocka_unit_test(test_visions),
		cmocka_unit_test(test_stacks),
		cmocka_unit_test(test_one_meaning),
		cmocka_unit_test(test_contrast),
		cmocka_unit_test(test_dark),
		cmocka_unit_test(test_style),
		cmocka_unit_test(test_reasons),
		cmocka_unit_test(test_sums),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
