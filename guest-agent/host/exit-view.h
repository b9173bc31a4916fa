/* SPDX-License-Identifier: GPL-2.0 */
/* What only BPF sees, as tables, CSV and JSON. */
#ifndef EXITMETER_EXIT_VIEW_H
#define EXITMETER_EXIT_VIEW_H

#include <stdio.h>

#include <jansson.h>

#include "host.h"
#include "slow-exits.h"

/* exit_view_table - percentiles, KVM_EXIT_* and keys of a VM; nothing if there are none */
void exit_view_table(FILE *f, const struct vm_window *vm, const struct stat_view *v);

/* exit_view_csv - likewise, in the columns of stat_csv_print() */
void exit_view_csv(FILE *f, const struct vm_window *vm, const struct stat_view *v, char separator);

/* exit_view_json - likewise, as members of a VM's object */
void exit_view_json(json_t *out, const struct vm_window *vm);

/* slow_exits_table - the slowest, over all VMs */
void slow_exits_table(FILE *f, const struct slow_exits *s, const struct host *h);

/* slow_exits_json - Return: all that are kept, a new reference. */
json_t *slow_exits_json(const struct slow_exits *s, const struct host *h);

#endif
