/* SPDX-License-Identifier: GPL-2.0 */
/* The documents of a report, written from the sections of all topics. */
#ifndef EXITREPORT_WRITE_H
#define EXITREPORT_WRITE_H

#include "parts/report.h"

/**
 * struct sections - those of all topics, by document and weight
 * @section: to be freed
 */
struct sections {
	const struct topic_section **section;
	size_t nr;
};

void sections_collect(struct sections *s);

/**
 * report_put - what becomes of a document that has something in it
 * @file: NULL for the report itself, or its name in the folder of the appendices
 *
 * Return: 0, or -1 with a message.
 */
typedef int (*report_put)(void *context, const char *file, const char *markdown, size_t size);

/**
 * struct report_place - where the report is to be
 * @folder: that the report is to be in
 * @home: its name as seen from the appendices
 * @appendices_folder: that these are to be in
 * @charts: the folder of the charts
 * @suffix: of an appendix' file: ".md"
 */
struct report_place {
	const char *folder;
	const char *home;
	const char *appendices_folder;
	const char *charts;
	const char *suffix;
};

/**
 * report_write - write all documents, the appendices first
 * @r: the run and its companions; the rest is set here
 * @put: is given each document, a whole one
 *
 * Return: 0, or -1 with a message.
 */
int report_write(struct report *r, const struct sections *s, const struct report_place *place,
		 report_put put, void *context);

#endif
