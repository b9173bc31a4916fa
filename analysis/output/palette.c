// SPDX-License-Identifier: GPL-2.0
#include "palette.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "ledger/class.h"

/* VMX's reason for an access to what KVM marked as a device's memory. */
#define EPT_MISCONFIG	49

/* Near Okabe and Ito's, and Tol's: moved until tests/unit/test-palette.c could tell them apart. */
const struct palette_colour palette[COLOUR_NR] = {
	[COLOUR_GUEST]		= { "GUEST", "guest", 0x08996f, 0x3ec889 },
	[COLOUR_CR]		= { "CR", "control registers", 0x762847, 0xc93b8a },
	[COLOUR_FAULT]		= { "FAULT", "page faults", 0xba8e1a, 0xd59406 },
	[COLOUR_NESTED]		= { "NESTED", "nested page faults", 0x43b6ef, 0x85d2fe },
	[COLOUR_MMIO]		= { "MMIO", "MMIO", 0x2f228a, 0x7f71e6 },
	[COLOUR_INVALIDATE]	= { "INVALIDATE", "TLB invalidations", 0xe173bc, 0xdd9ac9 },
	[COLOUR_IO]		= { "IO", "port I/O", 0x6d6c01, 0xeafa72 },
	[COLOUR_MSR]		= { "MSR", "CPUID, MSRs", 0x845353, 0xab7563 },
	[COLOUR_INTERRUPT]	= { "INTERRUPT", "interrupts, halts", 0xc4ba6c, 0xf0e5af },
	[COLOUR_OTHER]		= { "OTHER", "others", 0x989a99, 0xaba8a6 },
	[COLOUR_VMM]		= { "VMM", "QEMU", 0xd8b611, 0xe2cf0c },
	[COLOUR_TDP]		= { "TDP", NULL, 0x0072b2, 0x53b2f3 },
	[COLOUR_SHADOW]		= { "SHADOW", NULL, 0xd55e00, 0xeb8745 },
	[COLOUR_SHADOW_TEXT]	= { "SHADOW_TEXT", NULL, 0xb04c00, 0xf5995c },
	[COLOUR_METER]		= { "METER", "the meter", 0x15752f, 0x05b643 },
	[COLOUR_OBSERVER]	= { "OBSERVER", "other observers", 0xaf8c6c, 0xc9b4a1 },
	[COLOUR_AMD]		= { "AMD", "AMD", 0x00707c, 0x2a97a8 },
	[COLOUR_SURFACE]	= { "SURFACE", NULL, 0xffffff, 0x0d1117 },
	[COLOUR_TEXT]		= { "TEXT", NULL, 0x222222, 0xe6edf3 },
	[COLOUR_QUIET]		= { "QUIET", NULL, 0x666666, 0x9aa4af },
	[COLOUR_LINK]		= { "LINK", NULL, 0xbbbbbb, 0x59616b },
	[COLOUR_GRID]		= { "GRID", NULL, 0xdddddd, 0x2d333b },
	[COLOUR_BAND]		= { "BAND", NULL, 0xeeeeee, 0x1c2128 },
	[COLOUR_EMPTY]		= { "EMPTY", NULL, 0xf5f5f5, 0x161b22 },
	[COLOUR_APPEARS]	= { "APPEARS", NULL, 0xf7d9c4, 0x4a2c17 },
	[COLOUR_DISAPPEARS]	= { "DISAPPEARS", NULL, 0xc4dff0, 0x123349 },
};

/* A colour a part of the way from one to another. */
static unsigned int mix(unsigned int from, unsigned int to, double part)
{
	unsigned int shift, mixed = 0;
	int a, b;

	for (shift = 0; shift < 24; shift += 8) {
		a = from >> shift & 0xff;
		b = to >> shift & 0xff;
		mixed |= (unsigned int)(a + (b - a) * part + 0.5) << shift;
	}
	return mixed;
}

/* The scale's ends are as dark as letters, so that white ones can be read on them. */
unsigned int palette_ramp(int step)
{
	const unsigned int end = palette[step < 0 ? COLOUR_TDP : COLOUR_SHADOW_TEXT].light;
	const int steps = abs(step) > PALETTE_RAMP ? PALETTE_RAMP : abs(step);

	return mix(palette[COLOUR_SURFACE].light, end, (double)steps / PALETTE_RAMP);
}

static unsigned int ramp_dark(int step)
{
	const unsigned int end = palette[step < 0 ? COLOUR_TDP : COLOUR_SHADOW_TEXT].dark;

	return mix(palette[COLOUR_SURFACE].dark, end, (double)abs(step) / PALETTE_RAMP);
}

int palette_dark(unsigned int light, unsigned int *dark)
{
	size_t i;
	int step;

	for (i = 0; i < COLOUR_NR; i++) {
		if (palette[i].light == light) {
			*dark = palette[i].dark;
			return 0;
		}
	}
	for (step = -PALETTE_RAMP; step <= PALETTE_RAMP; step++) {
		if (palette_ramp(step) == light) {
			*dark = ramp_dark(step);
			return 0;
		}
	}
	return -1;
}

enum colour palette_of_reason(unsigned int vendor, unsigned int reason)
{
	static const enum colour colours[CLASS_LISTED] = {
		[CLASS_NESTED_FAULT]	= COLOUR_NESTED,
		[CLASS_FAULT]		= COLOUR_FAULT,
		[CLASS_CR]		= COLOUR_CR,
		[CLASS_INVALIDATE]	= COLOUR_INVALIDATE,
		[CLASS_IO]		= COLOUR_IO,
		[CLASS_CPUID]		= COLOUR_MSR,
		[CLASS_MSR]		= COLOUR_MSR,
		[CLASS_HALT]		= COLOUR_INTERRUPT,
		[CLASS_INTERRUPT]	= COLOUR_INTERRUPT,
		[CLASS_WINDOW]		= COLOUR_INTERRUPT,
	};
	enum exit_class class;

	if (vendor == KVM_EXITMETER_VENDOR_VMX && reason == EPT_MISCONFIG)
		return COLOUR_MMIO;
	for (class = CLASS_NESTED_FAULT; class < CLASS_OTHER; class++)
		if (class_has(class, vendor, reason))
			return colours[class];
	return COLOUR_OTHER;
}

/* @kind: COLOUR_NR for all but COLOUR_OTHER */
static void add_rows(struct ledger_row *sum, enum colour kind, unsigned int vendor,
		     const struct ledger *l, int sign)
{
	enum colour colour;
	unsigned int i;

	for (i = 0; i < l->nr_reasons; i++) {
		colour = palette_of_reason(vendor, i);
		if (kind == COLOUR_NR ? colour == COLOUR_OTHER : colour != kind)
			continue;
		sum->count += sign * l->rows[i].count;
		sum->kernel += sign * l->rows[i].kernel;
		sum->user += sign * l->rows[i].user;
		sum->blocked += sign * l->rows[i].blocked;
		sum->offcpu += sign * l->rows[i].offcpu;
	}
}

struct ledger_row palette_sum(enum colour kind, unsigned int vendor, const struct ledger *l)
{
	struct ledger_row sum = { 0 };

	if (kind == COLOUR_OTHER) {
		sum = class_sum(CLASS_ALL, vendor, l);
		add_rows(&sum, COLOUR_NR, vendor, l, -1);
	} else {
		add_rows(&sum, kind, vendor, l, 1);
	}
	return sum;
}

static void write_rule(FILE *f, const char *text, const char *scope, const char *property,
		       unsigned int light, unsigned int dark)
{
	char attribute[32];

	snprintf(attribute, sizeof(attribute), "%s=\"#%06x\"", property, light);
	if (!text || strstr(text, attribute))
		fprintf(f, "%s[%s]{%s:#%06x}\n", scope, attribute, property, dark);
}

static void write_rules(FILE *f, const char *text, const char *scope, unsigned int light,
			unsigned int dark)
{
	write_rule(f, text, scope, "fill", light, dark);
	write_rule(f, text, scope, "stroke", light, dark);
}

void palette_style(FILE *f, const char *text, const char *scope)
{
	size_t i;
	int step;

	/* On paper all is light. */
	fputs("@media screen and (prefers-color-scheme:dark){\n", f);
	for (i = 0; i < COLOUR_NR; i++)
		write_rules(f, text, scope, palette[i].light, palette[i].dark);
	/* Its middle and its ends are in the table. */
	for (step = 1 - PALETTE_RAMP; step < PALETTE_RAMP; step++)
		if (step)
			write_rules(f, text, scope, palette_ramp(step), ramp_dark(step));
	fputs("}\n", f);
}
