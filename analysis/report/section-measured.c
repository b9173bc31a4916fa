// SPDX-License-Identifier: GPL-2.0
/* The report's section about what was measured, and what its words mean. */
#include <stdlib.h>
#include <string.h>

#include "output/format.h"
#include "output/table.h"
#include "parts/prose.h"
#include "parts/report.h"
#include "record/facts/cpu.h"
#include "record/facts/platform-facts.h"
#include "select/cell-facts.h"
#include "util/memory.h"

static const char *identity_of(const struct record *r, const char *key)
{
	const char *text = json_string_value(json_object_get(r->identity, key));

	return text ? text : "";
}

/* "Xeon w9-3475X, 2023"; what L1 told of it if the name says nothing; NULL if it told nothing. */
static const char *cpu_of(const struct record *r)
{
	const struct cpu *cpu = cpu_find(cpus_of_platform(r->platform), record_setting(r, "cpu"));
	const char *told = json_string_value(json_object_get(r->cpu, "name"));

	return cpu ? cpu->summary : told;
}

static void add_guest(struct table *t, const struct record *r)
{
	const char *pti = record_pti(r);
	char *text = memory_printf("%d vCPU%s, %d MiB, a small Linux %s that is built for several "
				   "CPUs%s%s", (int)r->vcpus, r->vcpus == 1 ? "" : "s",
				   (int)r->memory, identity_of(r, "kernel"), pti ? ", KPTI " : "",
				   pti ? pti : "");

	table_text(t, "the guest, L2");
	table_plain(t, text);
	free(text);
}

static void add_host(struct table *t, const struct record *r)
{
	const char *qemu = identity_of(r, "qemu");
	size_t epoch = strspn(qemu, "0123456789");
	char *text;

	/* 1:7.2+dfsg-7 is 7.2. */
	qemu += qemu[epoch] == ':' ? epoch + 1 : 0;
	text = memory_printf("Linux %s with the metered KVM, and QEMU %.*s",
			     identity_of(r, "kernel"), (int)strcspn(qemu, "+-"), qemu);
	table_text(t, "its host, L1");
	table_plain(t, text);
	free(text);
}

/* The other CPUs and platforms of the run are spoken of where they have a part. */
static void add_machine(struct table *t, const struct report *r)
{
	const char *cpu = cpu_of(pair_any(&r->pairs.pair[0]));
	size_t i;
	char *others = memory_printf("%s", ""), *text;

	for (i = 0; i < r->nr_platforms; i++)
		if (strcmp(r->views[i].platform, r->platform))
			memory_append(&others, ", ", r->views[i].platform);
	table_text(t, "the machine");
	text = memory_printf("%s%s%s%s%s", r->platform, cpu ? ": " : "", cpu ? cpu : "",
			     *others ? "; for comparison: " : "", others);
	table_plain(t, text);
	free(text);
	free(others);
}

static size_t count_mechanisms(const struct pairs *pairs)
{
	size_t nr = 0, i;

	for (i = 0; i < pairs->nr; i++)
		nr += !pair_is_job(&pairs->pair[i]);
	return nr;
}

/* Those that were measured in one mode, or with fewer seeds than the others. */
static size_t count_partial(const struct report *r, size_t seeds)
{
	size_t nr = 0, whole, i, k;

	for (i = 0; i < r->pairs.nr; i++) {
		if (pair_is_job(&r->pairs.pair[i]))
			continue;
		for (whole = 0, k = 0; k < r->all.nr; k++)
			whole += !strcmp(r->all.pair[k].name, r->pairs.pair[i].name) &&
				 pair_is_whole(&r->all.pair[k]);
		nr += whole < seeds;
	}
	return nr;
}

/* A distribution's boot takes minutes: it has one seed. */
static size_t count_distributions(const struct pairs *pairs)
{
	size_t nr = 0, i;

	for (i = 0; i < pairs->nr; i++)
		nr += record_is_distribution(pair_any(&pairs->pair[i]));
	return nr;
}

static size_t count_seeds(const struct report *r)
{
	size_t nr = 0, i;

	for (i = 0; i < r->all.nr; i++)
		nr += !strcmp(r->all.pair[i].name, r->all.pair[0].name);
	return nr;
}

static void add_workloads(struct table *t, const struct report *r)
{
	size_t mechanisms = count_mechanisms(&r->pairs);
	size_t distributions = count_distributions(&r->pairs);
	size_t jobs = r->pairs.nr - mechanisms - distributions, seeds = count_seeds(r);
	size_t partial = count_partial(r, seeds), whole = mechanisms - partial;
	char *others;

	others = !partial ? memory_printf("%s", "") :
		 memory_printf("; %zu more micro-benchmark%s with fewer seeds or in one mode",
			       partial, partial == 1 ? "" : "s");
	table_text(t, "workloads");
	table_text(t, "%zu job%s and %zu micro-benchmark%s, each in both modes with %zu seed%s%s"
		   "%s; each run boots a machine of its own", jobs, jobs == 1 ? "" : "s", whole,
		   whole == 1 ? "" : "s", seeds, seeds == 1 ? "" : "s", others,
		   distributions ? "; a Debian's boot" : "");
	free(others);
}

static void add_modes(struct table *t, const struct report *r)
{
	unsigned int vendor = r->pairs.pair[0].vendor;

	table_text(t, "%s, %s", mode_prose(vendor, false), mode_prose(vendor, true));
	table_text(t, "`%s` loaded with `%s`, and with `%s`: then KVM keeps shadow page tables. "
		   "Nothing else differs",
		   vendor == KVM_EXITMETER_VENDOR_SVM ? "kvm-amd" : "kvm-intel",
		   record_mode_name(vendor, false), record_mode_name(vendor, true));
}

static void add_boot(struct table *t, const struct report *r)
{
	if (!pairs_find_boot(&r->pairs))
		return;
	table_text(t, "a boot");
	table_text(t, "from power-on to the kernel's first process: firmware and kernel, no user "
		      "space");
}

static void add_cycle(struct table *t, const struct report *r)
{
	const struct platform_facts *p = platform_facts(r->platform);

	table_text(t, "a cycle");
	table_text(t, "%s%s", p->cycle, p->is_instruction ?
		   ": it counts what software does, and nothing of what the hardware charges for a "
		   "world switch, a TLB miss or a cache miss" : "");
}

static int write_measured(const struct report *r)
{
	static const char *const columns[] = { "<part", "<what it is", NULL };
	const struct platform_facts *p;
	const struct record *record;
	struct table *t;

	if (!r->nr_platforms || !r->pairs.nr)
		return 0;
	p = platform_facts(r->platform);
	record = pair_any(&r->pairs.pair[0]);
	fprintf(r->f, "## What was measured, and what is a cycle?\n\nExits and cycles of a small "
		"virtual machine, counted by KVM itself, in both paging modes. A cycle here is %s%s."
		"\n\n", p->cycle,
		p->is_exact ? ", so equal runs give equal numbers, to the last digit" : "");
	t = table_new(TABLE_MARKDOWN, columns);
	add_machine(t, r);
	add_host(t, record);
	add_guest(t, record);
	add_modes(t, r);
	add_boot(t, r);
	add_workloads(t, r);
	add_cycle(t, r);
	table_end(t, r->f);
	fputc('\n', r->f);
	return prose_print(r->f, "analysis/report/glossary.md", (struct prose_value[]) {
		{ "off", mode_prose(record->vendor, true) },
		{ "on", mode_prose(record->vendor, false) },
		{ NULL, NULL },
	});
}

const struct topic_section section_measured = {
	DOCUMENT_REPORT, 20, TOPIC_ONCE, NULL, write_measured,
};
