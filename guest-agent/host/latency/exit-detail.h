/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What tracing sees of single exits, beside the accounts: how long they took, why the VMM was
 * entered, and where in the guest they were or what for.
 */
#ifndef EXITMETER_EXIT_DETAIL_H
#define EXITMETER_EXIT_DETAIL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buckets.h"
#include "exit-by.h"

/**
 * struct exit_times - how long a row's exits took, from exit to entry without what was halted
 * @row: of the ledger
 * @max: the longest since tracing began, ns
 * @buckets: exits, see buckets.h
 */
struct exit_times {
	uint32_t row;
	uint64_t max;
	uint64_t buckets[BUCKETS];
};

/**
 * struct exit_key - exits of a row that have something in common
 * @row: of the ledger
 * @by: enum exit_by
 * @value: as the enum says
 * @count: exits
 * @ns: what they took; of EXIT_BY_USERSPACE, in the VMM
 */
struct exit_key {
	uint32_t row;
	uint32_t by;
	uint64_t value;
	uint64_t count;
	uint64_t ns;
};

/**
 * struct exit_detail - of a VM
 * @nr_times: how many
 * @times: by row
 * @nr_keys: how many
 * @keys: by row, kind and value
 */
struct exit_detail {
	size_t nr_times;
	struct exit_times *times;
	size_t nr_keys;
	struct exit_key *keys;
};

/* exit_times_add - add exits to a row; ends the program when there is no memory */
void exit_times_add(struct exit_detail *d, const struct exit_times *times);

/* exit_key_add - likewise, to a key */
void exit_key_add(struct exit_detail *d, const struct exit_key *key);

/* exit_detail_add - likewise, all that is in @more */
void exit_detail_add(struct exit_detail *d, const struct exit_detail *more);

/**
 * exit_detail_between - out = b - a
 * @a: NULL is nothing
 */
void exit_detail_between(struct exit_detail *out, const struct exit_detail *a,
			 const struct exit_detail *b);

void exit_detail_free(struct exit_detail *d);

/**
 * exit_times_below - what a share of the exits stays below
 * @share: above 0, up to 1
 *
 * Return: the end of the bucket in which the share is reached, ns: at most an eighth too much;
 * 0 without exits.
 */
uint64_t exit_times_below(const struct exit_times *t, double share);

/**
 * exit_times_longest - the longest exit
 *
 * Return: ns; to the nanosecond if it was the longest since tracing began, else the end of its
 * bucket; 0 without exits.
 */
uint64_t exit_times_longest(const struct exit_times *t);

/* exit_times_of - Return: NULL if a row has none. */
const struct exit_times *exit_times_of(const struct exit_detail *d, uint32_t row);

/* exit_by_name - rip, mode, leaf ...; NULL for no such kind */
const char *exit_by_name(enum exit_by by);

/* Room for exit_key_text(). */
#define EXIT_KEY_SIZE	48

/* exit_key_text - what the exits have in common, for readers; Return: @text */
const char *exit_key_text(const struct exit_key *key, char text[EXIT_KEY_SIZE]);

#endif
