// SPDX-License-Identifier: GPL-2.0
/*
 * Where the cycles of one workload's window went, both modes on one scale: the
 * accounts, and KVM's by the kind of exit that they were for.
 */
#include <stdlib.h>
#include <string.h>

#include "account-colour.h"
#include "ledger/account.h"
#include "parts/bars.h"
#include "output/format.h"
#include "ledger/class.h"
#include "util/memory.h"

/**
 * struct slice - a part of the bars
 * @text: for the legend
 * @colour: RGB; those of KVM from red to yellow, the others as in all charts
 * @classes: of exits whose cycles in KVM it is of, a bit each; 0 for an account
 * @account: name of the account
 */
struct slice {
	const char *text;
	unsigned int colour;
	unsigned int classes;
	const char *account;
};

#define CLASS(name)	(1u << CLASS_##name)

static const struct slice slices[] = {
	{ "guest", 0, 0, "guest" },
	{ "KVM: page faults, nested ones, devices", 0xd55e00, CLASS(FAULT) | CLASS(NESTED_FAULT),
	  NULL },
	{ "KVM: control registers", 0x8c2d04, CLASS(CR), NULL },
	{ "KVM: TLB invalidation", 0xcc79a7, CLASS(INVALIDATE), NULL },
	{ "KVM: port I/O", 0xf0e442, CLASS(IO), NULL },
	{ "KVM: halt, interrupts", 0xfdbb84, CLASS(HALT) | CLASS(INTERRUPT) | CLASS(WINDOW), NULL },
	{ "KVM: CPUID, MSR, all others", 0xb8a58c, CLASS(CPUID) | CLASS(MSR) | CLASS(OTHER), NULL },
	{ "user: the VMM", 0, 0, "user" },
	{ "offcpu", 0, 0, "offcpu" },
	{ "startup", 0, 0, "startup" },
	{ "blocked", 0, 0, "blocked" },
};

#define NR_SLICES	(sizeof(slices) / sizeof(slices[0]))

static size_t account_of(const struct slice *s)
{
	size_t i;

	for (i = 0; i < ACCOUNT_NR - 1; i++)
		if (!strcmp(accounts[i].name, s->account))
			break;
	return i;
}

static unsigned int colour_of(const struct slice *s)
{
	return s->classes ? s->colour : account_colours[account_of(s)];
}

static int64_t cycles_of(const struct slice *s, const struct record *r)
{
	const struct ledger *net = &r->window.net;
	enum exit_class class;
	int64_t sum = 0;

	if (!s->classes)
		return account_cycles(net, account_of(s));
	for (class = 0; class < CLASS_LISTED; class++)
		if (s->classes & 1u << class)
			sum += class_kernel(class, r->vendor, net);
	return sum;
}

static void add(struct bars *b, const struct pair *p, const struct record *r)
{
	const struct ledger *net = &r->window.net;
	struct bars_part parts[NR_SLICES];
	char note[2 * sizeof(struct format) + 8];
	size_t i;

	for (i = 0; i < NR_SLICES; i++) {
		parts[i].length = cycles_of(&slices[i], r);
		parts[i].colour = colour_of(&slices[i]);
	}
	if (r->shadow && p->tdp)
		snprintf(note, sizeof(note), "%s  %s", format_short(net->wall).text,
			 format_change(p->tdp->window.net.wall, net->wall).text);
	else
		snprintf(note, sizeof(note), "%s", format_short(net->wall).text);
	bars_add(b, 0, r, parts, NR_SLICES, note);
}

static bool is_used(const struct slice *s, const struct pair *p)
{
	return (p->tdp && cycles_of(s, p->tdp) > 0) || (p->shadow && cycles_of(s, p->shadow) > 0);
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
	size_t i;

	for (i = 0; i < NR_SLICES && !err; i++)
		if (is_used(&slices[i], p))
			bars_legend(&b, slices[i].text, colour_of(&slices[i]));
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
