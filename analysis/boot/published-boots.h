/* SPDX-License-Identifier: GPL-2.0 */
/* How many exits others published for a boot. */
#ifndef EXITREPORT_PUBLISHED_BOOTS_H
#define EXITREPORT_PUBLISHED_BOOTS_H

#include "boots.h"

/**
 * published_boots_print - a text about a distribution's boot and the published ones
 * @b: has the distribution's, or not
 * @prose: its file; it is given "reports", how many published a boot; "least" and "most", their
 *	exits with EPT, "least-off" and "most-off" without; "debian", which is there if @b has one,
 *	and "on" and "off", its exits
 *
 * Return: 0, or -1 with a message.
 */
int published_boots_print(const struct report *r, const struct boots *b, const char *prose);

#endif
