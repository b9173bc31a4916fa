// SPDX-License-Identifier: GPL-2.0
/* The report's section about an AMD CPU beside an Intel one, and what the appendix has of it. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "chart-vendors.h"
#include "output/format.h"
#include "parts/prose.h"
#include "parts/report.h"
#include "registers.h"
#include "select/cell-facts.h"
#include "select/mmio.h"
#include "select/net.h"
#include "select/thresholds.h"
#include "util/memory.h"
#include "vendors-table.h"

/* What all cells of a side have; NULL if one does not tell or they differ. */
static const char *common_value(const struct vendors *s, enum side_index side,
				const char *(*value)(const struct record *r))
{
	const char *first = NULL, *one;
	enum kpti kpti;
	size_t i;

	for (kpti = 0; kpti < KPTI_NR; kpti++) {
		for (i = 0; i < 2 * s->jobs[kpti].nr; i++) {
			one = value(vendors_record(&s->jobs[kpti].job[i / 2], side, i % 2));
			if (!one || !*one || (first && strcmp(first, one)))
				return NULL;
			first = one;
		}
	}
	return first;
}

static const char *cpu_of(const struct record *r)
{
	const char *cpu = record_setting(r, "cpu");

	return *cpu ? cpu : json_string_value(json_object_get(r->identity, "cpu_model"));
}

static const char *parameter_of(const struct record *r, const char *name)
{
	return json_string_value(json_object_get(r->kvm_parameters, name));
}

static const char *apicv_of(const struct record *r)
{
	return parameter_of(r, "kvm_intel.enable_apicv");
}

static const char *avic_of(const struct record *r)
{
	return parameter_of(r, "kvm_amd.avic");
}

/* Does Intel's APIC deliver interrupts by itself, and AMD's not? */
static bool has_apic_of_intel(const struct vendors *s)
{
	const char *apicv = common_value(s, SIDE_VMX, apicv_of);
	const char *avic = common_value(s, SIDE_SVM, avic_of);

	return apicv && avic && !strcmp(apicv, "Y") && !strcmp(avic, "N");
}

/* The median of all lists: how far both are apart where it matters, with nested paging off. */
static bool agrees(const struct vendors *s)
{
	struct vendors_gap gap;
	enum kpti kpti;

	for (kpti = 0; kpti < KPTI_NR; kpti++) {
		gap = vendors_gap_of(&s->jobs[kpti], true);
		if (gap.nr && gap.median > NEARLY)
			return false;
	}
	return true;
}

/* How far the exits of all jobs together are apart, whatever KPTI and the mode, at most. */
static double totals_apart(const struct vendors *s)
{
	double vmx, svm, most = 0;
	enum kpti kpti;
	size_t mode;

	for (kpti = 0; kpti < KPTI_NR; kpti++) {
		for (mode = 0; mode < 2; mode++) {
			vmx = vendors_total(&s->jobs[kpti], SIDE_VMX, CLASS_ALL, mode);
			svm = vendors_total(&s->jobs[kpti], SIDE_SVM, CLASS_ALL, mode);
			if (vmx > 0)
				most = fmax(most, fabs(svm / vmx - 1));
		}
	}
	return most;
}

static void say_gap(const struct report *r, const struct vendors_jobs *jobs, bool shadow)
{
	struct vendors_gap gap = vendors_gap_of(jobs, shadow);

	fprintf(r->f, "with EPT and NPT %s ", shadow ? "off" : "on");
	if (!gap.nr) {
		fprintf(r->f, "there are too few to compare");
		return;
	}
	fprintf(r->f, "they are %s apart in the median", format_percent(gap.median, 1).text);
	if (gap.nr < jobs->nr)
		fprintf(r->f, " of the %zu that make%s at least %d exits", gap.nr,
			gap.nr == 1 ? "s" : "", NET_BASE);
	if (gap.nr > 1)
		fprintf(r->f, " and %s at most (%s)", format_percent(gap.largest, 1).text,
			gap.furthest->workload);
}

static void say_gaps(const struct report *r, const struct vendors *s)
{
	const struct vendors_jobs *jobs;
	enum kpti kpti;

	for (kpti = 0; kpti < KPTI_NR; kpti++) {
		jobs = &s->jobs[kpti];
		if (!jobs->nr)
			continue;
		fprintf(r->f, "- %s, %zu job%s: ", kpti_texts[kpti], jobs->nr,
			jobs->nr == 1 ? "" : "s");
		say_gap(r, jobs, true);
		fprintf(r->f, "; ");
		say_gap(r, jobs, false);
		fprintf(r->f, ".\n");
	}
	fputc('\n', r->f);
}

static void say_answer(const struct report *r, const struct vendors *s)
{
	const char *vmx = common_value(s, SIDE_VMX, cpu_of);
	const char *svm = common_value(s, SIDE_SVM, cpu_of);
	char *answer;

	if (agrees(s))
		answer = memory_printf("**Of exits in total, no: with KPTI alike, those of all "
				       "jobs together are within %s of each other.** Single jobs can be "
				       "further apart.",
				       format_percent(totals_apart(s), 1).text);
	else
		answer = memory_printf("**Yes: even with KPTI alike, the exits are not the "
				       "same.**");
	fprintf(r->f, "%s `%s`%s%s%s and `%s`%s%s%s, the same "
		"jobs, net exits:\n\n",
		answer, s->side[SIDE_VMX].platform, vmx ? " (" : "", vmx ? vmx : "", vmx ? ")" : "",
		s->side[SIDE_SVM].platform, svm ? " (" : "", svm ? svm : "", svm ? ")" : "");
	say_gaps(r, s);
	free(answer);
}

/* Is a kind's total nearly the same on both, whatever KPTI and the mode? */
static bool kind_agrees(const struct vendors *s, enum exit_class kind)
{
	enum kpti kpti;
	size_t mode;

	for (kpti = 0; kpti < KPTI_NR; kpti++)
		for (mode = 0; mode < 2; mode++)
			if (!nearly_equal_exits(
				    llround(vendors_total(&s->jobs[kpti], SIDE_VMX, kind, mode)),
				    llround(vendors_total(&s->jobs[kpti], SIDE_SVM, kind, mode))))
				return false;
	return true;
}

static void say_kinds(const struct report *r, const struct vendors *s)
{
	enum exit_class kind;
	size_t nr = 0;

	for (kind = 0; kind < CLASS_LISTED; kind++) {
		if (exit_class_texts[kind].is_sum || kind_agrees(s, kind))
			continue;
		if (nr++)
			fprintf(r->f, ", %s", exit_class_texts[kind].name);
		else
			fprintf(r->f, "Kinds that differ by more than %.0f %%: %s", 100 * NEARLY,
				exit_class_texts[kind].name);
	}
	if (nr)
		fprintf(r->f, ".");
	else
		fprintf(r->f, "No kind differs by more than %.0f %%.", 100 * NEARLY);
}

/* The job with most accesses to devices where these have a reason of their own; and its KPTI. */
static const struct vendors_job *find_mmio(const struct vendors *s, enum kpti *with)
{
	const struct vendors_job *most = NULL, *job;
	int64_t count, largest = MANY_EXITS;
	enum kpti kpti;
	size_t i;

	for (kpti = 0; kpti < KPTI_NR; kpti++) {
		for (i = 0; i < s->jobs[kpti].nr; i++) {
			job = &s->jobs[kpti].job[i];
			count = mmio_of(vendors_record(job, SIDE_VMX, false)).count;
			if (count <= largest || !mmio_handling_of(
				    vendors_record(job, SIDE_SVM, false)).is_known ||
			    !mmio_handling_of(vendors_record(job, SIDE_VMX, false)).is_known)
				continue;
			largest = count;
			most = job;
			*with = kpti;
		}
	}
	return most;
}

/* How often KVM flushed the guest's TLB between L1's looks; -1 if that is not known. */
static int64_t flushes(const struct record *r)
{
	int64_t before, after;

	if (!l1_statistics_find(&r->l1[L1_BEFORE].statistics, "tlb_flush", &before) ||
	    !l1_statistics_find(&r->l1[L1_AFTER].statistics, "tlb_flush", &after))
		return -1;
	return after - before;
}

/* The job in which KVM flushes most on AMD, if it is that with KPTI that makes it do so there. */
static const struct vendors_job *find_flushes(const struct vendors *s)
{
	const struct vendors_jobs *jobs = &s->jobs[KPTI_ON];
	const struct vendors_job *most = NULL;
	int64_t n, vmx, largest = MANY_EXITS;
	size_t i;

	for (i = 0; i < jobs->nr; i++) {
		n = flushes(vendors_record(&jobs->job[i], SIDE_SVM, true));
		vmx = flushes(vendors_record(&jobs->job[i], SIDE_VMX, true));
		if (n <= largest || vmx < 0 || n < 2 * vmx)
			continue;
		largest = n;
		most = &jobs->job[i];
	}
	return most;
}

static const enum exit_class explained[] = {
	CLASS_WINDOW, CLASS_MSR, CLASS_INTERRUPT, CLASS_OTHER, CLASS_CPUID, CLASS_INVALIDATE,
	CLASS_HALT,
};

static bool is_explained(enum exit_class kind)
{
	size_t i;

	for (i = 0; i < sizeof(explained) / sizeof(explained[0]); i++)
		if (explained[i] == kind)
			return true;
	return false;
}

/* Accesses to control registers, if they are all accounted for. */
static bool find_registers(struct registers *found, const struct report *r,
			   const struct vendors *s)
{
	const struct companion *detail = report_companion(r, "detail");
	enum kpti kpti;

	/* KPTI changes nothing with nested paging. */
	for (kpti = 0; kpti < KPTI_NR && !s->jobs[kpti].nr; kpti++)
		;
	return detail && kpti < KPTI_NR && !kind_agrees(s, CLASS_CR) &&
	       registers_account(found, &s->jobs[kpti], detail->run);
}

/**
 * struct known - what is explained by counts, and not for every run
 * @faults: with KPTI, by flushes
 * @registers: by rules that were checked
 */
struct known {
	bool faults;
	bool registers;
};

/* "page faults, control registers": to be freed; NULL if there are none. */
static char *unexplained(const struct vendors *s, const struct known *known)
{
	char *text = memory_printf("%s", "");
	enum exit_class kind;

	for (kind = 0; kind < CLASS_LISTED; kind++)
		if (!exit_class_texts[kind].is_sum && !kind_agrees(s, kind) &&
		    !is_explained(kind) && !(known->faults && kind == CLASS_FAULT) &&
		    !(known->registers && kind == CLASS_CR))
			memory_append(&text, ", ", exit_class_texts[kind].name);
	if (*text)
		return text;
	free(text);
	return NULL;
}

/* Why they differ, where it is known. */
static int say_reasons(const struct report *r, const struct vendors *s)
{
	const char *vmx_image = common_value(s, SIDE_VMX, record_image);
	const char *svm_image = common_value(s, SIDE_SVM, record_image);
	enum kpti kpti = KPTI_OFF;
	const struct vendors_job *mmio = find_mmio(s, &kpti), *flushed = find_flushes(s);
	struct mmio_handling h[SIDE_NR] = { { .is_known = false } };
	struct format emulated[SIDE_NR], flush[SIDE_NR] = { { "" }, { "" } }, accesses;
	struct registers cr = { .difference = 0 };
	const struct known known = { flushed, find_registers(&cr, r, s) };
	char *others = unexplained(s, &known), *registers;
	size_t i;
	int err;

	registers = cr.accounted == cr.difference ?
		memory_printf("all of the %s exits that AMD has more",
			      format_int(cr.difference).text) :
		memory_printf("%s of the %s exits that AMD has more",
			      format_int(cr.accounted).text, format_int(cr.difference).text);

	for (i = 0; mmio && i < SIDE_NR; i++)
		h[i] = mmio_handling_of(vendors_record(mmio, i, false));
	for (i = 0; i < SIDE_NR; i++)
		emulated[i] = format_int(h[i].emulated);
	for (i = 0; flushed && i < SIDE_NR; i++)
		flush[i] = format_int(flushes(vendors_record(flushed, i, true)));
	accesses = format_int(mmio ? mmio_of(vendors_record(mmio, SIDE_VMX, false)).count : 0);
	err = prose_print(r->f, "analysis/vendors/differences.md", (const struct prose_value[]) {
		{ "window", kind_agrees(s, CLASS_WINDOW) ? NULL : "" },
		{ "msr", kind_agrees(s, CLASS_MSR) ? NULL : "" },
		{ "timer", kind_agrees(s, CLASS_INTERRUPT) && kind_agrees(s, CLASS_OTHER) ?
		  NULL : "" },
		{ "cpuid", kind_agrees(s, CLASS_CPUID) ? NULL : "" },
		{ "invalidate", kind_agrees(s, CLASS_INVALIDATE) || flushed ? NULL : "" },
		{ "halt", kind_agrees(s, CLASS_HALT) ? NULL : "" },
		{ "flushed", flushed ? flushed->workload : NULL },
		{ "vmx-flushes", flush[SIDE_VMX].text }, { "svm-flushes", flush[SIDE_SVM].text },
		{ "registers", known.registers ? registers : NULL },
		{ "without", known.registers ? cr.without : NULL },
		{ "more-without", format_int(cr.more_without).text },
		{ "mmio-kpti", mmio ? kpti_texts[kpti] : NULL },
		{ "vmx-cr0", format_int(cr.cr0_writes[SIDE_VMX]).text },
		{ "svm-cr0", format_int(cr.cr0_writes[SIDE_SVM]).text },
		{ "vmx-cr4", format_int(cr.cr4_writes[SIDE_VMX]).text },
		{ "svm-cr4", format_int(cr.cr4_writes[SIDE_SVM]).text },
		{ "svm-reads", format_int(cr.reads[SIDE_SVM]).text },
		{ "unexplained", others },
		{ "apicv", has_apic_of_intel(s) ? "" : NULL },
		{ "mmio", mmio ? mmio->workload : NULL },
		{ "accesses", accesses.text },
		{ "vmx-emulated", emulated[SIDE_VMX].text },
		{ "svm-emulated", emulated[SIDE_SVM].text },
		{ "image", !vmx_image || !svm_image || strcmp(vmx_image, svm_image) ? "" : NULL },
		{ NULL, NULL },
	});
	free(registers);
	free(others);
	return err;
}

static int write_vendors(const struct report *r)
{
	struct vendors s;
	int err = 0;

	vendors_of_run(&s, r->run);
	if (vendors_any(&s)) {
		fprintf(r->f, "## Does an AMD CPU change the answer?\n\n");
		say_answer(r, &s);
		fprintf(r->f, "![Exits with EPT and NPT off, Intel and AMD, KPTI alike](%s/"
			CHART_VENDORS ".svg)\n\nExits of all jobs together, by kind: sums of "
			"the jobs' medians over the seeds, each kind by itself, so kinds need not add up to all. ",
			r->charts);
		say_kinds(r, &s);
		fprintf(r->f, "\n\n");
		vendors_table_kinds(TABLE_MARKDOWN, &s, r->f);
		fputc('\n', r->f);
		err = say_reasons(r, &s);
	}
	vendors_free(&s);
	return err;
}

const struct topic_section section_vendors = {
	DOCUMENT_REPORT, 100, TOPIC_ONCE, NULL, write_vendors,
};

static int write_vendors_jobs(const struct report *r)
{
	struct vendors s;

	vendors_of_run(&s, r->run);
	if (vendors_any(&s)) {
		fprintf(r->f, "## Intel and AMD, job by job\n\nNet exits. `exitreport vendors` "
			"prints the same of any run that has a platform of each.\n\n");
		vendors_table_jobs(TABLE_MARKDOWN, &s, r->f);
		fprintf(r->f, "\nThe vendors give exits other names and numbers. What is compared "
			"with what:\n\n");
		vendors_table_mapping(TABLE_MARKDOWN, r->f);
		fputc('\n', r->f);
	}
	vendors_free(&s);
	return 0;
}

const struct topic_section section_vendors_jobs = {
	DOCUMENT_CHECKS, 70, TOPIC_ONCE, NULL, write_vendors_jobs,
};
