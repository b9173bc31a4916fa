/* SPDX-License-Identifier: GPL-2.0 */
/* The topics that a user names. */
#ifndef EXITREPORT_WANTED_H
#define EXITREPORT_WANTED_H

#include "topic.h"

/* topics_check - Return: 0, or -1 with a message if one of the @names is none of a topic. */
int topics_check(char *const names[]);

/* Is a topic among the @names?  All are, of none. */
bool topic_is_wanted(const struct topic *topic, char *const names[]);

#endif
