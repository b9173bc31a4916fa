/* SPDX-License-Identifier: GPL-2.0 */
/* The exits that a guest can choose to make, and what is known of each. */
#ifndef EXITREPORT_PRIMITIVE_H
#define EXITREPORT_PRIMITIVE_H

#include <stdbool.h>

enum primitive_kind {
	PRIMITIVE_OTHER,	/* nothing is known of it */
	PRIMITIVE_EXIT,		/* one exit that KVM handles by itself */
	PRIMITIVE_STATE,	/* likewise, but what it takes depends on memory in use */
	PRIMITIVE_ACCOUNTS,	/* goes through the VMM or sleeps: more accounts change */
	PRIMITIVE_NO_EXIT,
};

/**
 * struct primitive - one of them
 * @name: as the workloads print it
 * @text: for readers
 * @tdp: what it is with nested paging
 * @shadow: what it is with shadow paging
 */
struct primitive {
	const char *name;
	const char *text;
	enum primitive_kind tdp;
	enum primitive_kind shadow;
};

/* primitive_find - Return: never NULL; the text of an unknown one is empty. */
const struct primitive *primitive_find(const char *name);

static inline enum primitive_kind primitive_kind(const struct primitive *p, bool shadow)
{
	return shadow ? p->shadow : p->tdp;
}

#endif
