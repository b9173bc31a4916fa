/* SPDX-License-Identifier: GPL-2.0 */
/*
 * REPORT.md, one function a section.  Every number and every statement is
 * computed from the records; nothing of the host's clock gets in, so that equal
 * records make an equal report.
 */
#ifndef EXITREPORT_REPORT_H
#define EXITREPORT_REPORT_H

#include <stdio.h>

#include "pair.h"
#include "published.h"

/**
 * struct report - what is written and what from
 * @f: the file
 * @run: all of the run
 * @charts: the folder of the charts, as seen from the report's
 * @platform: that the section is about
 * @pairs: of the platform, first seeds
 * @all: of the platform, all seeds
 * @suffix: behind a heading, if there are several platforms
 * @exits: published counts
 * @timings: published times
 */
struct report {
	FILE *f;
	const struct run *run;
	const char *charts;
	const char *platform;
	struct pairs pairs;
	struct pairs all;
	const char *suffix;
	struct published exits;
	struct published timings;
};

/* Once. */
void report_run(const struct report *r);

/* For each platform. */
void report_summary(const struct report *r);
void report_overview(const struct report *r);
void report_reasons(const struct report *r);
void report_frequency(const struct report *r);
void report_repeats(const struct report *r);
void report_workloads(const struct report *r);
void report_laws(const struct report *r);
void report_expectations(const struct report *r);
void report_published(const struct report *r);
void report_limits(const struct report *r);

/* The accounts and what is meant by a change; a part of the overview. */
void report_glossary(const struct report *r);

/* A chart, linked; @workload may be NULL. */
void report_chart(const struct report *r, const char *name, const char *workload,
		  const char *text);

/* ept=1 and ept=0 of the platform. */
const char *report_mode(const struct report *r, bool shadow);

#endif
