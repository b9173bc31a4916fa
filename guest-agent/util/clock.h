/* SPDX-License-Identifier: GPL-2.0 */
/* What a clock of the system shows. */
#ifndef EXITMETER_CLOCK_H
#define EXITMETER_CLOCK_H

#include <stdint.h>
#include <time.h>

#define NS_PER_S	1000000000ll

/* clock_ns - nanoseconds since that clock's beginning */
int64_t clock_ns(clockid_t clock);

/* clock_seconds - of the monotonic clock: for differences, whatever happens to the date */
double clock_seconds(void);

#endif
