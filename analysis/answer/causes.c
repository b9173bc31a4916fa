// SPDX-License-Identifier: GPL-2.0
#include "causes.h"

#include "select/mmio.h"

const char *const cause_names[CAUSE_NR] = {
	[CAUSE_GUEST]		= "the guest itself",
	[CAUSE_CR]		= "control registers",
	[CAUSE_FAULT]		= "page faults",
	[CAUSE_MMIO]		= "MMIO",
	[CAUSE_INVALIDATE]	= "TLB invalidation",
	[CAUSE_OTHER]		= "other exits",
	[CAUSE_VMM]		= "QEMU",
};

const char *cause_name(const struct causes *c, enum cause kind)
{
	return kind == CAUSE_FAULT && !c->has_mmio ? "page faults and MMIO" : cause_names[kind];
}

static void add_net(double to[2], const struct pairs *all, const struct pair *p,
		    enum net_sum sum, enum exit_class class)
{
	const struct net_quantity q = { sum, class };
	struct net n = net_of(all, p, &q);

	to[0] += n.tdp.median;
	to[1] += n.shadow.median;
}

static void add_kind(struct causes *c, enum cause kind, const struct pairs *all,
		     const struct pair *p, enum exit_class class)
{
	double cycles[2] = { 0 }, exits[2] = { 0 };
	size_t mode;

	add_net(cycles, all, p, NET_KERNEL, class);
	add_net(exits, all, p, NET_EXITS, class);
	for (mode = 0; mode < 2; mode++) {
		c->cycles[mode][kind] += cycles[mode];
		c->exits[mode][kind] += exits[mode];
	}
}

static void add_account(struct causes *c, enum cause kind, const struct pairs *all,
			const struct pair *p, enum net_sum sum)
{
	double cycles[2] = { 0 };

	add_net(cycles, all, p, sum, CLASS_ALL);
	c->cycles[0][kind] = cycles[0];
	c->cycles[1][kind] = cycles[1];
}

/* Take the accesses to devices from the page faults, if both modes tell. */
static void split_faults(struct causes *c, const struct pair *p, const struct run *detail)
{
	const struct record *found[2] = {
		mmio_find(detail, p->tdp), mmio_find(detail, p->shadow),
	};
	struct mmio mmio;
	size_t mode;

	c->has_mmio = found[0] && found[1];
	for (mode = 0; c->has_mmio && mode < 2; mode++) {
		mmio = mmio_of(found[mode]);
		c->cycles[mode][CAUSE_MMIO] = mmio.kernel;
		c->exits[mode][CAUSE_MMIO] = mmio.count;
		c->cycles[mode][CAUSE_FAULT] -= mmio.kernel;
		c->exits[mode][CAUSE_FAULT] -= mmio.count;
	}
}

struct causes causes_of(const struct pair *p, const struct run *detail)
{
	/* Details are of one seed: a median less what another seed has is no quantity. */
	struct pair seed = *p;
	const struct pairs one = { &seed, 1 };
	struct causes c = { .has_mmio = false };
	enum cause cause;
	size_t mode;

	add_account(&c, CAUSE_GUEST, &one, p, NET_GUEST);
	add_account(&c, CAUSE_VMM, &one, p, NET_USER);
	add_kind(&c, CAUSE_CR, &one, p, CLASS_CR);
	add_kind(&c, CAUSE_FAULT, &one, p, CLASS_FAULT);
	add_kind(&c, CAUSE_FAULT, &one, p, CLASS_NESTED_FAULT);
	add_kind(&c, CAUSE_INVALIDATE, &one, p, CLASS_INVALIDATE);
	/* What is left of all is the others'. */
	add_kind(&c, CAUSE_OTHER, &one, p, CLASS_ALL);
	for (mode = 0; mode < 2; mode++) {
		for (cause = CAUSE_GUEST + 1; cause < CAUSE_OTHER; cause++) {
			c.cycles[mode][CAUSE_OTHER] -= c.cycles[mode][cause];
			c.exits[mode][CAUSE_OTHER] -= c.exits[mode][cause];
		}
	}
	split_faults(&c, p, detail);
	return c;
}
