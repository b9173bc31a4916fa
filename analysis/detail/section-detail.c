// SPDX-License-Identifier: GPL-2.0
/* The report's sections about what the exits are, and how long one takes. */
#include <math.h>
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
#include "select/clearing.h"
#include "select/thresholds.h"

/* Subjects of a platform in a table. */
#define TOP	8
/* Subjects in a sentence. */
#define NAMED	3
/* The exits of a reason differ much if 1 % of them take so many times as long as half of them. */
#define WIDE	8

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
	  "With shadow paging KVM intercepts all page faults, and an access to a device's memory "
	  "is one with the reserved bit." },
	{ KVM_EXITMETER_KEY_FAULT, "Nested page faults", "Nested page faults", "" },
	{ KVM_EXITMETER_KEY_MMIO, "MMIO", "Exits for MMIO",
	  "With nested paging only: with shadow paging these are exceptions, whose address is not "
	  "kept." },
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
		mode_prose(p->vendor, mode));
	for (nr = 0; one && nr < NAMED; nr++) {
		fprintf(f, "%s%s %s", nr ? ", " : ": ", one->name,
			format_percent(one->count[mode], s->total[mode]).text);
		one = find_next(s, mode, one);
	}
}

/* The answer for one workload: of a boot, if there is one. */
static void say_kind(FILE *f, const struct pair *p, size_t kind)
{
	struct subjects s;

	subjects_of_pairs(&s, p, 1, kinds[kind].kind);
	if (s.nr) {
		fprintf(f, "- **%s** of `%s` on `%s`: ", kinds[kind].exits, name_of(p),
			p->platform);
		if (p->tdp)
			say_mode(f, &s, p, 0);
		if (pair_is_whole(p))
			fprintf(f, "; ");
		if (p->shadow)
			say_mode(f, &s, p, 1);
		fprintf(f, ".\n");
	}
	subjects_free(&s);
}

static void add_mode(struct table *t, const struct subject *s, size_t mode)
{
	table_int(t, s->count[mode]);
	if (s->count[mode] > 0)
		table_int(t, llround((double)s->cycles[mode] / s->count[mode]));
	else
		table_empty(t);
}

/* The pairs of a platform, which stand together; Return: behind the last. */
static size_t end_of_platform(const struct pairs *pairs, size_t from)
{
	size_t to = from;

	while (to < pairs->nr && !strcmp(pairs->pair[to].platform, pairs->pair[from].platform))
		to++;
	return to;
}

static bool add_platform(struct table *t, const struct pair *p, size_t nr, size_t kind)
{
	struct subjects s;
	size_t i;

	subjects_of_pairs(&s, p, nr, kinds[kind].kind);
	for (i = 0; i < s.nr && i < TOP; i++) {
		table_text(t, "%s", p->platform);
		table_plain(t, s.subject[i].name);
		table_int(t, s.subject[i].nr_workloads);
		add_mode(t, &s.subject[i], 0);
		add_mode(t, &s.subject[i], 1);
	}
	subjects_free(&s);
	return i;
}

static void print_kind(FILE *f, const struct pairs *pairs, size_t kind)
{
	static const char *const columns[] = {
		"<platform", "<what", "workloads", "exits, nested paging", "cycles per exit",
		"exits, shadow paging", "cycles per exit", NULL,
	};
	struct table *t = table_new(TABLE_MARKDOWN, columns);
	bool any = false;
	size_t from, to;

	for (from = 0; from < pairs->nr; from = to) {
		to = end_of_platform(pairs, from);
		any |= add_platform(t, &pairs->pair[from], to - from, kind);
	}
	if (any)
		fprintf(f, "### %s\n\n%s%s", kinds[kind].title, kinds[kind].note,
			*kinds[kind].note ? "\n\n" : "");
	table_end(t, any ? f : NULL);
	if (any)
		fputc('\n', f);
}

/* A boot of the platform that the report is about, if it is about one; else any. */
static const struct pair *find_boot(const struct report *r, const struct pairs *pairs)
{
	const struct pair *p, *found = NULL;
	size_t i;

	for (i = 0; i < pairs->nr; i++) {
		p = &pairs->pair[i];
		if (record_is_boot(pair_any(p)) &&
		    (!found || (r->platform && !strcmp(p->platform, r->platform))))
			found = p;
	}
	return found ? found : &pairs->pair[0];
}

static int64_t overflow_of(const struct record *r)
{
	const struct detail *d;
	int64_t sum = 0;
	unsigned int row;
	size_t i;

	for (i = 0; (d = subjects_detail(r, i)); i++)
		for (row = 0; row < LEDGER_MAX_ROWS; row++)
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
		fprintf(f, "- %s exits found no place in KVM's table of keys and are in no line "
			"below.\n", format_int(sum).text);
	else
		fprintf(f, "- No exit was lost; the tables list the %d most frequent subjects.\n",
			TOP);
}

static void print_keys(const struct report *r, const struct pairs *pairs, const struct run *run)
{
	const struct pair *boot = find_boot(r, pairs);
	char *path = report_path(r, r->companion, NULL);
	size_t i;

	fprintf(r->f, "## What the exits are\n\nIn these runs KVM also counted its exits by what "
		"they were about, as the CPU reports it: the port, the MSR, the register. The "
		"tables add up all workloads of a platform; `exitreport detail %s` prints those of "
		"each cell that has a single window.\n\n", path);
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

/* How many times as long 1 % of the exits take as half of them, at least; 0 of few exits. */
static uint64_t width(const struct duration *d, size_t mode)
{
	if (d->exits[mode] < FEW_DURATIONS)
		return 0;
	return histogram_below(d->buckets[mode], 0.99) / histogram_below(d->buckets[mode], 0.5);
}

static bool add_pair(struct table *t, const struct pair *p)
{
	struct duration durations[DURATIONS_MAX];
	size_t nr = durations_of_pair(durations, p), mode, i;
	bool any = false;

	for (i = 0; i < nr; i++) {
		for (mode = 0; mode < 2; mode++) {
			if (width(&durations[i], mode) < WIDE)
				continue;
			table_text(t, "%s", p->platform);
			table_text(t, "%s", name_of(p));
			table_text(t, "%s", row_label(p->vendor, durations[i].row).text);
			table_text(t, "%s", mode_prose(p->vendor, mode));
			table_int(t, durations[i].exits[mode]);
			add_below(t, &durations[i], mode, 0.5);
			add_below(t, &durations[i], mode, 0.99);
			add_below(t, &durations[i], mode, 1);
			any = true;
		}
	}
	return any;
}

static void print_durations(FILE *f, const struct pairs *pairs)
{
	static const char *const columns[] = {
		"<platform", "<workload", "<reason", "<mode", "exits", "half below", "99 % below",
		"all below", NULL,
	};
	struct table *t = table_new(TABLE_MARKDOWN, columns);
	bool any = false;
	size_t i;

	for (i = 0; i < pairs->nr; i++)
		any |= add_pair(t, &pairs->pair[i]);
	if (any)
		fprintf(f, "The reasons whose exits differ most: 1 %% of them take more than %d "
			"times as long as half of them.\n\n", WIDE / 2);
	table_end(t, any ? f : NULL);
	if (any)
		fputc('\n', f);
}

/* Exits that take as long as those of a bucket, or longer. */
static int64_t exits_above(const struct duration *d, size_t mode, uint64_t cycles)
{
	int64_t exits = 0;
	unsigned int i;

	for (i = 1; i < KVM_EXITMETER_BUCKETS; i++)
		if (detail_lowest(i) >= cycles)
			exits += d->buckets[mode][i];
	return exits;
}

static void say_wide(FILE *f, const struct pair *p, const struct duration *d, size_t mode)
{
	uint64_t half = histogram_below(d->buckets[mode], 0.5);
	uint64_t most = histogram_below(d->buckets[mode], 0.99) / 2;
	int64_t exits = exits_above(d, mode, most);

	fprintf(f, "The mean is most misleading for %s in `%s` with %s: half of %s exits take less "
		"than %s cycles, but %s of them (%s) take %s or more%s.\n\n",
		row_label(p->vendor, d->row).text,
		name_of(p), mode_prose(p->vendor, mode), format_int(d->exits[mode]).text,
		format_int(half).text, format_int(exits).text,
		format_percent(exits, d->exits[mode]).text, format_int(most).text,
		most < CLEARING_CYCLES ? "" : most < EMULATED_CYCLES ?
		", because the host clears a page of 2 MiB" :
		class_has(CLASS_FAULT, p->vendor, d->row) ?
		", because KVM emulates the guest's clearing of a page" : "");
}

/* The reason whose exits differ most among themselves. */
static void say_widest(FILE *f, const struct pairs *pairs)
{
	struct duration durations[DURATIONS_MAX], widest = { 0 };
	const struct pair *of = NULL;
	uint64_t best = 1;
	size_t i, k, mode, nr, in = 0;

	for (i = 0; i < pairs->nr; i++) {
		nr = durations_of_pair(durations, &pairs->pair[i]);
		for (k = 0; k < nr; k++) {
			for (mode = 0; mode < 2; mode++) {
				if (width(&durations[k], mode) <= best)
					continue;
				best = width(&durations[k], mode);
				widest = durations[k];
				of = &pairs->pair[i];
				in = mode;
			}
		}
	}
	if (of)
		say_wide(f, of, &widest, in);
}

static void show_charts(const struct report *r, const struct pairs *pairs)
{
	struct duration durations[DURATIONS_MAX];
	char *name, *path;
	size_t i;

	for (i = 0; i < pairs->nr; i++) {
		if (!record_is_boot(pair_any(&pairs->pair[i])) ||
		    !durations_of_pair(durations, &pairs->pair[i]))
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
	fprintf(r->f, "## How long an exit takes\n\nKVM's cycles for single exits, counted by "
		"powers of 2; time in the VMM and time halted are not in them.\n\n");
	say_widest(r->f, pairs);
	show_charts(r, pairs);
	print_durations(r->f, pairs);
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
