// SPDX-License-Identifier: GPL-2.0
/* The report's page for who has to decide: when does shadow paging matter, and what helps? */
#include <math.h>
#include <stdlib.h>

#include "output/format.h"
#include "output/table.h"
#include "parts/machines.h"
#include "parts/prose.h"
#include "ranked.h"
#include "record/facts/platform-facts.h"
#include "select/cell-facts.h"
#include "select/mmio.h"
#include "select/thresholds.h"
#include "util/memory.h"

static void say_class(const struct report *r, const struct ranked *ranked, size_t nr,
		      enum advice_class class)
{
	const struct advice *a;
	size_t i, said = 0;

	for (i = 0; i < nr; i++) {
		a = &ranked[i].advice;
		if (a->class != class)
			continue;
		if (!said++)
			fprintf(r->f, "- %s: ", advice_class_text(class));
		else
			fprintf(r->f, ", ");
		fprintf(r->f, "%s %s", pair_any(ranked[i].pair)->workload,
			net_change(&a->busy, false).text);
		if (a->is_idle)
			fprintf(r->f, " of %s of the time",
				format_percent(a->busy.tdp.median, a->elapsed).text);
	}
	if (said)
		fprintf(r->f, ".\n");
}

static void say_classes(const struct report *r, const struct ranked *ranked, size_t nr)
{
	enum advice_class class;

	for (class = ADVICE_NR; class-- > 0; )
		say_class(r, ranked, nr, class);
	fputc('\n', r->f);
}

/* The same jobs with KPTI the other way. */
static void say_other(const struct report *r, const struct machine *other,
		      const struct run *detail)
{
	struct pairs first = { NULL, 0 }, jobs;
	struct ranked *ranked;
	size_t nr, i;

	for (i = 0; i < other->pairs.nr; i++) {
		if (machine_pair(other, pair_any(&other->pairs.pair[i])->workload) !=
		    &other->pairs.pair[i])
			continue;
		first.pair = memory_grow(first.pair, first.nr, sizeof(*first.pair));
		first.pair[first.nr++] = other->pairs.pair[i];
	}
	pairs_of_jobs(&jobs, &first);
	ranked = ranked_jobs(&other->pairs, &jobs, detail, &nr);
	if (nr && pair_is_job(ranked->pair)) {
		fprintf(r->f, "With KPTI %s:\n\n", other->kpti ? "on" : "off");
		say_classes(r, ranked, nr);
	}
	free(ranked);
	free(jobs.pair);
	free(first.pair);
}

static void add_side(struct table *t, const struct causes *c, enum cause kind, bool shadow)
{
	double exits = c->exits[shadow][kind];

	if (kind == CAUSE_GUEST || kind == CAUSE_VMM) {
		table_empty(t);
		table_empty(t);
		return;
	}
	table_int(t, llround(exits));
	if (exits >= NET_BASE)
		table_int(t, llround(c->cycles[shadow][kind] / exits));
	else
		table_empty(t);
}

/* What the columns of the table are of, and of which records. */
static void say_columns(const struct report *r, const struct ranked *ranked, size_t nr)
{
	const char *off = mode_prose(ranked->pair->vendor, true);
	bool has_mmio = false;
	size_t i;

	for (i = 0; i < nr; i++)
		has_mmio |= ranked[i].advice.causes.has_mmio;
	if (r->all.nr > r->pairs.nr)
		fprintf(r->f, "CPU time and what is added to it are medians of the seeds; the rest "
			"is of the first. ");
	fprintf(r->f, "\"Of what grows\" is this kind's share of the cycles added by all "
		"kinds that take more with %s; others may take fewer.", off);
	if (has_mmio)
		fprintf(r->f, " Accesses to devices are told from page faults by a run with "
			"details, of the same seed, which may make some more or fewer of them.");
	fprintf(r->f, "\n\n");
}

static void print_causes(const struct report *r, const struct ranked *ranked, size_t nr)
{
	char *on = memory_printf("its exits, %s", mode_prose(ranked->pair->vendor, false));
	char *off = memory_printf("its exits, %s", mode_prose(ranked->pair->vendor, true));
	const char *const columns[] = {
		"<workload", "CPU time", "cycles added", "<mostly by", "of what grows", on,
		"cycles each", off, "cycles each", NULL,
	};
	struct table *t = table_new(TABLE_MARKDOWN, columns);
	const struct advice *a;
	size_t i, rows = 0;

	for (i = 0; i < nr; i++) {
		a = &ranked[i].advice;
		if (a->class < ADVICE_FELT || a->cause == CAUSE_NR)
			continue;
		rows++;
		table_text(t, "%s", ranked[i].pair->name);
		table_text(t, "%s", net_change(&a->busy, false).text);
		table_short(t, a->busy.difference.median);
		table_text(t, "%s", cause_name(&a->causes, a->cause));
		table_percent(t, a->added, a->grown);
		add_side(t, &a->causes, a->cause, false);
		add_side(t, &a->causes, a->cause, true);
	}
	if (rows)
		say_columns(r, ranked, nr);
	table_end(t, rows ? r->f : NULL);
	if (rows)
		fputc('\n', r->f);
	free(on);
	free(off);
}

/* What KVM's statistics tell of the accesses to devices, over the jobs that have many. */
static void say_mmio(const struct report *r, const struct ranked *ranked, size_t nr,
		     const struct run *detail)
{
	int64_t emulated[2] = { 0 }, to_vmm[2] = { 0 };
	char *others = memory_printf("%s", "");
	double exits[2] = { 0 };
	struct mmio_handling h;
	size_t i, jobs = 0;
	int mode;

	for (i = 0; i < nr; i++) {
		const struct causes *c = &ranked[i].advice.causes;
		const struct record *sides[2] = {
			mmio_find(detail, ranked[i].pair->tdp),
			mmio_find(detail, ranked[i].pair->shadow),
		};

		if (!c->has_mmio || c->exits[0][CAUSE_MMIO] < MANY_EXITS ||
		    c->exits[1][CAUSE_MMIO] < MANY_EXITS)
			continue;
		if (!mmio_handling_of(sides[0]).is_known || !mmio_handling_of(sides[1]).is_known) {
			memory_append(&others, ", ", ranked[i].pair->name);
			continue;
		}
		jobs++;
		for (mode = 0; mode < 2; mode++) {
			h = mmio_handling_of(sides[mode]);
			exits[mode] += c->exits[mode][CAUSE_MMIO];
			emulated[mode] += h.emulated;
			to_vmm[mode] += h.to_vmm;
		}
	}
	if (jobs)
		fprintf(r->f, "Of the jobs that were run with details, the %zu%s%s with over %d "
		"accesses to devices make%s %s with %s and %s with %s. KVM's own statistics, which "
		"reach a little beyond the window, count %s and %s instructions emulated for them; "
		"%s.\n\n", jobs,
		*others ? " other than " : "", others, MANY_EXITS,
		jobs == 1 ? "s" : "",
		format_int(llround(exits[0])).text, mode_prose(ranked->pair->vendor, false),
		format_int(llround(exits[1])).text, mode_prose(ranked->pair->vendor, true),
		format_int(emulated[0]).text,
		format_int(emulated[1]).text, to_vmm[0] + to_vmm[1] ?
		"some left KVM for QEMU" :
		"none left KVM: each is a virtio notification that wakes a thread through an "
		"eventfd");
	free(others);
}

/* The workloads whose first cause it is; NULL for none; to be freed. */
static char *workloads_by(const struct ranked *ranked, size_t nr, enum cause kind)
{
	char *text = NULL, *name;
	size_t i;

	for (i = 0; i < nr; i++) {
		const struct advice *a = &ranked[i].advice;

		if (a->cause != kind || a->class < ADVICE_FELT)
			continue;
		name = memory_printf("%s%s", ranked[i].pair->name,
				     kind == CAUSE_FAULT && !a->causes.has_mmio ?
				     " (MMIO among them)" : "");
		if (!text)
			text = memory_printf("%s", name);
		else
			memory_append(&text, ", ", name);
		free(name);
	}
	return text;
}

static int say_remedies(const struct report *r, const struct ranked *ranked, size_t nr)
{
	char *cr = workloads_by(ranked, nr, CAUSE_CR);
	char *fault = workloads_by(ranked, nr, CAUSE_FAULT);
	char *mmio = workloads_by(ranked, nr, CAUSE_MMIO);
	char *invalidate = workloads_by(ranked, nr, CAUSE_INVALIDATE);
	char *guest = workloads_by(ranked, nr, CAUSE_GUEST);
	const struct prose_value values[] = {
		{ "cr", cr }, { "fault", fault }, { "mmio", mmio }, { "invalidate", invalidate },
		{ "guest", guest }, { NULL, NULL },
	};
	int err;

	fprintf(r->f, "What to do, beside having it on:\n\n");
	err = prose_print(r->f, "analysis/answer/advice.md", values);
	free(cr);
	free(fault);
	free(mmio);
	free(invalidate);
	free(guest);
	return err;
}

static int write_advice(const struct report *r)
{
	const struct companion *detail = report_companion(r, "detail");
	const struct run *details = detail ? detail->run : NULL;
	const struct machine *other;
	struct machines machines;
	struct ranked *ranked;
	size_t nr;
	int err = 0;

	ranked = ranked_jobs(&r->all, &r->jobs, details, &nr);
	/* The emulator's own time says nothing. */
	if (nr && r->platform && platform_has_cycles(platform_facts(r->platform))) {
		machines_of_report(&machines, r);
		other = machines_other(&machines, machines_main(&machines, r->platform));
		fprintf(r->f, "## When does it matter, and what helps?\n\n");
		say_classes(r, ranked, nr);
		if (other)
			say_other(r, other, details);
		print_causes(r, ranked, nr);
		say_mmio(r, ranked, nr, details);
		err = say_remedies(r, ranked, nr);
		machines_free(&machines);
	}
	free(ranked);
	return err;
}

const struct topic_section section_advice = {
	DOCUMENT_REPORT, 70, TOPIC_ONCE, NULL, write_advice,
};
