/* SPDX-License-Identifier: GPL-2.0 */
/* Effects of settings in tables: from the default to the setting. */
#ifndef EXITREPORT_EFFECTS_TEXT_H
#define EXITREPORT_EFFECTS_TEXT_H

#include "effects.h"
#include "output/table.h"

/*
 * effects_table - begin a table of them
 * @first: titles of its first columns, NULL-terminated, two at most
 * @kernel: with the factor of KVM's cycles
 *
 * Return: for table_end().
 */
struct table *effects_table(const struct effects *e, const char *const first[], bool kernel);

/* "7.51 k -> 16.1 k": with EPT on, with EPT off, and their factors */
void effect_add_net(struct table *t, const struct net nets[2]);

/* The factors alone. */
void effect_add_factors(struct table *t, const struct net nets[2]);

#endif
