/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A topic: one subject of the analysis, with all that is said of it.
 *
 * Each has a folder of its name, whose topic.c has its lists; exitreport.c has the list of
 * topics.  The commands, "exitreport tables", "charts" and "report" are loops over them.
 */
#ifndef EXITREPORT_TOPIC_H
#define EXITREPORT_TOPIC_H

#include <stdbool.h>
#include <stdio.h>

#include "command.h"

struct charts;
struct report;
struct run;

enum topic_scope {
	TOPIC_ONCE,
	TOPIC_EACH_PLATFORM,
};

/**
 * struct topic_table - a file in RUN/tables, CSV in long form: one observation a line
 * @file: its name
 * @exists: is there anything of it in a run? NULL: in every run
 * @print: print it; Return: 0, or -1 with a message. A long run comes in parts (parts/in-parts.h),
 *	each with a table of its own, and what is printed is their lines, one after the other
 * @finish: instead, if a line is about more than a part: make the table from what @print wrote
 *	for all parts, one after the other, in whatever form; NULL for those that need no more
 * @whole: print needs the whole run at once
 */
struct topic_table {
	const char *file;
	bool (*exists)(const struct run *run);
	int (*print)(const struct run *run, FILE *f);
	int (*finish)(FILE *parts, FILE *f);
	bool whole;
};

/**
 * struct topic_chart - files in RUN/charts
 * @scope: how often it is drawn
 * @draw: draw it, or nothing if there is nothing to be seen; Return: 0, or -1 with a message
 */
struct topic_chart {
	enum topic_scope scope;
	int (*draw)(const struct charts *c);
};

/* What a report is made of: the report itself, and appendices in files of their own. */
enum document {
	DOCUMENT_REPORT,
	DOCUMENT_ASSIGNMENT,
	DOCUMENT_WORKLOADS,	/* one for each platform */
	DOCUMENT_MECHANISMS,	/* one for each platform */
	DOCUMENT_PAGE_TABLES,
	DOCUMENT_SETTINGS,
	DOCUMENT_DETAIL,
	DOCUMENT_TIMELINE,
	DOCUMENT_REPEATS,
	DOCUMENT_OVERHEAD,
	DOCUMENT_CHECKS,
	DOCUMENT_STATISTICS,
	DOCUMENT_NR,
};

/**
 * struct topic_companion - a folder beside the run that the report is about
 * @name: of the folder, and of the option that names another
 * @file: that shows that there is something in it; NULL if it is a run
 * @what: it tells, for messages and where it is missing
 * @help: of the option
 * @is_extra: its absence goes without saying
 */
struct topic_companion {
	const char *name;
	const char *file;
	const char *what;
	const char *help;
	bool is_extra;
};

/**
 * struct topic_section - a section of one of the report's documents
 * @document: that it is in
 * @weight: the lighter come first in it
 * @scope: how often it is written; in a document of a platform, about that platform in any case.
 *	What is written once is given the first platform
 * @companion: that it is about; it is only written if that is there
 * @write: write it, or nothing; Return: 0, or -1 with a message
 */
struct topic_section {
	enum document document;
	int weight;
	enum topic_scope scope;
	const struct topic_companion *companion;
	int (*write)(const struct report *r);
};

/**
 * struct topic - all of it; the lists end with NULL, and may be NULL
 * @name: of its folder, and for "exitreport tables" and "charts"
 * @summary: for help
 */
struct topic {
	const char *name;
	const char *summary;
	const struct command *const *commands;
	const struct topic_table *const *tables;
	const struct topic_chart *const *charts;
	const struct topic_section *const *sections;
};

/* Ends with NULL. */
extern const struct topic *const topics[];

/* topic_find - Return: the topic, or NULL. */
const struct topic *topic_find(const char *name);

#endif
