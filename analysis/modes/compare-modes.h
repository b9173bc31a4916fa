/* SPDX-License-Identifier: GPL-2.0 */
/* Nested against shadow paging, for the whole of a run, however long. */
#ifndef EXITREPORT_COMPARE_MODES_H
#define EXITREPORT_COMPARE_MODES_H

#include <stdbool.h>

/**
 * compare_modes - print it: medians and an overview for each platform, then pair by pair
 * @folder: of the run
 * @workloads: names, NULL-terminated; all if there are none
 * @csv: print the table in long form instead
 *
 * Return: 0, or -1 with a message.
 */
int compare_modes(const char *folder, char *const workloads[], bool csv);

#endif
