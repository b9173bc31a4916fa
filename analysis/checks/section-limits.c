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
 * How many instructions KVM emulated in a VM's life beyond its accesses to control registers, with
 * NPT off on an AMD CPU; false if that can't be told, or there were none.
 */
static bool emulated_beyond_cr(const struct record *r, int64_t *beyond)
{
	const struct l1 *end = &r->l1[L1_END];
	int64_t emulated, accesses;

	if (!r->ok || !r->shadow || r->vendor != KVM_EXITMETER_VENDOR_SVM ||
	    !l1_statistics_find(&end->statistics, "insn_emulation", &emulated))
		return false;
	accesses = class_count(CLASS_CR, r->vendor, &end->ledgers.sum);
	*beyond = emulated - accesses;
	return accesses;
}

/*
 * Did KVM decode and emulate each access to a control register, as it does on an AMD CPU that
 * tells it nothing?  Accesses to devices are emulated anyway: a single VM that has fewer
 * emulations than accesses to control registers shows that these are none.
 */
static bool has_cr_emulated(const struct run *run)
{
	bool found = false;
	int64_t beyond;
	size_t i;

	for (i = 0; i < run->nr_records; i++) {
		if (!emulated_beyond_cr(run->records[i], &beyond))
			continue;
		if (beyond < 0)
			return false;
		found = true;
	}
	return found;
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

static bool has_workload(const struct run *run, const char *prefix)
{
	size_t i;

	for (i = 0; i < run->nr_records; i++)
		if (run->records[i]->ok &&
		    !strncmp(run->records[i]->workload, prefix, strlen(prefix)))
			return true;
	return false;
}

/* The most vCPUs that a distribution was booted on; 0 if none was */
static int distribution_vcpus(const struct run *run)
{
	int vcpus = 0;
	size_t i;

	for (i = 0; i < run->nr_records; i++)
		if (run->records[i]->ok && record_is_distribution(run->records[i]) &&
		    (int)run->records[i]->vcpus > vcpus)
			vcpus = run->records[i]->vcpus;
	return vcpus;
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
		{ "nested", has_workload(r->run, "nested-") ? "" : NULL },
		{ "distribution", distribution_vcpus(r->run) ? "" : NULL },
		{ "up-distribution", distribution_vcpus(r->run) == 1 ? "" : NULL },
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
