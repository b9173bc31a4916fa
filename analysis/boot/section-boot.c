// SPDX-License-Identifier: GPL-2.0
/* The report's section about a boot. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "select/metric.h"
#include "boots.h"
#include "detail/detail-csv.h"
#include "detail/subjects.h"
#include "ledger/account.h"
#include "ledger/class.h"
#include "ledger/row.h"
#include "output/format.h"
#include "output/table.h"
#include "over-time.h"
#include "parts/prose.h"
#include "published-boots.h"
#include "select/cell-facts.h"
#include "select/clearing.h"
#include "select/thresholds.h"
#include "util/memory.h"

/* A part of a reason's exits that has a name of its own in the table. */
#define NAMED	0.1

static const struct ledger *window(const struct boot *b, bool shadow)
{
	return &(shadow ? b->pair->shadow : b->pair->tdp)->window.net;
}

static int64_t added(const struct boot *b)
{
	return window(b, true)->exits - window(b, false)->exits;
}

static void say_totals(const struct report *r, const struct boot *b)
{
	const struct ledger *on = window(b, false), *off = window(b, true);

	fprintf(r->f, "With %s, a boot takes %s exits instead of %s (%s), KVM spends %s cycles on "
		"them instead of %s (%s), and the vCPU is busy for %s cycles instead of %s (%s).",
		mode_prose(b->pair->vendor, true), format_int(off->exits).text,
		format_int(on->exits).text, format_change(on->exits, off->exits).text,
		format_short(off->kernel).text, format_short(on->kernel).text,
		format_change(on->kernel, off->kernel).text,
		format_short(metric_busy(off)).text, format_short(metric_busy(on)).text,
		format_ratio((double)metric_busy(off) / metric_busy(on)).text);
	if (r->all.nr > r->pairs.nr)
		fprintf(r->f, " (All of this section is of the first seed.)");
}

/* What the guest's patching of itself has of that, by the boot in which it does not. */
static void say_patching(const struct report *r, const struct boots *b)
{
	const struct boot *without = boots_with(b, "replace_smp", SETTING_OFF);
	int64_t more = added(&b->boot[0]), patching;

	if (!without || more <= 0)
		return;
	patching = more - added(without);
	if (patching < more / 2)
		return;
	fprintf(r->f, " **%s of the %s additional exits are the guest kernel patching itself, "
		"which it only does on a single CPU; without that, the factor is %s.**",
		format_percent(patching, more).text, format_int(more).text,
		format_times(boot_factor(without)).text);
}

static bool is_same(int64_t a, int64_t b)
{
	return a > 0 && b > 0 && fabs(log((double)b / a)) <= log(1 + SAME);
}

/* Does its setting change nothing, in both modes? */
static bool is_like(const struct boot *b, const struct boot *plain)
{
	return b != plain && !b->is_distribution &&
	       is_same(window(b, false)->exits, window(plain, false)->exits) &&
	       is_same(window(b, true)->exits, window(plain, true)->exits);
}

static void add_boot(struct table *t, const struct boot *b)
{
	const struct ledger *on = window(b, false), *off = window(b, true);
	char *name = boot_name(b);

	table_text(t, "%s", name);
	table_int(t, on->exits);
	table_int(t, off->exits);
	table_text(t, "%s", format_times(boot_factor(b)).text);
	table_short(t, on->kernel);
	table_short(t, off->kernel);
	table_change(t, on->kernel, off->kernel);
	free(name);
}

static void print_boots(const struct report *r, const struct boots *b)
{
	unsigned int vendor = b->boot[0].pair->vendor;
	char *exits = memory_printf("exits, %s", mode_prose(vendor, false));
	char *cycles = memory_printf("KVM cycles, %s", mode_prose(vendor, false));
	const char *const columns[] = {
		"<boot", exits, mode_prose(vendor, true), "factor", cycles,
		mode_prose(vendor, true), "factor", NULL,
	};
	struct table *t = table_new(TABLE_MARKDOWN, columns);
	size_t i;

	for (i = 0; i < b->nr; i++)
		if (!is_like(&b->boot[i], &b->boot[0]))
			add_boot(t, &b->boot[i]);
	table_end(t, r->f);
	fputc('\n', r->f);
	free(cycles);
	free(exits);
}

/* Those that are not in the table, for there is nothing to see. */
static void say_like(const struct report *r, const struct boots *b)
{
	const char *separator = "As many exits as the boot above, within 1 % in both modes: ";
	char *name;
	size_t i;

	for (i = 0; i < b->nr; i++) {
		if (!is_like(&b->boot[i], &b->boot[0]))
			continue;
		name = boot_name(&b->boot[i]);
		fprintf(r->f, "%s%s", separator, name);
		separator = "; ";
		free(name);
	}
	fprintf(r->f, "%s", *separator == ';' ? ".\n\n" : "");
}

/* The range of the factors: which boot is asked about decides. */
static void say_range(const struct report *r, const struct boots *b)
{
	double least = INFINITY, most = 0;
	size_t i;

	for (i = 0; i < b->nr; i++) {
		least = fmin(least, boot_factor(&b->boot[i]));
		most = fmax(most, boot_factor(&b->boot[i]));
	}
	if (b->nr > 1)
		fprintf(r->f, " So a boot's factor is anything from %s to %s, depending on the "
			"guest's and the host's configuration:", format_times(least).text,
			format_times(most).text);
	fprintf(r->f, "\n\n");
}

/* A distribution's boot, beside those that others published. */
static int say_distribution(const struct report *r, const struct boots *b)
{
	return boots_distribution(b) && b->boot[0].pair->vendor == KVM_EXITMETER_VENDOR_VMX ?
	       published_boots_print(r, b, "analysis/boot/distribution.md") : 0;
}

/* The same boot with keys and histograms; NULL if it was not measured. */
static const struct pair *find_detailed(const struct report *r, const struct pairs *pairs)
{
	size_t i;

	for (i = 0; i < pairs->nr; i++)
		if (pair_is_whole(&pairs->pair[i]) &&
		    !strcmp(pairs->pair[i].platform, r->platform) &&
		    record_is_boot(pair_any(&pairs->pair[i])))
			return &pairs->pair[i];
	return NULL;
}

/*
 * What most exits of a row are about, in the mode that has more of them; and what else a part of
 * them is about that is not to be overlooked.
 */
static void add_subject(struct table *t, const struct pair *detailed, unsigned int row)
{
	char *text = memory_printf("%s", ""), *name, *one;
	const struct record *r = NULL;
	int64_t count, all = 0;
	size_t place;

	if (detailed) {
		r = detailed->shadow->window.net.rows[row].count >
		    detailed->tdp->window.net.rows[row].count ? detailed->shadow : detailed->tdp;
		all = r->window.net.rows[row].count;
	}
	for (place = 0; r && (name = subject_at(r, row, place, &count)); place++) {
		/* Less than half of them is not what they are mostly for. */
		if (place ? count < NAMED * all : 2 * count <= all) {
			free(name);
			break;
		}
		one = memory_printf("%s %s", name, format_percent(count, all).text);
		memory_append(&text, place ? "; " : "", one);
		free(one);
		free(name);
	}
	table_text(t, "%s", text);
	free(text);
}

static void add_mode(struct table *t, const struct ledger *l, unsigned int row)
{
	const struct ledger_row *x = &l->rows[row];

	table_int(t, x->count);
	/* What KVM emulated without an exit has cycles, and no part in the exits. */
	if (row <= l->nr_reasons)
		table_percent(t, x->count, l->exits);
	else
		table_empty(t);
	if (x->count > 0)
		table_int(t, llround((double)x->kernel / x->count));
	else
		table_empty(t);
}

static void print_reasons(const struct report *r, const struct pair *boot,
			  const struct pair *detailed)
{
	char *on = memory_printf("exits, %s", mode_prose(boot->vendor, false));
	char *off = memory_printf("exits, %s", mode_prose(boot->vendor, true));
	const char *const columns[] = {
		"<reason", on, "share", "cycles per exit", off, "share", "cycles per exit",
		"?<mostly for", NULL,
	};
	struct table *t = table_new(TABLE_MARKDOWN, columns);
	const struct ledger *tdp = &boot->tdp->window.net, *shadow = &boot->shadow->window.net;
	unsigned int rows[LEDGER_MAX_ROWS];
	size_t nr = rows_by_count(rows, shadow, tdp), i;

	for (i = 0; i < nr; i++) {
		table_text(t, "%s", row_label(boot->vendor, rows[i]).text);
		add_mode(t, tdp, rows[i]);
		add_mode(t, shadow, rows[i]);
		add_subject(t, detailed, rows[i]);
	}
	table_end(t, r->f);
	fputc('\n', r->f);
	free(off);
	free(on);
}

/* Few exits of a boot with nested paging have many of the cycles, and it is not for paging. */
static bool say_clearing(const struct report *r, const struct boot *b,
			 const struct pair *detailed)
{
	const struct record *records[2];
	struct clearing c[2];
	size_t m;

	if (!detailed)
		return false;
	records[0] = detailed->tdp;
	records[1] = detailed->shadow;
	for (m = 0; m < 2; m++) {
		c[m] = clearing_of(records[m]);
		if (!c[m].is_known || c[m].exits <= 0)
			return false;
	}
	/* Shares of what is printed above, and not of the run with details, which costs more. */
	fprintf(r->f, "- **Clearing memory is not paging.** The host clears a page of 2 MiB for "
		"the guest in %s page faults with %s and %s with %s, which take %s to %s cycles each. "
		"They have at least %s and %s of the KVM cycles above.",
		format_int(c[0].exits).text, mode_prose(detailed->vendor, false),
		format_int(c[1].exits).text, mode_prose(detailed->vendor, true),
		format_int(CLEARING_CYCLES).text, format_int(EMULATED_CYCLES).text,
		format_percent(c[0].least, window(b, false)->kernel).text,
		format_percent(c[1].least, window(b, true)->kernel).text);
	if (c[0].longer || c[1].longer)
		fprintf(r->f, " (Longer page faults, %s and %s, are of another kind: mechanism 3.)",
			format_int(c[0].longer).text, format_int(c[1].longer).text);
	fprintf(r->f, "\n");
	return true;
}

/* The two classes of devices' memory and page faults, whose exits change their name. */
static bool say_renamed(const struct report *r, const struct boot *b)
{
	const struct ledger *on = window(b, false), *off = window(b, true);

	if (b->pair->vendor != KVM_EXITMETER_VENDOR_VMX || on->rows[49].count < FEW_EXITS ||
	    off->rows[49].count)
		return false;
	fprintf(r->f, "- **Some exits only change their name.** The %s EPT_MISCONFIG exits are "
		"accesses to emulated devices; with EPT off each is a page fault with a reserved "
		"bit set, so it is counted as EXCEPTION_NMI.\n",
		format_int(on->rows[49].count).text);
	return true;
}

/* The two buckets that hold the loads of CR3 with and without a flush, apart from each other. */
static bool find_peaks(const struct detail *d, unsigned int row, unsigned int peak[2],
		       int64_t *all)
{
	const int64_t *buckets = d->buckets[row];
	unsigned int i;

	peak[0] = 0;
	peak[1] = 0;
	*all = 0;
	for (i = 1; i < KVM_EXITMETER_BUCKETS; i++) {
		*all += buckets[i];
		if (buckets[i] > buckets[peak[0]]) {
			peak[1] = peak[0];
			peak[0] = i;
		} else if (buckets[i] > buckets[peak[1]]) {
			peak[1] = i;
		}
	}
	if (!peak[1] || 3 * buckets[peak[1]] < *all)
		return false;
	if (peak[0] > peak[1]) {
		i = peak[0];
		peak[0] = peak[1];
		peak[1] = i;
	}
	return peak[1] - peak[0] > 1;
}

/* KVM flushes the TLB for about every second load: that tells the two apart. */
static char *peaks_text(const struct pair *detailed)
{
	const struct detail *d = detailed ? record_detail(detailed->shadow,
						KVM_EXITMETER_FEATURE_HISTOGRAM) : NULL;
	unsigned int peak[2];
	int64_t all;

	if (!d || detailed->vendor != KVM_EXITMETER_VENDOR_VMX || !find_peaks(d, 28, peak, &all))
		return NULL;
	return memory_printf("%s of the %s exits for control registers take %s to %s cycles, and "
			     "%s take %s to %s", format_int(d->buckets[28][peak[0]]).text,
			     format_int(all).text, format_int(detail_lowest(peak[0])).text,
			     format_int(2 * detail_lowest(peak[0])).text,
			     format_int(d->buckets[28][peak[1]]).text,
			     format_int(detail_lowest(peak[1])).text,
			     format_int(2 * detail_lowest(peak[1])).text);
}

/* TLB flushes that patching adds, by KVM's statistic of the VM's whole life; NULL if not known. */
static char *flushes_text(const struct boot *plain, const struct boot *without)
{
	const struct l1 *l1[2] = { &plain->pair->shadow->l1[L1_END],
				   &without->pair->shadow->l1[L1_END] };
	int64_t flushes[2];
	size_t i;

	for (i = 0; i < 2; i++)
		if (!l1_statistics_find(&l1[i]->statistics, "tlb_flush", &flushes[i]))
			return NULL;
	return memory_printf("%s", format_int(flushes[0] - flushes[1]).text);
}

static int say_why(const struct report *r, const struct boots *b, const struct pair *detailed)
{
	const struct boot *without = boots_with(b, "replace_smp", SETTING_OFF);
	unsigned int vendor = b->boot[0].pair->vendor;
	const struct ledger *off = window(&b->boot[0], true), *kept;
	char *cr, *faults, *peaks, *flushes;
	int err;

	if (!without)
		return 0;
	kept = window(without, true);
	cr = memory_printf("%s", format_int(class_count(CLASS_CR, vendor, off) -
					    class_count(CLASS_CR, vendor, kept)).text);
	faults = memory_printf("%s", format_int(class_count(CLASS_FAULT, vendor, off) -
						class_count(CLASS_FAULT, vendor, kept)).text);
	peaks = peaks_text(detailed);
	err = prose_print(r->f, "analysis/boot/patching.md", (struct prose_value[]) {
		{ "cr", cr }, { "faults", faults }, { "off", mode_prose(vendor, true) },
		{ NULL, NULL },
	});
	flushes = flushes_text(&b->boot[0], without);
	if (!err && peaks)
		err = prose_print(r->f, "analysis/boot/roots.md", (struct prose_value[]) {
			{ "peaks", peaks }, { "flushes", flushes }, { "cr", cr }, { NULL, NULL },
		});
	free(flushes);
	free(peaks);
	free(faults);
	free(cr);
	return err;
}

static int print_boot(const struct report *r, const struct boots *b, const struct pair *detailed)
{
	const struct pair *boot = b->boot[0].pair;
	bool listed;
	int err;

	fprintf(r->f, "## How many exits does a boot take, and what are they for?\n\n");
	say_totals(r, &b->boot[0]);
	say_patching(r, b);
	say_range(r, b);
	if (b->nr > 1)
		print_boots(r, b);
	say_like(r, b);
	err = say_distribution(r, b);
	fprintf(r->f, "### By reason\n\n");
	print_reasons(r, boot, detailed);
	report_chart(r, "exits", boot->name, "Exits of a boot by reason and mode");
	listed = say_renamed(r, &b->boot[0]);
	listed |= say_clearing(r, &b->boot[0], detailed);
	if (listed)
		fputc('\n', r->f);
	err |= over_time_print(r, "### Over time");
	return err | say_why(r, b, detailed);
}

static int write_boot(const struct report *r)
{
	const struct companion *detail = report_companion(r, "detail");
	struct pairs detailed = { NULL, 0 };
	struct boots boots;
	int err = 0;

	boots_find(&boots, r);
	if (detail) {
		pairs_of_run(&detailed, detail->run, r->platform);
		pairs_keep_first_seeds(&detailed);
	}
	if (boots.nr)
		err = print_boot(r, &boots, find_detailed(r, &detailed));
	pairs_free(&detailed);
	boots_free(&boots);
	return err;
}

const struct topic_section section_boot = { DOCUMENT_REPORT, 30, TOPIC_ONCE, NULL, write_boot };
