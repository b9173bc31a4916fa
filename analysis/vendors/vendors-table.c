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

/* @first: of the modes that are asked about; 0 is nested paging */
static bool has_any(const struct vendors_jobs *jobs, enum exit_class kind, size_t first)
{
	size_t mode, side;

	for (mode = first; mode < 2; mode++)
		for (side = 0; side < SIDE_NR; side++)
			if (fabs(vendors_total(jobs, side, kind, mode)) >= 0.5)
				return true;
	return false;
}

/* @with_nested: that mode, too */
static void print_kinds(enum table_style style, const struct vendors_jobs *jobs, const char *name,
			bool with_nested, FILE *f)
{
	char *first = memory_printf("<kind of exit, %s", name);
	const char *const columns[] = {
		first, "?ept=1", "?npt=1", "?AMD / Intel", "ept=0", "npt=0", "AMD / Intel", NULL,
	};
	struct table *t = table_new(style, columns);
	enum exit_class kind;
	size_t mode;

	for (kind = 0; kind < CLASS_LISTED; kind++) {
		if (kind == CLASS_PAGE_TABLES || !has_any(jobs, kind, with_nested ? 0 : 1))
			continue;
		table_text(t, "%s", exit_class_texts[kind].name);
		for (mode = 0; mode < 2; mode++) {
			if (mode || with_nested) {
				add_both(t, vendors_total(jobs, SIDE_VMX, kind, mode),
					 vendors_total(jobs, SIDE_SVM, kind, mode));
			} else {
				table_empty(t);
				table_empty(t);
				table_empty(t);
			}
		}
	}
	table_end(t, f);
	free(first);
}

/* With nested paging KPTI makes no exits: that mode is shown once. */
void vendors_table_kinds(enum table_style style, const struct vendors *s, FILE *f)
{
	bool shown = false;
	enum kpti kpti;

	for (kpti = 0; kpti < KPTI_NR; kpti++) {
		if (!s->jobs[kpti].nr)
			continue;
		if (shown)
			fputc('\n', f);
		print_kinds(style, &s->jobs[kpti], kpti_texts[kpti], !shown, f);
		shown = true;
	}
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
