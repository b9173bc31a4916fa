// SPDX-License-Identifier: GPL-2.0
#include "l1-samples.h"

void samples_init(struct samples *s)
{
	size_t i;

	s->nr = 0;
	s->thinned = 0;
	for (i = 0; i < SAMPLES_MAX; i++)
		s->slot[i] = &s->room[i];
}

/* Nothing is copied: what is dropped changes places with what stays. */
static void thin(struct samples *s)
{
	struct sample *dropped[SAMPLES_MAX / 2];
	size_t i;

	for (i = 0; i < SAMPLES_MAX / 2; i++) {
		dropped[i] = s->slot[2 * i];
		s->slot[i] = s->slot[2 * i + 1];
	}
	for (i = 0; i < SAMPLES_MAX / 2; i++)
		s->slot[SAMPLES_MAX / 2 + i] = dropped[i];
	s->nr = SAMPLES_MAX / 2;
	s->thinned++;
}

struct sample *samples_next(struct samples *s)
{
	if (s->nr == SAMPLES_MAX)
		thin(s);
	return s->slot[s->nr];
}

void samples_add(struct samples *s)
{
	s->nr++;
}
