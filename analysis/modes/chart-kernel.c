// SPDX-License-Identifier: GPL-2.0
#include <stdlib.h>

#include "parts/bars.h"
#include "output/format.h"
#include "util/memory.h"
#include "output/palette.h"
#include "ledger/row.h"

/* Reasons with a colour of their own; there are no more that go together. */
#define NR_COLOURS 7

static const unsigned int colours[NR_COLOURS] = {
	PALETTE_WINE, PALETTE_ORANGE, PALETTE_SKY, PALETTE_GREEN, PALETTE_PINK, PALETTE_OLIVE,
	PALETTE_INDIGO,
};

#define COLOUR_OTHERS PALETTE_GREY

/* The reasons with most kernel cycles, over all windows, largest first. */
struct top {
	unsigned int row[NR_COLOURS];
	size_t nr;
};

/*
 * By their share of each bar, so that a small workload has a say; one that
 * matters in one bar only must not be lost among the others.
 */
static double weight(const struct pairs *pairs, unsigned int row)
{
	const struct record *r;
	double sum = 0;
	size_t i, mode;

	for (i = 0; i < pairs->nr; i++) {
		for (mode = 0; mode < 2; mode++) {
			r = mode ? pairs->pair[i].shadow : pairs->pair[i].tdp;
			if (r && r->window.net.kernel > 0)
				sum += (double)r->window.net.rows[row].kernel /
				       r->window.net.kernel;
		}
	}
	return sum;
}

static void find_top(struct top *top, const struct pairs *pairs)
{
	const unsigned int nr_rows = pairs->nr ?
		reason_count(pairs->pair[0].vendor) + KVM_EXITMETER_ROW_STARTUP : 0;
	double weights[NR_COLOURS], w;
	unsigned int row;
	size_t at;

	top->nr = 0;
	for (row = 0; row < nr_rows; row++) {
		w = weight(pairs, row);
		if (w <= 0)
			continue;
		if (top->nr < NR_COLOURS)
			top->nr++;
		else if (w <= weights[NR_COLOURS - 1])
			continue;
		for (at = top->nr - 1; at && weights[at - 1] < w; at--) {
			weights[at] = weights[at - 1];
			top->row[at] = top->row[at - 1];
		}
		weights[at] = w;
		top->row[at] = row;
	}
}

static void add(struct bars *b, size_t index, const struct pair *p, const struct record *r,
		const struct top *top)
{
	const struct ledger *net = &r->window.net;
	struct bars_part parts[NR_COLOURS + 1];
	double unit = b->percent ? net->kernel / 100.0 : 1, others = net->kernel;
	char note[2 * sizeof(struct format) + 8] = "";
	size_t i;

	if (unit <= 0)
		unit = 1;
	for (i = 0; i < top->nr; i++) {
		parts[i].length = net->rows[top->row[i]].kernel / unit;
		parts[i].colour = colours[i];
		others -= net->rows[top->row[i]].kernel;
	}
	parts[i].length = others / unit;
	parts[i].colour = COLOUR_OTHERS;
	if (b->percent || !r->shadow || !p->tdp)
		snprintf(note, sizeof(note), "%s", format_short(net->kernel).text);
	else
		snprintf(note, sizeof(note), "%s  %s", format_short(net->kernel).text,
			 format_change(p->tdp->window.net.kernel, net->kernel).text);
	bars_add(b, index, r, parts, top->nr + 1, note);
}

static int draw(const struct charts *c, const char *name, bool percent)
{
	char *heading = memory_printf("Kernel cycles by reason%s, %s",
				      percent ? ", shares" : "", c->platform);
	struct bars b = {
		.heading = heading,
		.axis = percent ? "kernel cycles, 100 % = all of the bar's window" :
				  "kernel cycles",
		.percent = percent,
	};
	const struct pair *p;
	struct top top;
	int err = bars_begin(&b, c, name, NULL);
	size_t i;

	find_top(&top, c->jobs);
	for (i = 0; i < top.nr && !err; i++)
		bars_legend(&b, row_label(c->jobs->pair[0].vendor, top.row[i]).text,
			    colours[i]);
	if (!err)
		bars_legend(&b, "all others", COLOUR_OTHERS);
	for (i = 0; i < c->jobs->nr && !err; i++) {
		p = &c->jobs->pair[i];
		if (p->tdp)
			add(&b, i, p, p->tdp, &top);
		if (p->shadow)
			add(&b, i, p, p->shadow, &top);
	}
	if (!err)
		err = bars_end(&b);
	free(heading);
	return err;
}

static int draw_all(const struct charts *c)
{
	int err = draw(c, "kernel", false);

	return err ? err : draw(c, "kernel-share", true);
}

const struct topic_chart chart_kernel = { TOPIC_EACH_PLATFORM, draw_all };
