// SPDX-License-Identifier: GPL-2.0
#include <stdlib.h>

#include "parts/bars.h"
#include "output/format.h"
#include "util/memory.h"

static void add(struct bars *b, size_t index, const struct pair *p, const struct record *r)
{
	const struct ledger *net = &r->window.net;
	struct bars_part parts[COLOUR_EXITS_END - COLOUR_CR];
	double unit = b->percent ? net->kernel / 100.0 : 1;
	char note[2 * sizeof(struct format) + 8] = "";
	enum colour kind;
	size_t nr = 0;

	if (unit <= 0)
		unit = 1;
	for (kind = COLOUR_CR; kind < COLOUR_EXITS_END; kind++)
		parts[nr++] = (struct bars_part) {
			palette_sum(kind, r->vendor, net).kernel / unit, kind,
		};
	if (b->percent || !r->shadow || !p->tdp)
		snprintf(note, sizeof(note), "%s", format_short(net->kernel).text);
	else
		snprintf(note, sizeof(note), "%s  %s", format_short(net->kernel).text,
			 format_change(p->tdp->window.net.kernel, net->kernel).text);
	bars_add(b, index, r, parts, nr, note);
}

static int draw(const struct charts *c, const char *name, bool percent)
{
	char *heading = memory_printf("Kernel cycles by kind of exit%s, %s",
				      percent ? ", shares" : "", c->platform);
	struct bars b = {
		.heading = heading,
		.axis = percent ? "kernel cycles, 100 % = all of the bar's window" :
				  "kernel cycles",
		.percent = percent,
	};
	const struct pair *p;
	int err = bars_begin(&b, c, name, NULL);
	enum colour kind;
	size_t i;

	for (kind = COLOUR_CR; kind < COLOUR_EXITS_END && !err; kind++)
		bars_legend(&b, palette[kind].text, kind);
	for (i = 0; i < c->jobs->nr && !err; i++) {
		p = &c->jobs->pair[i];
		if (p->tdp)
			add(&b, i, p, p->tdp);
		if (p->shadow)
			add(&b, i, p, p->shadow);
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
