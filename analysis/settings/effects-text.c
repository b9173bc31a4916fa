// SPDX-License-Identifier: GPL-2.0
#include "effects-text.h"

#include <stdlib.h>
#include <string.h>

#include "output/format.h"
#include "select/cell-facts.h"
#include "util/memory.h"

#define ARROW " \u2192 "

struct table *effects_table(const struct effects *e, const char *const first[], bool kernel)
{
	unsigned int vendor = e->effect[0].with->vendor;
	char *on = memory_printf("exits, %s", mode_prose(vendor, false));
	char *busy = memory_printf("CPU time, %s", mode_prose(vendor, false));
	const char *const rest[] = {
		on, mode_prose(vendor, true), "factor", busy, mode_prose(vendor, true), "factor",
		kernel ? "factor of KVM's cycles" : NULL, NULL,
	};
	const char *columns[10] = { NULL };
	struct table *t;
	size_t nr, i;

	for (nr = 0; first[nr]; nr++)
		columns[nr] = first[nr];
	for (i = 0; rest[i]; i++)
		columns[nr + i] = rest[i];
	t = table_new(TABLE_MARKDOWN, columns);
	free(busy);
	free(on);
	return t;
}

static void add_mode(struct table *t, const struct net nets[2], bool shadow)
{
	const struct spread *plain = shadow ? &nets[0].shadow : &nets[0].tdp;
	const struct spread *with = shadow ? &nets[1].shadow : &nets[1].tdp;

	table_text(t, "%s" ARROW "%s", format_short(plain->median).text,
		   format_short(with->median).text);
}

void effect_add_net(struct table *t, const struct net nets[2])
{
	add_mode(t, nets, false);
	add_mode(t, nets, true);
	effect_add_factors(t, nets);
}

void effect_add_factors(struct table *t, const struct net nets[2])
{
	table_text(t, "%s" ARROW "%s", net_change(&nets[0], false).text,
		   net_change(&nets[1], false).text);
}
