/* SPDX-License-Identifier: GPL-2.0 */
/* What exitbench ends with, besides 0. */
#ifndef UTIL_EXIT_STATUS_H
#define UTIL_EXIT_STATUS_H

/* Exit statuses. */
#define EXIT_CELLS_FAILED	1
#define EXIT_UNUSABLE		2
/* And the number of the signal. */
#define EXIT_SIGNALLED		128

#endif
