/* SPDX-License-Identifier: GPL-2.0 */
/* The documents of a report. */
#ifndef EXITREPORT_DOCUMENT_H
#define EXITREPORT_DOCUMENT_H

#include "topic.h"

/**
 * struct document_facts - one of them
 * @name: of its file in RUN/report, with the platform's behind it where each has its own; NULL for
 *	the report itself, whose file is named by whoever wants it
 * @title: its first heading; the platform's name follows where each has its own
 * @adds: what a reader of the report finds there, a sentence
 * @scope: one, or one for each platform
 */
struct document_facts {
	const char *name;
	const char *title;
	const char *adds;
	enum topic_scope scope;
};

extern const struct document_facts documents[DOCUMENT_NR];

#endif
