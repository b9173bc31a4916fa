/* SPDX-License-Identifier: GPL-2.0 */
/* A window as a table for people. */
#ifndef EXITMETER_WINDOW_TABLE_H
#define EXITMETER_WINDOW_TABLE_H

#include <stdio.h>

#include "ledger/window.h"

/**
 * window_table_print - the net window, most frequent reasons first
 * @out: where to
 * @w: measured
 */
void window_table_print(FILE *out, const struct window *w);

#endif
