// SPDX-License-Identifier: GPL-2.0
/* The report's section that puts a VMX and an SVM platform side by side. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "chart-vendors.h"
#include "output/format.h"
#include "ledger/class.h"
#include "statistics/median.h"
#include "util/memory.h"
#include "select/thresholds.h"
#include "record/facts/platform-facts.h"
#include "parts/report.h"
#include "ledger/row.h"
#include "vendors.h"
#include "output/table.h"
#include "select/cell-facts.h"

/* The kinds whose counts are shown workload by workload. */
static const enum exit_class shown[] = {
	CLASS_ALL, CLASS_PAGE_TABLES, CLASS_CR, CLASS_IO, CLASS_CPUID, CLASS_MSR,
};

static int64_t count(const struct vendors *s, const struct vendors_workload *w,
		     enum exit_class kind, enum side_index side, bool shadow)
{
	return class_count(kind, s->side[side].vendor,
			   &vendors_record(w, side, shadow)->window.net);
}

static int64_t total(const struct vendors *s, enum exit_class kind, enum side_index side,
		     bool shadow)
{
	int64_t sum = 0;
	size_t i;

	for (i = 0; i < s->nr; i++)
		sum += count(s, &s->workloads[i], kind, side, shadow);
	return sum;
}

static double factor(const struct vendors *s, const struct vendors_workload *w,
		     enum side_index side)
{
	int64_t tdp = count(s, w, CLASS_ALL, side, false);

	return tdp > 0 ? (double)count(s, w, CLASS_ALL, side, true) / tdp : 0;
}

static void say_what(const struct report *r, const struct vendors *s)
{
	const char *vmx = s->side[SIDE_VMX].platform, *svm = s->side[SIDE_SVM].platform;
	const char *vmx_cycle = platform_facts(vmx)->cycle, *svm_cycle = platform_facts(svm)->cycle;

	fprintf(r->f, "## Intel and AMD side by side\n\nThe same workloads on `%s`, which has VMX, "
		"and on `%s`, which has SVM. **Only counts are compared.** ", vmx, svm);
	if (strcmp(vmx_cycle, svm_cycle))
		fprintf(r->f, "A cycle is %s on `%s` and %s on `%s`: cycles of the one say nothing "
			"about cycles of the other.\n\n", vmx_cycle, vmx, svm_cycle, svm);
	else
		fprintf(r->f, "A cycle is %s on both, but of another CPU, and KVM has other code "
			"for it.\n\n", vmx_cycle);
}

static double median_factor(const struct vendors *s, enum side_index side)
{
	double *factors = memory_zalloc(s->nr * sizeof(*factors)), result;
	size_t i;

	for (i = 0; i < s->nr; i++)
		factors[i] = factor(s, &s->workloads[i], side);
	result = median(factors, s->nr);
	free(factors);
	return result;
}

static int direction(double factor)
{
	return factor > 1 + SAME ? 1 : factor < 1 - SAME ? -1 : 0;
}

static void say_workload(const struct report *r, const struct vendors *s,
			 const struct vendors_workload *w)
{
	fprintf(r->f, "%s (%s and %s)", w->name, format_times(factor(s, w, SIDE_VMX)).text,
		format_times(factor(s, w, SIDE_SVM)).text);
}

/* How far the factors of the two are from each other. */
static double apart(const struct vendors *s, const struct vendors_workload *w)
{
	return fabs(log(factor(s, w, SIDE_VMX) / factor(s, w, SIDE_SVM)));
}

static void say_headline(const struct report *r, const struct vendors *s)
{
	const struct vendors_workload *w, *nearest = NULL, *furthest = NULL;
	size_t agree = 0, i;

	fprintf(r->f, "**Turning nested paging off multiplies the exits, in the median of %zu "
		"workload%s, by %s on `%s` and by %s on `%s`.**", s->nr, s->nr == 1 ? "" : "s",
		format_times(median_factor(s, SIDE_VMX)).text + strlen("\u00d7"),
		s->side[SIDE_VMX].platform,
		format_times(median_factor(s, SIDE_SVM)).text + strlen("\u00d7"),
		s->side[SIDE_SVM].platform);
	for (i = 0; i < s->nr; i++) {
		w = &s->workloads[i];
		agree += direction(factor(s, w, SIDE_VMX)) == direction(factor(s, w, SIDE_SVM));
		if (factor(s, w, SIDE_VMX) <= 0 || factor(s, w, SIDE_SVM) <= 0)
			continue;
		if (!nearest || apart(s, w) < apart(s, nearest))
			nearest = w;
		if (!furthest || apart(s, w) > apart(s, furthest))
			furthest = w;
	}
	fprintf(r->f, " Both go the same way, more, fewer or the same within 1 %%, in %zu of %zu.",
		agree, s->nr);
	if (nearest != furthest) {
		fprintf(r->f, " The factors are nearest to each other in ");
		say_workload(r, s, nearest);
		fprintf(r->f, " and furthest apart in ");
		say_workload(r, s, furthest);
		fprintf(r->f, ".");
	}
	fprintf(r->f, "\n\n");
}

/* In how many workloads that have any both count nearly the same. */
struct agreement {
	size_t equal;
	size_t nr;
};

static struct agreement agreement(const struct vendors *s, enum exit_class kind, bool shadow)
{
	struct agreement a = { 0, 0 };
	int64_t vmx, svm;
	size_t i;

	for (i = 0; i < s->nr; i++) {
		vmx = count(s, &s->workloads[i], kind, SIDE_VMX, shadow);
		svm = count(s, &s->workloads[i], kind, SIDE_SVM, shadow);
		if (!vmx && !svm)
			continue;
		a.nr++;
		a.equal += nearly_equal_exits(vmx, svm);
	}
	return a;
}

/* Kinds that are nearly equal in at least, or in less than, a part of the cases. */
static void say_kinds(const struct report *r, const struct vendors *s, bool agree)
{
	struct agreement tdp, shadow;
	size_t equal, nr, said = 0;
	enum exit_class kind;

	for (kind = 0; kind < CLASS_LISTED; kind++) {
		tdp = agreement(s, kind, false);
		shadow = agreement(s, kind, true);
		equal = tdp.equal + shadow.equal;
		nr = tdp.nr + shadow.nr;
		if (exit_class_texts[kind].is_sum || !nr || (10 * equal >= 9 * nr) != agree)
			continue;
		fprintf(r->f, "%s%s (%zu of %zu)", said++ ? ", " : "", exit_class_texts[kind].name,
			equal, nr);
	}
	fprintf(r->f, said ? ".\n" : "none.\n");
}

static void say_agreement(const struct report *r, const struct vendors *s)
{
	fprintf(r->f, "Nearly equal is within %.0f %% or %d exits. Of the workloads that have "
		"exits of a kind, counted once for each mode:\n\n- Nearly equal in nine of ten or "
		"more: ", 100 * NEARLY, FEW_EXITS);
	say_kinds(r, s, true);
	fprintf(r->f, "- Not so: ");
	say_kinds(r, s, false);
	fputc('\n', r->f);
}

/* What all of a side's cells have; NULL if one does not tell or they differ. */
static const char *common_value(const struct vendors *s, enum side_index side,
				const char *(*value)(const struct record *r))
{
	const char *first = value(vendors_record(&s->workloads[0], side, false)), *other;
	size_t i;

	for (i = 0; i < 2 * s->nr && first; i++) {
		other = value(vendors_record(&s->workloads[i / 2], side, i % 2));
		if (!other || strcmp(first, other))
			return NULL;
	}
	return first;
}

static const char *cpu_model(const struct record *r)
{
	return json_string_value(json_object_get(r->identity, "cpu_model"));
}

static const char *image(const struct record *r)
{
	return json_string_value(json_object_get(r->identity, "image"));
}

static void say_pti(const struct report *r, const struct vendors *s)
{
	const char *vmx = common_value(s, SIDE_VMX, record_pti);
	const char *svm = common_value(s, SIDE_SVM, record_pti);
	enum side_index on;

	if (!vmx || !svm)
		return;
	if (!strcmp(vmx, svm)) {
		fprintf(r->f, "- Not page-table isolation of L2's kernel: `pti` is %s on both.\n",
			vmx);
		return;
	}
	on = !strcmp(vmx, "on") ? SIDE_VMX : SIDE_SVM;
	fprintf(r->f, "- L2's kernel keeps its page tables apart from those of programs (`pti`) on "
		"`%s`, not on `%s`: there every way from a program into the kernel and back reads "
		"and writes CR3 twice. With nested paging that is no exit, with shadow paging four: "
		"%s exits for control registers in all workloads together on `%s`, %s on `%s`.\n",
		s->side[on].platform, s->side[!on].platform,
		format_int(total(s, CLASS_CR, on, true)).text, s->side[on].platform,
		format_int(total(s, CLASS_CR, !on, true)).text, s->side[!on].platform);
}

/* Of the guest's clock, the TSC's. */
static double seconds(const struct vendors *s, enum side_index side, bool shadow)
{
	const struct record *record;
	double sum = 0;
	size_t i;

	for (i = 0; i < s->nr; i++) {
		record = vendors_record(&s->workloads[i], side, shadow);
		if (record->window.info.tsc_khz)
			sum += record->window.net.wall / (1000.0 * record->window.info.tsc_khz);
	}
	return sum;
}

static void say_time(const struct report *r, const struct vendors *s)
{
	fprintf(r->f, "- What comes with time, above all the guest's timer, comes more often where "
		"the same work takes more of it. With nested paging all windows together take "
		"%.3g s on `%s` and %.3g s on `%s`, as L2's clock has it, with %s and %s "
		"interrupts from outside; with shadow paging %.3g s and %.3g s, with %s and %s.\n",
		seconds(s, SIDE_VMX, false), s->side[SIDE_VMX].platform,
		seconds(s, SIDE_SVM, false), s->side[SIDE_SVM].platform,
		format_int(total(s, CLASS_INTERRUPT, SIDE_VMX, false)).text,
		format_int(total(s, CLASS_INTERRUPT, SIDE_SVM, false)).text,
		seconds(s, SIDE_VMX, true), seconds(s, SIDE_SVM, true),
		format_int(total(s, CLASS_INTERRUPT, SIDE_VMX, true)).text,
		format_int(total(s, CLASS_INTERRUPT, SIDE_SVM, true)).text);
}

static void say_reasons(const struct report *r, const struct vendors *s)
{
	const char *vmx, *svm;

	fprintf(r->f, "What is known to make them differ, from the records:\n\n");
	say_pti(r, s);
	say_time(r, s);
	vmx = common_value(s, SIDE_VMX, cpu_model);
	svm = common_value(s, SIDE_SVM, cpu_model);
	if (vmx && svm && strcmp(vmx, svm))
		fprintf(r->f, "- The CPU is `%s` on `%s` and `%s` on `%s`: L2 has other CPUID "
			"leaves and MSRs to ask for.\n", vmx, s->side[SIDE_VMX].platform, svm,
			s->side[SIDE_SVM].platform);
	vmx = common_value(s, SIDE_VMX, image);
	svm = common_value(s, SIDE_SVM, image);
	if (!vmx || !svm || strcmp(vmx, svm))
		fprintf(r->f, "- **The cells are not all of one image**: a part of the differences "
			"may be the software's.\n");
	fputc('\n', r->f);
}

/* The reasons of a kind: "48 EPT_VIOLATION, 49 EPT_MISCONFIG". */
static void add_reasons(struct table *t, enum exit_class kind, unsigned int vendor)
{
	char *text = memory_printf("%s", ""), *longer;
	unsigned int reason;

	for (reason = 0; reason < reason_count(vendor); reason++) {
		if (!class_has(kind, vendor, reason))
			continue;
		longer = memory_printf("%s%s%s", text, *text ? ", " : "",
				       row_label(vendor, reason).text);
		free(text);
		text = longer;
	}
	table_text(t, "%s", text);
	free(text);
}

static void print_mapping(const struct report *r, const struct vendors *s)
{
	static const char *const columns[] = {
		"<kind", "<VMX exit reasons", "<SVM exit codes", "<note", NULL,
	};
	struct table *t = table_new(TABLE_MARKDOWN, columns);
	enum exit_class kind;

	fprintf(r->f, "The vendors give exits different names and numbers. What is compared with "
		"what:\n\n");
	for (kind = 0; kind < CLASS_LISTED; kind++) {
		if (exit_class_texts[kind].is_sum || kind == CLASS_OTHER)
			continue;
		table_text(t, "%s", exit_class_texts[kind].name);
		add_reasons(t, kind, s->side[SIDE_VMX].vendor);
		add_reasons(t, kind, s->side[SIDE_SVM].vendor);
		table_text(t, "%s", exit_class_texts[kind].note);
	}
	table_end(t, r->f);
	fputc('\n', r->f);
}

static void add_agreement(struct table *t, struct agreement a)
{
	if (a.nr)
		table_text(t, "%zu of %zu", a.equal, a.nr);
	else
		table_empty(t);
}

static void print_totals(const struct report *r, const struct vendors *s)
{
	static const char *const columns[] = {
		"<kind", "ept=1", "npt=1", "nearly equal", "ept=0", "npt=0", "nearly equal",
		"change VMX", "change SVM", NULL,
	};
	struct table *t = table_new(TABLE_MARKDOWN, columns);
	int64_t n[SIDE_NR][2];
	enum side_index side;
	enum exit_class kind;

	fprintf(r->f, "Exits of all workloads together (%zu), and in how many of those that have "
		"any both platforms count nearly the same:\n\n", s->nr);
	for (kind = 0; kind < CLASS_LISTED; kind++) {
		for (side = 0; side < SIDE_NR; side++) {
			n[side][false] = total(s, kind, side, false);
			n[side][true] = total(s, kind, side, true);
		}
		if (!n[0][false] && !n[0][true] && !n[1][false] && !n[1][true])
			continue;
		table_text(t, "%s%s%s", exit_class_texts[kind].name,
			   kind == CLASS_PAGE_TABLES ? ": " : "",
			   kind == CLASS_PAGE_TABLES ? exit_class_texts[kind].note : "");
		table_int(t, n[SIDE_VMX][false]);
		table_int(t, n[SIDE_SVM][false]);
		add_agreement(t, agreement(s, kind, false));
		table_int(t, n[SIDE_VMX][true]);
		table_int(t, n[SIDE_SVM][true]);
		add_agreement(t, agreement(s, kind, true));
		table_change(t, n[SIDE_VMX][false], n[SIDE_VMX][true]);
		table_change(t, n[SIDE_SVM][false], n[SIDE_SVM][true]);
	}
	table_end(t, r->f);
	fputc('\n', r->f);
}

static bool add_workload(struct table *t, const struct vendors *s, const struct vendors_workload *w,
			 enum exit_class kind)
{
	const int64_t vmx[] = { count(s, w, kind, SIDE_VMX, false),
				count(s, w, kind, SIDE_VMX, true) };
	const int64_t svm[] = { count(s, w, kind, SIDE_SVM, false),
				count(s, w, kind, SIDE_SVM, true) };

	if (!vmx[false] && !vmx[true] && !svm[false] && !svm[true])
		return false;
	table_text(t, "%s", w->name);
	table_int(t, vmx[false]);
	table_int(t, svm[false]);
	table_int(t, vmx[true]);
	table_int(t, svm[true]);
	table_change(t, vmx[false], vmx[true]);
	table_change(t, svm[false], svm[true]);
	return true;
}

/* Workloads without any exit of the kind are left out. */
static void print_kind(const struct report *r, const struct vendors *s, enum exit_class kind)
{
	static const char *const columns[] = {
		"<workload", "ept=1", "npt=1", "ept=0", "npt=0", "change VMX", "change SVM", NULL,
	};
	struct table *t = table_new(TABLE_MARKDOWN, columns);
	size_t i, rows = 0;

	for (i = 0; i < s->nr; i++)
		rows += add_workload(t, s, &s->workloads[i], kind);
	if (rows)
		fprintf(r->f, "Workload by workload: **%s**.\n\n", exit_class_texts[kind].name);
	table_end(t, rows ? r->f : NULL);
	if (rows)
		fputc('\n', r->f);
}

static void print_section(const struct report *r, const struct vendors *s)
{
	size_t i;

	say_what(r, s);
	say_headline(r, s);
	fprintf(r->f,
		"![Factor by which turning nested paging off multiplies the exits, on both "
		"platforms](%s/" CHART_VENDORS ".svg)\n\n",
		r->charts);
	print_mapping(r, s);
	print_totals(r, s);
	say_agreement(r, s);
	say_reasons(r, s);
	for (i = 0; i < sizeof(shown) / sizeof(shown[0]); i++)
		print_kind(r, s, shown[i]);
}

static int write_vendors(const struct report *r)
{
	struct vendors vendors;

	vendors_of_run(&vendors, r->run);
	if (vendors.nr)
		print_section(r, &vendors);
	vendors_free(&vendors);
	return 0;
}

const struct topic_section section_vendors = { DOCUMENT_REPORT, 100, TOPIC_ONCE, NULL, write_vendors };
