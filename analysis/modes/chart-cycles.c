// SPDX-License-Identifier: GPL-2.0
#include <stdlib.h>

#include "ledger/account.h"
#include "parts/bars.h"
#include "output/format.h"
#include "util/memory.h"

/* Length of a bar's unit: a cycle, or a hundredth of the pair's first window. */
static double unit(const struct pair *p, bool percent)
{
	return percent ? pair_any(p)->window.net.wall / 100.0 : 1;
}

static void add(struct bars *b, size_t index, const struct pair *p, const struct record *r)
{
	const struct ledger *net = &r->window.net;
	struct bars_part parts[ACCOUNT_NR];
	char note[2 * sizeof(struct format) + 8];
	size_t i;

	for (i = 0; i < ACCOUNT_NR; i++) {
		parts[i].length = account_cycles(net, palette_accounts[i].account) / unit(p, b->percent);
		parts[i].colour = palette_accounts[i].colour;
	}
	if (r->shadow && p->tdp)
		snprintf(note, sizeof(note), "%s  %s", format_short(net->wall).text,
			 format_change(p->tdp->window.net.wall, net->wall).text);
	else
		snprintf(note, sizeof(note), "%s", format_short(net->wall).text);
	bars_add(b, index, r, parts, ACCOUNT_NR, note);
}

static bool is_used(const struct pairs *pairs, size_t account)
{
	const struct pair *p;
	size_t i;

	for (i = 0; i < pairs->nr; i++) {
		p = &pairs->pair[i];
		if ((p->tdp && account_cycles(&p->tdp->window.net, account)) ||
		    (p->shadow && account_cycles(&p->shadow->window.net, account)))
			return true;
	}
	return false;
}

static int draw(const struct charts *c, const char *name, bool percent)
{
	const char *mode = c->jobs->nr ? record_mode_name(c->jobs->pair[0].vendor, false) : "";
	char *heading = memory_printf("Where the whole window's cycles go%s, %s",
				      percent ? ", normalised" : "", c->platform);
	char *axis = memory_printf(percent ? "cycles, 100 %% = the window with %s" :
					     "cycles", mode);
	struct bars b = { .heading = heading, .axis = axis, .percent = percent };
	const struct pair *p;
	int err = bars_begin(&b, c, name, NULL);
	size_t i;

	for (i = 0; i < ACCOUNT_NR && !err; i++)
		if (is_used(c->jobs, palette_accounts[i].account))
			bars_legend(&b, accounts[palette_accounts[i].account].text,
				    palette_accounts[i].colour);
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
	free(axis);
	return err;
}

static int draw_all(const struct charts *c)
{
	int err = draw(c, "cycles", false);

	return err ? err : draw(c, "cycles-normalised", true);
}

const struct topic_chart chart_cycles = { TOPIC_EACH_PLATFORM, draw_all };
