// SPDX-License-Identifier: GPL-2.0
/*
 * Where the cycles of one workload's window went, both modes on one scale: the
 * accounts, and KVM's by the kind of exit that they were for.
 */
#include <stdlib.h>

#include "ledger/account.h"
#include "parts/bars.h"
#include "output/format.h"
#include "util/memory.h"

#define NR_PARTS	(COLOUR_BLOCKED + 1)

/* The accounts and kinds of exits are the colours up to that of the last account. */
static int64_t cycles_of(enum colour part, const struct record *r)
{
	const struct ledger *net = &r->window.net;
	size_t i;

	if (part >= COLOUR_CR && part < COLOUR_EXITS_END)
		return palette_sum(part, r->vendor, net).kernel;
	for (i = 0; i < ACCOUNT_NR; i++)
		if (palette_accounts[i].colour == part && part != COLOUR_KVM)
			return account_cycles(net, palette_accounts[i].account);
	return 0;
}

static void add(struct bars *b, const struct pair *p, const struct record *r)
{
	const struct ledger *net = &r->window.net;
	struct bars_part parts[NR_PARTS];
	char note[2 * sizeof(struct format) + 8];
	enum colour i;

	for (i = 0; i < NR_PARTS; i++)
		parts[i] = (struct bars_part) { cycles_of(i, r), i };
	if (r->shadow && p->tdp)
		snprintf(note, sizeof(note), "%s  %s", format_short(net->wall).text,
			 format_change(p->tdp->window.net.wall, net->wall).text);
	else
		snprintf(note, sizeof(note), "%s", format_short(net->wall).text);
	bars_add(b, 0, r, parts, NR_PARTS, note);
}

static bool is_used(enum colour part, const struct pair *p)
{
	return (p->tdp && cycles_of(part, p->tdp) > 0) || (p->shadow && cycles_of(part, p->shadow) > 0);
}

static int draw(const struct charts *c, struct pair *p)
{
	struct pairs one = { p, 1 };
	const struct charts charts = {
		c->run, c->folder, c->platform, &one, &one, c->gnuplot,
	};
	char *heading = memory_printf("Where the window's cycles went: %s, %s", p->name,
				      c->platform);
	struct bars b = { .heading = heading, .axis = "cycles" };
	int err = bars_begin(&b, &charts, "where", p->name);
	enum colour i;

	for (i = 0; i < NR_PARTS && !err; i++)
		if (is_used(i, p))
			bars_legend(&b, palette[i].text, i);
	if (!err && p->tdp)
		add(&b, p, p->tdp);
	if (!err && p->shadow)
		add(&b, p, p->shadow);
	if (!err)
		err = bars_end(&b);
	free(heading);
	return err;
}

static int draw_all(const struct charts *c)
{
	size_t i;
	int err = 0;

	for (i = 0; i < c->pairs->nr && !err; i++)
		err = draw(c, &c->pairs->pair[i]);
	return err;
}

const struct topic_chart chart_where = { TOPIC_EACH_PLATFORM, draw_all };
