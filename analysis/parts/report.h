/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the sections of a report are given, and what they share.  Every number and every
 * statement is computed from the records; nothing of the host's clock gets in, so that
 * equal records make an equal report.
 */
#ifndef EXITREPORT_REPORT_H
#define EXITREPORT_REPORT_H

#include <stdio.h>

#include "select/pair.h"
#include "topic.h"

/**
 * struct companion - a folder beside the run
 * @topic: what it is to be
 * @folder: its path
 * @exists: there is something in it
 * @run: what is in it; NULL if it is no run, or is not there
 */
struct companion {
	const struct topic_companion *topic;
	char *folder;
	bool exists;
	const struct run *run;
};

/**
 * struct view - the cells of a platform, in both modes
 * @platform: its name
 * @suffix: behind a heading that other platforms have, too: " (bochs-vmx)"; "" if there is one
 * @pairs: whose settings are all at their default, first seeds; if there are none such, all
 * @jobs: of these, see pairs_of_jobs()
 * @all: as @pairs, with all seeds
 * @varied: the others, all seeds: those of the run, then those of its companion with other settings
 */
struct view {
	const char *platform;
	const char *suffix;
	struct pairs pairs;
	struct pairs jobs;
	struct pairs all;
	struct pairs varied;
};

/**
 * struct report - what is written and what from
 * @f: the file
 * @run: all of the run
 * @folder: that the document is in
 * @charts: the folder of the charts, as seen from the document's
 * @document: that is written
 * @home: the report as seen from an appendix
 * @appendices: their folder as seen from the report
 * @files: of the appendices that have something in them, by platform; where there is one for all,
 *	it is the first platform's
 * @views: of the platforms that were measured
 * @platform: that the section is about; this and the following are of its view
 * @pairs: see struct view
 * @jobs: see struct view
 * @all: see struct view
 * @varied: see struct view
 * @suffix: see struct view
 * @companion: that the section is about, or NULL
 * @companions: folders beside the run
 */
struct report {
	FILE *f;
	const struct run *run;
	const char *folder;
	const char *charts;
	enum document document;
	const char *home;
	const char *appendices;
	char *(*files)[DOCUMENT_NR];
	const struct view *views;
	size_t nr_platforms;
	const char *platform;
	struct pairs pairs;
	struct pairs jobs;
	struct pairs all;
	struct pairs varied;
	const char *suffix;
	const struct companion *companion;
	struct companion *companions;
	size_t nr_companions;
};

/* report_view - the same about another platform, an index of @r->views */
struct report report_view(const struct report *r, size_t platform);

/* report_file - Return: the name of an appendix, of this platform if each has its own; or NULL. */
const char *report_file(const struct report *r, enum document d);

/* report_link - link to another document about the same platform; only its text if there is none */
void report_link(const struct report *r, enum document to, const char *text);

/* The companion whose cells are in a view's @varied. */
#define COMPANION_SETTINGS	"settings"

/* A chart, linked; @workload may be NULL. */
void report_chart(const struct report *r, const char *name, const char *workload,
		  const char *text);

/*
 * The cells of a run that failed or are missing, and what a reader must know of others; nothing if
 * there are none.
 */
void report_failures(const struct report *r, const struct run *run);

/* report_companion - Return: the companion of that name, or NULL if it is not there. */
const struct companion *report_companion(const struct report *r, const char *name);

/*
 * report_path - of something in the folder of a companion, for links
 * @file: NULL for the folder as a command names it
 *
 * Return: to be freed.
 */
char *report_path(const struct report *r, const struct companion *c, const char *file);

/* ept=1 and ept=0 of the platform. */
const char *report_mode(const struct report *r, bool shadow);

#endif
