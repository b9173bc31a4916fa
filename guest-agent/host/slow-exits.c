// SPDX-License-Identifier: GPL-2.0
#include "slow-exits.h"

#include <string.h>

void slow_exits_add(struct slow_exits *s, const struct slow_exit *e)
{
	size_t at;

	s->seen++;
	if (s->nr == SLOW_KEPT && e->took <= s->all[SLOW_KEPT - 1].took)
		return;
	if (s->nr < SLOW_KEPT)
		s->nr++;
	/* Of equal ones the first stays in front. */
	for (at = s->nr - 1; at && s->all[at - 1].took < e->took; at--)
		s->all[at] = s->all[at - 1];
	s->all[at] = *e;
}

void slow_exits_take(struct slow_exits *s, const struct backend *backend)
{
	struct slow_exit e;

	while (backend->slow && backend->slow(&e))
		slow_exits_add(s, &e);
}
