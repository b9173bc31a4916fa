// SPDX-License-Identifier: GPL-2.0
#include "vendors-table.h"

#include <math.h>
#include <stdlib.h>

#include "ledger/row.h"
#include "select/net.h"
#include "util/memory.h"

/* "+1.3 %", "x2.4"; of few exits the difference, "+12"; a dash of none. */
static struct format ratio(double vmx, double svm)
{
	double difference = svm - vmx;
	struct format out;

	if (fabs(vmx) < 0.5 && fabs(svm) < 0.5)
		return (struct format) { "\u2013" };
	if (vmx >= NET_BASE && svm >= NET_BASE)
		return format_ratio(svm / vmx);
	snprintf(out.text, sizeof(out.text), "%s%.40s", difference > 0 ? "+" : "",
		 format_int(llround(difference)).text);
	return out;
}

static void add_both(struct table *t, double vmx, double svm)
{
	table_int(t, llround(vmx));
	table_int(t, llround(svm));
	table_text(t, "%s", ratio(vmx, svm).text);
}

static void add_mode(struct table *t, const struct vendors_jobs *jobs, enum exit_class kind,
		     bool shadow)
{
	add_both(t, vendors_total(jobs, SIDE_VMX, kind, shadow),
		 vendors_total(jobs, SIDE_SVM, kind, shadow));
}

static void add_nothing(struct table *t)
{
	table_empty(t);
	table_empty(t);
	table_empty(t);
}

/* With nested paging KPTI makes no exits: that mode is shown once. */
static void add_lists(struct table *t, const struct vendors *s, enum exit_class kind)
{
	bool shown = false;
	enum kpti kpti;

	for (kpti = 0; kpti < KPTI_NR; kpti++) {
		if (!s->jobs[kpti].nr) {
			add_nothing(t);
			add_nothing(t);
			continue;
		}
		if (shown)
			add_nothing(t);
		else
			add_mode(t, &s->jobs[kpti], kind, false);
		add_mode(t, &s->jobs[kpti], kind, true);
		shown = true;
	}
}

static bool has_any(const struct vendors *s, enum exit_class kind)
{
	size_t mode, side;
	enum kpti kpti;

	for (kpti = 0; kpti < KPTI_NR; kpti++)
		for (mode = 0; mode < 2; mode++)
			for (side = 0; side < SIDE_NR; side++)
				if (fabs(vendors_total(&s->jobs[kpti], side, kind, mode)) >= 0.5)
					return true;
	return false;
}

void vendors_table_kinds(enum table_style style, const struct vendors *s, FILE *f)
{
	static const char *const columns[] = {
		"<kind of exit",
		"?KPTI off: ept=1", "?npt=1", "?AMD / Intel",
		"?KPTI off: ept=0", "?npt=0", "?AMD / Intel",
		"?KPTI on: ept=1", "?npt=1", "?AMD / Intel",
		"?KPTI on: ept=0", "?npt=0", "?AMD / Intel",
		"?KPTI not recorded: ept=1", "?npt=1", "?AMD / Intel",
		"?KPTI not recorded: ept=0", "?npt=0", "?AMD / Intel", NULL,
	};
	struct table *t = table_new(style, columns);
	enum exit_class kind;

	for (kind = 0; kind < CLASS_LISTED; kind++) {
		if (kind == CLASS_PAGE_TABLES || !has_any(s, kind))
			continue;
		table_text(t, "%s", exit_class_texts[kind].name);
		add_lists(t, s, kind);
	}
	table_end(t, f);
}

void vendors_table_jobs(enum table_style style, const struct vendors *s, FILE *f)
{
	static const char *const columns[] = {
		"<workload", "<KPTI", "ept=1", "npt=1", "AMD / Intel", "ept=0", "npt=0",
		"AMD / Intel", NULL,
	};
	struct table *t = table_new(style, columns);
	const struct vendors_job *job;
	enum kpti kpti;
	size_t mode, i;

	for (kpti = 0; kpti < KPTI_NR; kpti++) {
		for (i = 0; i < s->jobs[kpti].nr; i++) {
			job = &s->jobs[kpti].job[i];
			table_text(t, "%s", job->workload);
			table_text(t, "%s", kpti_texts[kpti]);
			for (mode = 0; mode < 2; mode++)
				add_both(t, vendors_exits(job, SIDE_VMX, CLASS_ALL, mode),
					 vendors_exits(job, SIDE_SVM, CLASS_ALL, mode));
		}
	}
	table_end(t, f);
}

/* The reasons of a kind: "48 EPT_VIOLATION, 49 EPT_MISCONFIG". */
static void add_reasons(struct table *t, enum exit_class kind, unsigned int vendor)
{
	char *text = memory_printf("%s", "");
	unsigned int reason;

	for (reason = 0; reason < reason_count(vendor); reason++)
		if (class_has(kind, vendor, reason))
			memory_append(&text, ", ", row_label(vendor, reason).text);
	table_text(t, "%s", text);
	free(text);
}

void vendors_table_mapping(enum table_style style, FILE *f)
{
	static const char *const columns[] = {
		"<kind", "<VMX exit reasons", "<SVM exit codes", "<note", NULL,
	};
	struct table *t = table_new(style, columns);
	enum exit_class kind;

	for (kind = 0; kind < CLASS_LISTED; kind++) {
		if (exit_class_texts[kind].is_sum || kind == CLASS_OTHER)
			continue;
		table_text(t, "%s", exit_class_texts[kind].name);
		add_reasons(t, kind, KVM_EXITMETER_VENDOR_VMX);
		add_reasons(t, kind, KVM_EXITMETER_VENDOR_SVM);
		table_text(t, "%s", exit_class_texts[kind].note);
	}
	table_end(t, f);
}

static void csv_kind(struct table *t, const struct vendors_job *job, enum kpti kpti,
		     enum exit_class kind, bool shadow)
{
	double vmx = vendors_exits(job, SIDE_VMX, kind, shadow);
	double svm = vendors_exits(job, SIDE_SVM, kind, shadow);

	if (vmx == 0 && svm == 0)
		return;
	table_text(t, "%s", kpti_texts[kpti]);
	table_text(t, "%s", job->workload);
	table_text(t, "%s", exit_class_texts[kind].key);
	table_text(t, "%s", shadow ? "shadow" : "tdp");
	table_text(t, "%.10g", vmx);
	table_text(t, "%.10g", svm);
}

void vendors_csv(const struct vendors *s, FILE *f)
{
	static const char *const columns[] = {
		"<kpti", "<workload", "<kind", "<paging", "vmx", "svm", NULL,
	};
	struct table *t = table_new(TABLE_CSV, columns);
	enum exit_class kind;
	enum kpti kpti;
	size_t mode, i;

	for (kpti = 0; kpti < KPTI_NR; kpti++)
		for (i = 0; i < s->jobs[kpti].nr; i++)
			for (kind = 0; kind < CLASS_LISTED; kind++)
				for (mode = 0; mode < 2; mode++)
					csv_kind(t, &s->jobs[kpti].job[i], kpti, kind, mode);
	table_end(t, f);
}
