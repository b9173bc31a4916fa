/* SPDX-License-Identifier: GPL-2.0 */
/* A line for each interval, for logs: of the virtual machine, or of each on a host. */
#ifndef EXITMETER_WATCH_H
#define EXITMETER_WATCH_H

#include "printer.h"

/**
 * struct watch - options, and what was printed
 * @printer: where to
 * @interval_ms: a line that often
 * @intervals: end after so many; 0 is never
 * @printed: intervals by now
 */
struct watch {
	struct printer printer;
	unsigned int interval_ms;
	unsigned long intervals;
	unsigned long printed;
};

/**
 * struct watch_interval - what a line is about
 * @who: words in front of the figures; empty if there is one VM only
 * @info: the meter
 * @net: what was in the interval
 * @elapsed: its length, cycles
 */
struct watch_interval {
	const char *who;
	const struct abi_info *info;
	const struct ledger *net;
	int64_t elapsed;
};

/* watch_argp - the options, the printer's among them; its input is a struct watch. As a child. */
extern const struct argp watch_argp;

/**
 * watch_line - print a line: when, whose, exits per second, where the time went, reasons
 *
 * Return: 0, or -errno with a message on stderr.
 */
int watch_line(struct watch *watch, const struct watch_interval *interval);

/**
 * watch_count - an interval was printed
 *
 * Return: 0, or MEASURE_ENOUGH if that were all.
 */
int watch_count(struct watch *watch);

#endif
