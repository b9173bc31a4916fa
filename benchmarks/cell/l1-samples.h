/* SPDX-License-Identifier: GPL-2.0 */
/* Copies of a growing table, in memory, no more than there is room for. */
#ifndef CELL_L1_SAMPLES_H
#define CELL_L1_SAMPLES_H

#include <stddef.h>

/* Even.  A boot with that many samples makes a record of some 60 KB. */
#define SAMPLES_MAX	384
/* A ledger with all rows that were ever seen takes 2 KB. */
#define SAMPLES_TEXT	8192

/**
 * struct sample - one copy
 * @length: of @text, below SAMPLES_TEXT; @text is not terminated
 */
struct sample {
	size_t length;
	char text[SAMPLES_TEXT];
};

/**
 * struct samples - all of them
 * @nr: how many there are
 * @thinned: how often every second one was dropped
 * @slot: they, the oldest first; the others have room for more
 */
struct samples {
	size_t nr;
	unsigned int thinned;
	struct sample *slot[SAMPLES_MAX];
	struct sample room[SAMPLES_MAX];
};

void samples_init(struct samples *s);

/**
 * samples_next - room for one more; it counts once samples_add() is called
 *
 * If there is none, every second sample is dropped, the last one is not: a table that only
 * grows loses nothing by it but resolution.
 */
struct sample *samples_next(struct samples *s);

void samples_add(struct samples *s);

#endif
