/* SPDX-License-Identifier: GPL-2.0 */
/* The loop of exitmeter top, in the guest and on a host, and its options. */
#ifndef EXITMETER_TOP_RUN_H
#define EXITMETER_TOP_RUN_H

#include <argp.h>

#include "top/top.h"

/**
 * struct top_options
 * @interval_ms: between screens
 * @screens: end after so many; 0 is when the user quits
 * @sort: at first
 */
struct top_options {
	unsigned int interval_ms;
	unsigned long screens;
	enum top_sort sort;
};

/* top_argp - the options; its input is a struct top_options */
extern const struct argp top_argp;

/**
 * struct top_source - where intervals come from
 * @begin: the first interval begins. Return: 0, or -errno with a message on stderr
 * @next: it ends, and another begins; to be shown with top_take(), unless the user has paused.
 *	Return: likewise
 * @data: for both
 */
struct top_source {
	int (*begin)(void *data);
	int (*next)(struct top *t, void *data);
	void *data;
};

/**
 * top_run - show intervals until the user quits
 * @t: zeros but for what describes the meter
 *
 * Return: an exit status, with a message on stderr if it is not STATUS_OK.
 */
int top_run(struct top *t, const struct top_options *options, const struct top_source *source);

#endif
