/* SPDX-License-Identifier: GPL-2.0 */
/* How many exits others published for a boot. */
#ifndef EXITREPORT_PUBLISHED_BOOTS_H
#define EXITREPORT_PUBLISHED_BOOTS_H

#include <stddef.h>

/**
 * struct published_boots - over those who published a boot
 * @nr: how many did, by paging mode: nested, shadow
 * @least: exits
 * @most: exits
 */
struct published_boots {
	size_t nr[2];
	double least[2];
	double most[2];
};

/* published_boots_load - Return: 0, or -1 with a message. */
int published_boots_load(struct published_boots *b);

#endif
