/* SPDX-License-Identifier: GPL-2.0 */
/*
 * REPORT.md, one function a section.  Every number and every statement is
 * computed from the records; nothing of the host's clock gets in, so that equal
 * records make an equal report.
 */
#ifndef EXITREPORT_REPORT_H
#define EXITREPORT_REPORT_H

#include <stdio.h>

#include "command.h"
#include "select/pair.h"
#include "literature/published.h"

/**
 * struct report - what is written and what from
 * @f: the file
 * @run: all of the run
 * @folder: that the report is in
 * @charts: the folder of the charts, as seen from the report's
 * @platform: that the section is about
 * @pairs: of the platform, first seeds
 * @jobs: of these, see pairs_of_jobs()
 * @all: of the platform, all seeds
 * @settings: the run beside this one whose cells have other settings; NULL if there is none
 * @varied: of the platform, of that run
 * @suffix: behind a heading, if there are several platforms
 * @exits: published counts
 * @timings: published times
 * @companions: folders beside the run, by enum command_companion
 * @has_companion: there is something in them
 */
struct report {
	FILE *f;
	const struct run *run;
	const char *folder;
	const char *charts;
	const char *platform;
	struct pairs pairs;
	struct pairs jobs;
	struct pairs all;
	const struct run *settings;
	struct pairs varied;
	const char *suffix;
	struct published exits;
	struct published timings;
	char *companions[COMPANION_NR];
	bool has_companion[COMPANION_NR];
};

/* Once. */
void report_question(const struct report *r);
void report_run(const struct report *r);
void report_method(const struct report *r);
void report_threats(const struct report *r);
void report_page_counters(const struct report *r);

/* Intervals and tests; a part of the method. */
void report_repeats_method(const struct report *r);

/* Once, if there are platforms of both vendors with workloads in common. */
void report_sides(const struct report *r);

/*
 * Once, if there is the companion.  Return: 0, or -1 with a message if what it
 * holds can't be read.
 */
int report_settings(const struct report *r);
int report_detail(const struct report *r);
int report_verify(const struct report *r);
int report_overhead(const struct report *r);
int report_kernel_tests(const struct report *r);
int report_timeline(const struct report *r);

/* For each platform. */
void report_answer(const struct report *r);
void report_summary(const struct report *r);
void report_advice(const struct report *r);
void report_overview(const struct report *r);
void report_reasons(const struct report *r);
void report_frequency(const struct report *r);
void report_repeats(const struct report *r);
void report_page_tables(const struct report *r);
/* Nothing, if no workload was measured at points. */
void report_mechanisms(const struct report *r);
void report_workloads(const struct report *r);
void report_laws(const struct report *r);
void report_expectations(const struct report *r);
void report_published(const struct report *r);
void report_limits(const struct report *r);
/* Return: 0, or -1 with a message if the hardware's costs can't be read. */
int report_model(const struct report *r);

/* A chart, linked; @workload may be NULL. */
void report_chart(const struct report *r, const char *name, const char *workload,
		  const char *text);

/* The cells of a run that failed or are missing; nothing if there are none. */
void report_failures(const struct report *r, const struct run *run);

/* The folder of a companion, or something in it, as seen from the report's; to be freed. */
char *report_path(const struct report *r, enum command_companion which, const char *file);

/* ept=1 and ept=0 of the platform. */
const char *report_mode(const struct report *r, bool shadow);

#endif
