/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The colours of all charts, each with one meaning: of an account of cycles, a kind of exits, a
 * paging mode.  Each has a shade for light pages and one for dark ones.
 *
 * Charts are drawn in the light shades; svg.h puts the dark ones beside them.  Scripts know the
 * colours by the same names, COLOUR_CR and so on.
 */
#ifndef EXITREPORT_PALETTE_H
#define EXITREPORT_PALETTE_H

#include <stdio.h>

#include "ledger/ledger.h"

/*
 * What stands side by side in a chart is told apart with any kind of colour blindness, too:
 * tests/unit/test-palette.c has the distances.
 */
enum colour {
	/* Parts of bars and of areas, in the order in which they are stacked. */
	COLOUR_GUEST,
	/* KVM, by the kind of exit that it handles. */
	COLOUR_CR,		/* accesses to control registers */
	COLOUR_FAULT,		/* page faults of the guest, and other exceptions */
	COLOUR_NESTED,		/* EPT violations, nested page faults */
	COLOUR_MMIO,		/* accesses to devices' memory */
	COLOUR_INVALIDATE,	/* TLB invalidations */
	COLOUR_IO,		/* port I/O */
	COLOUR_MSR,		/* CPUID and MSRs */
	COLOUR_INTERRUPT,	/* interrupts and halts */
	COLOUR_OTHER,		/* all that is not shown apart */
	COLOUR_VMM,
	/* Paging modes. */
	COLOUR_TDP,
	COLOUR_SHADOW,
	COLOUR_SHADOW_TEXT,	/* the same, dark enough to be read as small letters */
	/* Ways of observing; "off" is COLOUR_OTHER. */
	COLOUR_METER,
	COLOUR_OBSERVER,
	/* Vendors; Intel is COLOUR_TEXT. */
	COLOUR_AMD,
	/* What a chart is drawn with. */
	COLOUR_SURFACE,		/* and text on the ends of the ramp */
	COLOUR_TEXT,
	COLOUR_QUIET,		/* text beside the matter */
	COLOUR_LINK,		/* a line from a point to its counterpart */
	COLOUR_GRID,
	COLOUR_BAND,
	COLOUR_EMPTY,		/* a cell of a map that has nothing in it */
	COLOUR_APPEARS,		/* a tint of COLOUR_SHADOW */
	COLOUR_DISAPPEARS,	/* a tint of COLOUR_TDP */
	COLOUR_NR,
};

/* Kinds of exits: from COLOUR_CR to COLOUR_OTHER. */
#define COLOUR_EXITS_END	(COLOUR_OTHER + 1)

/**
 * struct palette_colour - one of them
 * @name: in scripts, behind "COLOUR_"
 * @text: what it means, for legends; NULL for those that no legend has
 * @light: RGB, on light pages
 * @dark: RGB, on dark pages
 */
struct palette_colour {
	const char *name;
	const char *text;
	unsigned int light;
	unsigned int dark;
};

extern const struct palette_colour palette[COLOUR_NR];

/* The ramp from many times less to many times more: steps from -PALETTE_RAMP to it. */
#define PALETTE_RAMP	8

/* palette_ramp - Return: RGB on light pages; what is beyond the ends is an end */
unsigned int palette_ramp(int step);

/**
 * palette_dark - a colour's shade for dark pages
 * @light: RGB that a chart was drawn with
 * @dark: receives its counterpart
 *
 * Return: 0, or -1 if it is neither in the table nor on the ramp.
 */
int palette_dark(unsigned int light, unsigned int *dark);

/**
 * palette_of_reason - the colour of an exit
 * @vendor: whose reasons
 * @reason: that it was for; what is no reason, a row behind them, is COLOUR_OTHER
 */
enum colour palette_of_reason(unsigned int vendor, unsigned int reason);

/**
 * palette_sum - what a ledger has of a kind of exits
 * @kind: from COLOUR_CR to COLOUR_OTHER
 * @vendor: of @l
 *
 * Return: its rows added up, @max left at 0; of COLOUR_OTHER the totals less all others, which
 * includes cycles for no exit at all.
 */
struct ledger_row palette_sum(enum colour kind, unsigned int vendor, const struct ledger *l);

/**
 * palette_style - CSS that turns light shades into dark ones on dark pages
 * @f: to write to
 * @text: of an SVG: only what is in it is written; NULL: all
 * @scope: before each rule, such as "svg "; ""
 */
void palette_style(FILE *f, const char *text, const char *scope);

#endif
