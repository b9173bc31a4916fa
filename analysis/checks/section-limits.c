// SPDX-License-Identifier: GPL-2.0
/* The report's section about what it can't tell. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ledger/class.h"
#include "output/format.h"
#include "parts/prose.h"
#include "parts/report.h"
#include "record/facts/platform-facts.h"
#include "select/cell-facts.h"
#include "util/memory.h"

/* The least and the most of something that all measured cells have. */
struct extremes {
	int64_t low;
	int64_t high;
};

static struct extremes extremes_of(const struct run *run, int64_t (*value)(const struct record *r))
{
	struct extremes e = { 0, 0 };
	bool found = false;
	int64_t n;
	size_t i;

	for (i = 0; i < run->nr_records; i++) {
		if (!run->records[i]->ok)
			continue;
		n = value(run->records[i]);
		e.low = !found || n < e.low ? n : e.low;
		e.high = !found || n > e.high ? n : e.high;
		found = true;
	}
	return e;
}

static int64_t memory_of(const struct record *r)
{
	return r->memory;
}

static int64_t vcpus_of(const struct record *r)
{
	return r->vcpus;
}

/* "256 to 512"; to be freed */
static char *extremes_text(struct extremes e)
{
	if (e.low == e.high)
		return memory_printf("%s", format_int(e.low).text);
	return memory_printf("%s to %s", format_int(e.low).text, format_int(e.high).text);
}

/* Is there a platform in the run whose cycles are a CPU's own, or one whose are instructions? */
static bool has_platform(const struct report *r, bool hardware)
{
	const struct platform_facts *p;
	size_t i;

	for (i = 0; i < r->nr_platforms; i++) {
		p = platform_facts(r->views[i].platform);
		if (hardware ? p->has_hardware : p->is_instruction)
			return true;
	}
	return false;
}

/*
 * Did KVM decode and emulate each access to a control register, as it does on an AMD CPU that
 * tells it nothing?  All of a VM's life, which counts as many such accesses as that or more.
 */
static bool emulates_cr(const struct record *r)
{
	const struct l1 *end = &r->l1[L1_END];
	int64_t emulated, accesses;

	if (!r->ok || !r->shadow || r->vendor != KVM_EXITMETER_VENDOR_SVM ||
	    !l1_statistics_find(&end->statistics, "insn_emulation", &emulated))
		return false;
	accesses = class_count(CLASS_CR, r->vendor, &end->ledgers.sum);
	return accesses && emulated >= accesses;
}

static bool has_cr_emulated(const struct run *run)
{
	size_t i;

	for (i = 0; i < run->nr_records; i++)
		if (emulates_cr(run->records[i]))
			return true;
	return false;
}

/* The CPUs that an emulator played, "haswell, zen"; to be freed; NULL if none is told */
static char *cpus_of(const struct run *run)
{
	char *text = memory_printf("%s", "");
	const char *cpu;
	size_t i, k;

	for (i = 0; i < run->nr_records; i++) {
		cpu = record_setting(run->records[i], "cpu");
		for (k = 0; k < i; k++)
			if (!strcmp(record_setting(run->records[k], "cpu"), cpu))
				break;
		if (*cpu && k == i)
			memory_append(&text, ", ", cpu);
	}
	if (*text)
		return text;
	free(text);
	return NULL;
}

/* Was a distribution booted, and on one vCPU only? */
static bool has_up_distribution(const struct run *run)
{
	bool found = false;
	size_t i;

	for (i = 0; i < run->nr_records; i++) {
		if (!run->records[i]->ok || !record_is_distribution(run->records[i]))
			continue;
		if (run->records[i]->vcpus > 1)
			return false;
		found = true;
	}
	return found;
}

static int write_limits(const struct report *r)
{
	struct extremes memory, vcpus;
	char *mib, *cpus, *nr;
	int err;

	if (!r->nr_platforms)
		return 0;
	memory = extremes_of(r->run, memory_of);
	vcpus = extremes_of(r->run, vcpus_of);
	mib = extremes_text(memory);
	nr = extremes_text(vcpus);
	cpus = cpus_of(r->run);
	fprintf(r->f, "## What can this not tell?\n\n");
	err = prose_print(r->f, "analysis/checks/limits.md", (const struct prose_value[]) {
		{ "memory", mib }, { "vcpus", nr }, { "cpus", cpus },
		{ "several", vcpus.high > 1 ? "" : NULL },
		{ "up-distribution", has_up_distribution(r->run) ? "" : NULL },
		{ "hardware", has_platform(r, true) ? "" : NULL },
		{ "instructions", has_platform(r, false) ? "" : NULL },
		{ "emulated", has_cr_emulated(r->run) ? "" : NULL },
		{ NULL, NULL },
	});
	fprintf(r->f, "Platform by platform: ");
	report_link(r, DOCUMENT_CHECKS, "what each can't show");
	fprintf(r->f, ".\n\n");
	free(cpus);
	free(nr);
	free(mib);
	return err;
}

const struct topic_section section_limits = {
	DOCUMENT_REPORT, 130, TOPIC_ONCE, NULL, write_limits,
};
