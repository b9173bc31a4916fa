// SPDX-License-Identifier: GPL-2.0
/* The report's sections about what the exits are, and how long one takes. */
#include <stdlib.h>
#include <string.h>

#include "chart-durations.h"
#include "detail-csv.h"
#include "durations.h"
#include "output/format.h"
#include "ledger/window/histogram.h"
#include "util/memory.h"
#include "parts/report.h"
#include "ledger/row.h"
#include "subjects.h"
#include "output/table.h"
#include "select/cell-facts.h"
#include "select/thresholds.h"

/* Subjects of a workload in a table. */
#define TOP	6
/* Subjects in a sentence. */
#define NAMED	3

static const struct {
	unsigned int kind;
	const char *title;
	const char *exits;	/* in a list */
	const char *note;	/* may be empty */
} kinds[] = {
	{ KVM_EXITMETER_KEY_PORT, "I/O ports", "I/O exits", "" },
	{ KVM_EXITMETER_KEY_MSR, "MSRs", "Exits for MSRs", "" },
	{ KVM_EXITMETER_KEY_CR, "Control registers", "Exits for control registers", "" },
	{ KVM_EXITMETER_KEY_VECTOR, "Exceptions", "Exits for exceptions",
	  "With shadow paging KVM intercepts all page faults, its own and the guest's, and an "
	  "access to emulated MMIO is one with the reserved bit." },
	{ KVM_EXITMETER_KEY_FAULT, "Nested page faults", "Nested page faults", "" },
	{ KVM_EXITMETER_KEY_MMIO, "MMIO", "Exits for MMIO",
	  "With nested paging; with shadow paging these are exceptions, without an address." },
};

#define NR_KINDS (sizeof(kinds) / sizeof(kinds[0]))

/* Only the detail is at another value than elsewhere, as a rule, and that goes without saying. */
static const char *name_of(const struct pair *p)
{
	const struct record *r = pair_any(p);

	return record_has_only(r, "detail") ? r->workload : p->label;
}

/* The subject with most exits in a mode, below those that were named; NULL for none. */
static const struct subject *find_next(const struct subjects *s, size_t mode,
				       const struct subject *last)
{
	const struct subject *next = NULL, *one;
	size_t i;

	for (i = 0; i < s->nr; i++) {
		one = &s->subject[i];
		if (one->count[mode] <= 0 ||
		    (last && (one->count[mode] > last->count[mode] ||
			      (one->count[mode] == last->count[mode] && one <= last))))
			continue;
		if (!next || one->count[mode] > next->count[mode])
			next = one;
	}
	return next;
}

static void say_mode(FILE *f, const struct subjects *s, const struct pair *p, size_t mode)
{
	const struct subject *one = find_next(s, mode, NULL);
	size_t nr;

	fprintf(f, "%s with %s", s->total[mode] ? format_int(s->total[mode]).text : "none",
		record_mode_name(p->vendor, mode));
	for (nr = 0; one && nr < NAMED; nr++) {
		fprintf(f, "%s%s %s", nr ? "; " : " (", one->name,
			format_percent(one->count[mode], s->total[mode]).text);
		one = find_next(s, mode, one);
	}
	fprintf(f, "%s", nr ? ")" : "");
}

/* The answer for one workload: of a boot, if there is one. */
static void say_kind(FILE *f, const struct pair *p, size_t kind)
{
	struct subjects s;

	subjects_of_pair(&s, p, kinds[kind].kind);
	if (s.nr) {
		fprintf(f, "- **%s** of `%s` on `%s`: ", kinds[kind].exits, name_of(p),
			p->platform);
		if (p->tdp)
			say_mode(f, &s, p, 0);
		if (pair_is_whole(p))
			fprintf(f, ", ");
		if (p->shadow)
			say_mode(f, &s, p, 1);
		fprintf(f, ".\n");
	}
	subjects_free(&s);
}

static void add_mode(struct table *t, const struct subjects *s, size_t i, const struct record *r,
		     size_t mode)
{
	if (!r) {
		table_empty(t);
		table_empty(t);
		return;
	}
	table_int(t, s->subject[i].count[mode]);
	table_percent(t, s->subject[i].count[mode], s->total[mode]);
}

static bool add_pair(struct table *t, const struct pair *p, size_t kind)
{
	struct subjects s;
	size_t i;

	subjects_of_pair(&s, p, kinds[kind].kind);
	for (i = 0; i < s.nr && i < TOP; i++) {
		table_text(t, "%s", name_of(p));
		table_text(t, "%s", p->platform);
		table_plain(t, s.subject[i].name);
		add_mode(t, &s, i, p->tdp, 0);
		add_mode(t, &s, i, p->shadow, 1);
	}
	subjects_free(&s);
	return i;
}

static void print_kind(FILE *f, const struct pairs *pairs, size_t kind)
{
	static const char *const columns[] = {
		"<workload", "<platform", "<what", "nested paging", "share", "shadow paging",
		"share", NULL,
	};
	struct table *t = table_new(TABLE_MARKDOWN, columns);
	bool any = false;
	size_t i;

	for (i = 0; i < pairs->nr; i++)
		any |= add_pair(t, &pairs->pair[i], kind);
	if (any)
		fprintf(f, "### %s\n\n%s%s", kinds[kind].title, kinds[kind].note,
			*kinds[kind].note ? "\n\n" : "");
	table_end(t, any ? f : NULL);
	if (any)
		fputc('\n', f);
}

static const struct pair *find_boot(const struct pairs *pairs)
{
	size_t i;

	for (i = 0; i < pairs->nr; i++)
		if (record_is_boot(pair_any(&pairs->pair[i])))
			return &pairs->pair[i];
	return &pairs->pair[0];
}

static int64_t overflow_of(const struct record *r)
{
	const struct detail *d = record_detail(r, KVM_EXITMETER_FEATURE_KEYS);
	int64_t sum = 0;
	unsigned int row;

	for (row = 0; d && row < LEDGER_MAX_ROWS; row++)
		sum += d->overflow[row].count;
	return sum;
}

static void say_overflow(FILE *f, const struct run *run)
{
	int64_t sum = 0;
	size_t i;

	for (i = 0; i < run->nr_records; i++)
		sum += overflow_of(run->records[i]);
	if (sum)
		fprintf(f, "- %s exits found no place in the table of keys, and are in no line "
			"below.\n", format_int(sum).text);
	else
		fprintf(f, "- All exits found a place in the table of keys: nothing is missing "
			"below but what is less than the %d most frequent.\n", TOP);
}

static void print_keys(const struct report *r, const struct pairs *pairs, const struct run *run)
{
	const struct pair *boot = find_boot(pairs);
	char *path = report_path(r, r->companion, NULL);
	size_t i;

	fprintf(r->f, "## What the exits are\n\nFrom cells in which KVM also counts its exits by "
		"what they were about: the port, the MSR, the register and so on, as the CPU "
		"reports it with the exit. `exitreport detail %s` has all of it.\n\n", path);
	for (i = 0; i < NR_KINDS; i++)
		say_kind(r->f, boot, i);
	say_overflow(r->f, run);
	fputc('\n', r->f);
	report_failures(r, run);
	for (i = 0; i < NR_KINDS; i++)
		print_kind(r->f, pairs, i);
	free(path);
}

static void add_below(struct table *t, const struct duration *d, size_t mode, double share)
{
	uint64_t below = d->exits[mode] ? histogram_below(d->buckets[mode], share) : 0;

	if (!below)
		table_empty(t);
	else if (below == UINT64_MAX)
		table_text(t, "no bound");
	else
		table_int(t, below);
}

/* Nothing of a mode that was not measured, which is not the same as none. */
static void add_duration(struct table *t, const struct duration *d, size_t mode)
{
	if (d->buckets[mode])
		table_int(t, d->exits[mode]);
	else
		table_empty(t);
	add_below(t, d, mode, 0.5);
	add_below(t, d, mode, 0.99);
	add_below(t, d, mode, 1);
}

static void print_durations(FILE *f, const struct pairs *pairs)
{
	static const char *const columns[] = {
		"<workload", "<platform", "<reason", "nested: exits", "half below", "99 % below",
		"all below", "shadow: exits", "half below", "99 % below", "all below", NULL,
	};
	struct table *t = table_new(TABLE_MARKDOWN, columns);
	struct duration durations[DURATIONS_MAX];
	const struct pair *p;
	size_t i, k, nr;

	for (i = 0; i < pairs->nr; i++) {
		p = &pairs->pair[i];
		nr = durations_of_pair(durations, p);
		for (k = 0; k < nr; k++) {
			table_text(t, "%s", name_of(p));
			table_text(t, "%s", p->platform);
			table_text(t, "%s", row_label(p->vendor, durations[k].row).text);
			add_duration(t, &durations[k], 0);
			add_duration(t, &durations[k], 1);
		}
	}
	table_end(t, f);
	fputc('\n', f);
}

/* The reason whose exits differ most among themselves. */
static void say_widest(FILE *f, const struct pairs *pairs)
{
	struct duration durations[DURATIONS_MAX], widest = { 0 };
	const struct pair *p, *of = NULL;
	uint64_t half, most, best = 1;
	size_t i, k, mode, nr, in = 0;

	for (i = 0; i < pairs->nr; i++) {
		p = &pairs->pair[i];
		nr = durations_of_pair(durations, p);
		for (k = 0; k < nr; k++) {
			for (mode = 0; mode < 2; mode++) {
				if (durations[k].exits[mode] < FEW_DURATIONS)
					continue;
				half = histogram_below(durations[k].buckets[mode], 0.5);
				most = histogram_below(durations[k].buckets[mode], 0.99);
				if (most / half <= best)
					continue;
				best = most / half;
				widest = durations[k];
				of = p;
				in = mode;
			}
		}
	}
	if (!of)
		return;
	fprintf(f, "A mean would tell least of %s in `%s` with %s: half of %s exits take less than "
		"%s cycles, but 1 %% take %s or more.\n\n", row_label(of->vendor, widest.row).text,
		name_of(of), record_mode_name(of->vendor, in), format_int(widest.exits[in]).text,
		format_int(histogram_below(widest.buckets[in], 0.5)).text,
		format_int(histogram_below(widest.buckets[in], 0.99) / 2).text);
}

static void show_charts(const struct report *r, const struct pairs *pairs)
{
	struct duration durations[DURATIONS_MAX];
	char *name, *path;
	size_t i;

	for (i = 0; i < pairs->nr; i++) {
		if (!durations_of_pair(durations, &pairs->pair[i]))
			continue;
		name = memory_printf("charts/%s." CHART_DURATIONS ".%s.svg",
				     pairs->pair[i].platform, pairs->pair[i].name);
		path = report_path(r, r->companion, name);
		fprintf(r->f, "![How long exits take in KVM: %s, %s](%s)\n\n",
			name_of(&pairs->pair[i]), pairs->pair[i].platform, path);
		free(path);
		free(name);
	}
}

static void print_histograms(const struct report *r, const struct pairs *pairs)
{
	fprintf(r->f, "## How long an exit takes\n\nThe kernel cycles of single exits, from the "
		"exit to the next one, counted by powers of 2; an exit that goes to the VMM or "
		"halts is counted with what KVM spent on it, without the time there. Half of the "
		"exits of a reason, or 99 %%, or all, took less than:\n\n");
	print_durations(r->f, pairs);
	say_widest(r->f, pairs);
	show_charts(r, pairs);
}

static int write_detail(const struct report *r)
{
	const struct run *run = r->companion->run;
	struct pairs pairs;

	pairs_of_run(&pairs, run, NULL);
	pairs_keep_first_seeds(&pairs);
	if (pairs.nr && detail_has_keys_in(run))
		print_keys(r, &pairs, run);
	if (pairs.nr && detail_has_histograms_in(run))
		print_histograms(r, &pairs);
	pairs_free(&pairs);
	return 0;
}

static const struct topic_companion companion = {
	.name = "detail",
	.what = "what the exits are",
	.help = "what the exits are, and how long they take (detail, beside RUN)",
	.is_extra = true,
};

const struct topic_section section_detail = {
	DOCUMENT_DETAIL, 10, TOPIC_ONCE, &companion, write_detail,
};
