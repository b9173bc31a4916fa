/* SPDX-License-Identifier: GPL-2.0 */
/* What the exits of one kind were for, in both paging modes. */
#ifndef EXITREPORT_SUBJECTS_H
#define EXITREPORT_SUBJECTS_H

#include "select/pair.h"

/**
 * struct subject - keys that are about the same thing
 * @name: for readers
 * @count: exits with nested and with shadow paging
 * @cycles: of the kernel account, likewise
 * @nr_workloads: that have any, in either mode
 * @last_workload: the last of them, by its number plus 1
 */
struct subject {
	char *name;
	int64_t count[2];
	int64_t cycles[2];
	size_t nr_workloads;
	size_t last_workload;
};

/**
 * struct subjects - all of a kind, those with most exits in either mode first
 * @total: exits of the kind in each mode
 */
struct subjects {
	struct subject *subject;
	size_t nr;
	int64_t total[2];
};

/**
 * subjects_of_pairs - add up the keys of pairs
 * @s: receives them, for subjects_free()
 * @nr: of the pairs
 * @kind: KVM_EXITMETER_KEY_*
 */
void subjects_of_pairs(struct subjects *s, const struct pair *p, size_t nr, unsigned int kind);

/**
 * subject_at - what most exits for one reason were about, or the next most
 * @place: 0 for the most
 * @count: receives how many they are
 *
 * Return: for readers, to be freed; NULL if the record has no more keys of that row.
 */
char *subject_at(const struct record *r, unsigned int row, size_t place, int64_t *count);

/**
 * subjects_detail - a record's keys: of its window, or of each of its points' windows
 * @i: 0 for the first
 *
 * Return: the record's; NULL if there are no more.
 */
const struct detail *subjects_detail(const struct record *r, size_t i);

void subjects_free(struct subjects *s);

#endif
