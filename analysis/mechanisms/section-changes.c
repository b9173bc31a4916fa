// SPDX-License-Identifier: GPL-2.0
/* The report's section about what KVM has to do without nested paging: six mechanisms. */
#include <stdlib.h>
#include <string.h>

#include "chart-mechanisms.h"
#include "detail/detail-csv.h"
#include "ledger/window/key-name.h"
#include "operation.h"
#include "output/table.h"
#include "parts/prose.h"
#include "parts/report.h"
#include "record/facts/platform-facts.h"
#include "select/cell-facts.h"
#include "select/clearing.h"
#include "select/detailed.h"
#include "select/pair.h"
#include "select/thresholds.h"
#include "util/memory.h"

#define MAX_VALUES	48
/* Loads of CR3 that find nothing to bring up to date take fewer cycles; a power of 2. */
#define CHEAP		2048

/**
 * struct row - an operation that shows a mechanism
 * @mechanism: which, from 1
 * @operation: what it is, for readers
 * @point: NULL for the workload's last
 * @class: of the exits that the mechanism makes
 * @cycles: what they take
 */
struct row {
	unsigned int mechanism;
	const char *operation;
	const char *workload;
	const char *point;
	enum exit_class class;
	enum quantity cycles;
};

static const struct row rows[] = {
	{ 1, "a system call", "syscall", NULL, CLASS_CR, QUANTITY_KERNEL },
	{ 1, "a switch to another process, by a byte through a pipe", "context-switch", "2",
	  CLASS_CR, QUANTITY_KERNEL },
	{ 1, "a write to CR3", "exit-primitives", "cr3-write", CLASS_CR, QUANTITY_ROUND_TRIP },
	{ 2, "the first write to a page", "page-touch", NULL, CLASS_PAGE_TABLES, QUANTITY_KERNEL },
	{ 2, "a child's first write to a page of its parent", "copy-on-write", NULL,
	  CLASS_PAGE_TABLES, QUANTITY_KERNEL },
	{ 3, "fork, exit and wait, of a small process", "fork-exit", "0", CLASS_PAGE_TABLES,
	  QUANTITY_KERNEL },
	{ 3, "fork, exec, exit and wait, likewise", "fork-exec", "0", CLASS_PAGE_TABLES,
	  QUANTITY_KERNEL },
	{ 4, "a page mapped, touched and unmapped, 32 at a time", "map-unmap", "32",
	  CLASS_PAGE_TABLES, QUANTITY_KERNEL },
	{ 4, "a page read-only and writable again, 32 at a time", "protect", "32",
	  CLASS_PAGE_TABLES, QUANTITY_KERNEL },
	{ 4, "likewise, 64 at a time", "protect", "64", CLASS_PAGE_TABLES, QUANTITY_KERNEL },
	{ 5, "a virtio notification, KVM wakes a thread", "exit-primitives", "mmio-eventfd",
	  CLASS_PAGE_TABLES, QUANTITY_ROUND_TRIP },
	{ 5, "a read from a device that KVM emulates", "exit-primitives", "mmio-kernel",
	  CLASS_PAGE_TABLES, QUANTITY_ROUND_TRIP },
	{ 5, "a read from a device that QEMU emulates", "exit-primitives", "mmio-user",
	  CLASS_PAGE_TABLES, QUANTITY_ROUND_TRIP },
};

#define NR_ROWS	(sizeof(rows) / sizeof(rows[0]))

/* Columns: the modes that are set side by side. */
enum mode {
	MODE_TDP,
	MODE_SHADOW,
	MODE_SHADOW_PTI,
	MODE_NR,
};

/* With nested paging page-table isolation makes no exit: what the kernel chose is as good. */
static void find(struct cells *c, const struct report *r, const char *workload, enum mode mode)
{
	cells_find(c, &r->all, &r->varied, workload, mode != MODE_TDP,
		   mode == MODE_TDP ? NULL : mode == MODE_SHADOW_PTI ? "on" : "off");
}

static struct spread measured(const struct report *r, const struct row *row, enum mode mode,
			       enum quantity quantity)
{
	struct spread s;
	struct cells c;

	find(&c, r, row->workload, mode);
	s = operation_spread(&c, row->point, row->class, quantity);
	cells_free(&c);
	return s;
}

/* Was it measured without nested paging? Otherwise it shows nothing. */
static bool is_measured(const struct report *r, const struct row *row)
{
	return measured(r, row, MODE_SHADOW, QUANTITY_EXITS).nr ||
	       measured(r, row, MODE_SHADOW_PTI, QUANTITY_EXITS).nr;
}

static bool is_round_trip(const struct row *row)
{
	return row->cycles == QUANTITY_ROUND_TRIP;
}

static void add_row(const struct report *r, const struct row *row, struct table *t)
{
	struct spread exits[MODE_NR], cycles;
	enum mode mode;

	table_int(t, row->mechanism);
	table_text(t, "%s", row->operation);
	for (mode = 0; mode < MODE_NR; mode++) {
		exits[mode] = measured(r, row, mode, QUANTITY_EXITS);
		table_text(t, "%s", spread_text(&exits[mode], true).text);
	}
	for (mode = 0; mode < MODE_NR; mode++) {
		cycles = measured(r, row, mode, row->cycles);
		/* What the guest measured is there in both modes, exits or not. */
		if (is_round_trip(row) && spread_is_none(&exits[mode]))
			cycles = exits[mode];
		table_text(t, "%s", spread_text(&cycles, false).text);
	}
}

/* KVM's cycles, or what the guest itself measured: not the same quantity, so not the same table. */
static bool print_table(const struct report *r, bool round_trip)
{
	const char *const columns[] = {
		"<#", "<an operation", "exits: EPT on", "EPT off", "?EPT off, KPTI on",
		round_trip ? "cycles that the guest waits: EPT on" : "cycles in KVM: EPT on",
		"EPT off", "?EPT off, KPTI on", NULL,
	};
	struct table *t = table_new(TABLE_MARKDOWN, columns);
	size_t i, shown = 0;

	for (i = 0; i < NR_ROWS; i++) {
		if (is_round_trip(&rows[i]) != round_trip || !is_measured(r, &rows[i]))
			continue;
		add_row(r, &rows[i], t);
		shown++;
	}
	table_end(t, shown ? r->f : NULL);
	if (shown)
		fputc('\n', r->f);
	return shown;
}

/**
 * struct facts - values for the paragraphs
 * @value: ended by a NULL name
 */
struct facts {
	struct prose_value value[MAX_VALUES + 1];
	size_t nr;
};

/* @text: copied; NULL for what is not known */
static void add_fact(struct facts *f, const char *name, const char *text)
{
	if (f->nr == MAX_VALUES)
		abort();
	f->value[f->nr++] = (struct prose_value) { name, text ? memory_printf("%s", text) : NULL };
}

static void add_spread(struct facts *f, const char *name, const struct spread *s, bool exact)
{
	add_fact(f, name, s->nr ? spread_text(s, exact).text : NULL);
}

static const struct row *find_row(const char *workload, const char *point)
{
	size_t i;

	for (i = 0; i < NR_ROWS; i++)
		if (!strcmp(rows[i].workload, workload) &&
		    (!point || !strcmp(rows[i].point, point)))
			return &rows[i];
	abort();
}

static void add_operation(struct facts *f, const struct report *r, const char *name,
			  const struct row *row, enum mode mode, enum quantity quantity)
{
	struct spread s = measured(r, row, mode, quantity);

	add_spread(f, name, &s, quantity == QUANTITY_EXITS);
}

static void add_operations(struct facts *f, const struct report *r)
{
	static const struct {
		const char *off;
		const char *on;
		const char *workload;
		const char *point;
	} exits[] = {
		{ "syscall_off", "syscall_on", "syscall", NULL },
		{ "switch_off", "switch_on", "context-switch", NULL },
		{ "touch_off", "touch_on", "page-touch", NULL },
		{ "fork_off", "fork_on", "fork-exit", NULL },
		{ "protect_off", "protect_on", "protect", "32" },
	};
	const struct row *row;
	size_t i;

	for (i = 0; i < sizeof(exits) / sizeof(exits[0]); i++) {
		row = find_row(exits[i].workload, exits[i].point);
		add_operation(f, r, exits[i].off, row, MODE_SHADOW, QUANTITY_EXITS);
		add_operation(f, r, exits[i].on, row, MODE_SHADOW_PTI, QUANTITY_EXITS);
	}
}

/* CPUs that the run varies, whose kernel isolates page tables by its own choice. */
static struct cells cells_of_cpus(const struct report *r, const char *workload, char **names)
{
	struct cells c = { NULL, 0 };
	const struct record *record;
	size_t i;

	for (i = 0; i < r->varied.nr; i++) {
		record = r->varied.pair[i].shadow;
		if (!record || strcmp(record->workload, workload) || !record_pti(record) ||
		    strcmp(record_pti(record), "on") || !record_has_only(record, "cpu"))
			continue;
		c.record = memory_grow(c.record, c.nr, sizeof(*c.record));
		c.record[c.nr++] = record;
		memory_append(names, ", ", record_setting(record, "cpu"));
	}
	return c;
}

static void add_cpus(struct facts *f, const struct report *r)
{
	static const char *const workloads[][2] = {
		{ "cpus_syscall", "syscall" }, { "cpus_switch", "context-switch" },
	};
	const struct row *row;
	struct spread s;
	struct cells c;
	char *names;
	size_t i;

	for (i = 0; i < sizeof(workloads) / sizeof(workloads[0]); i++) {
		names = memory_printf("%s", "");
		c = cells_of_cpus(r, workloads[i][1], &names);
		row = find_row(workloads[i][1], NULL);
		s = operation_spread(&c, row->point, row->class, QUANTITY_EXITS);
		add_spread(f, workloads[i][0], &s, true);
		if (!i)
			add_fact(f, "cpus", c.nr ? names : NULL);
		cells_free(&c);
		free(names);
	}
}

static bool has_histogram(const struct record *r)
{
	return record_detail(r, KVM_EXITMETER_FEATURE_HISTOGRAM);
}

/**
 * struct loads - accesses to control registers in a boot, nearly all of which are loads of CR3
 * @cheap: that took less than CHEAP cycles
 * @expensive: the others
 * @others: of both, those that are no loads of CR3; below 0 if that is not known
 */
struct loads {
	int64_t cheap;
	int64_t expensive;
	int64_t others;
};

/* By the keys of the record, which has no histogram of each. */
static int64_t count_others(const struct record *r)
{
	const struct detail *d = record_detail(r, KVM_EXITMETER_FEATURE_KEYS);
	char subject[KEY_NAME_SIZE], access[KEY_NAME_SIZE];
	int64_t count = 0;
	size_t i;

	if (!d)
		return -1;
	for (i = 0; i < d->nr_keys; i++)
		if (KVM_EXITMETER_KEY_KIND(d->keys[i].key) == KVM_EXITMETER_KEY_CR &&
		    (strcmp(key_subject(d->keys[i].key, subject), "CR3") ||
		     strcmp(key_access(d->keys[i].key, access), "write")))
			count += d->keys[i].charge.count;
	return count;
}

static struct loads loads_of_boot(const struct report *r)
{
	const struct companion *detail = report_companion(r, "detail");
	const struct pair *boot = pairs_find_boot(&r->pairs);
	struct loads loads = { .others = -1 };
	const struct record *record;
	const struct detail *d;
	unsigned int row, bucket;

	record = boot && detail ? detailed_find(detail->run, boot->shadow, has_histogram) : NULL;
	if (!record)
		return loads;
	d = record_detail(record, KVM_EXITMETER_FEATURE_HISTOGRAM);
	for (row = 0; row < record->window.net.nr_reasons; row++) {
		if (!class_has(CLASS_CR, record->vendor, row))
			continue;
		/* The bucket ends at this power of 2. */
		for (bucket = 1; bucket < KVM_EXITMETER_BUCKETS; bucket++)
			*(1ull << bucket <= CHEAP ? &loads.cheap : &loads.expensive) +=
				d->buckets[row][bucket];
	}
	loads.others = count_others(record);
	return loads;
}

/* So many of each, before there is a process, are those of a kernel that patches itself. */
static void add_loads(struct facts *f, const struct report *r)
{
	struct loads loads = loads_of_boot(r);
	bool patches = loads.cheap >= MANY_ADDED && loads.expensive >= MANY_ADDED;

	add_fact(f, "patching", patches ? "" : NULL);
	add_fact(f, "cheap", format_int(loads.cheap).text);
	add_fact(f, "limit", format_int(CHEAP).text);
	add_fact(f, "expensive", format_int(loads.expensive).text);
	add_fact(f, "loads", format_int(loads.cheap + loads.expensive).text);
	add_fact(f, "others", patches && loads.others >= 0 ? format_int(loads.others).text : NULL);
}

/* The name of a workload's last point; NULL if it was not measured. */
static const char *last_point(const struct report *r, const char *workload)
{
	const struct record *record;
	const char *name = NULL;
	struct cells c;

	find(&c, r, workload, MODE_SHADOW);
	record = c.nr ? c.record[0] : NULL;
	if (record && record->nr_points)
		name = record->points[record->nr_points - 1].name;
	cells_free(&c);
	return name;
}

/* A switch in a larger ring; what its processes add to the switches themselves is not theirs. */
static void add_ring(struct facts *f, const struct report *r)
{
	const struct row *row = find_row("context-switch", NULL);
	struct spread small = measured(r, row, MODE_SHADOW, QUANTITY_EXITS);
	struct row large = *row;
	struct spread s;

	large.point = NULL;
	s = measured(r, &large, MODE_SHADOW, QUANTITY_EXITS);
	add_spread(f, "ring", &s, true);
	add_fact(f, "ring_size", last_point(r, row->workload));
	add_fact(f, "more_in_ring", small.nr && s.median - small.median >= 0.005 ? "" : NULL);
}

/* Without nested paging, with KPTI if that is how it was measured: it does not matter here. */
static struct spread without_tdp(const struct report *r, const struct row *row,
				 enum quantity quantity)
{
	struct spread s = measured(r, row, MODE_SHADOW, quantity);

	return s.nr ? s : measured(r, row, MODE_SHADOW_PTI, quantity);
}

static void add_ceiling(struct facts *f, const struct report *r)
{
	struct spread few = without_tdp(r, find_row("protect", "32"), QUANTITY_KERNEL);
	struct spread many = without_tdp(r, find_row("protect", "64"), QUANTITY_KERNEL);

	add_fact(f, "ceiling", few.nr && many.nr && many.max < few.min ? "" : NULL);
	add_spread(f, "protect_32", &few, false);
	add_spread(f, "protect_64", &many, false);
}

static void add_mmio(struct facts *f, const struct report *r)
{
	static const char *const devices[][4] = {
		{ "mmio-eventfd", "kick", "kick_on", "kick_off" },
		{ "mmio-kernel", "device", "device_on", "device_off" },
	};
	struct spread on, off;
	const struct row *row;
	size_t i;

	for (i = 0; i < sizeof(devices) / sizeof(devices[0]); i++) {
		row = find_row("exit-primitives", devices[i][0]);
		on = measured(r, row, MODE_TDP, row->cycles);
		off = without_tdp(r, row, row->cycles);
		add_fact(f, devices[i][1], on.nr && off.nr ? "" : NULL);
		add_spread(f, devices[i][2], &on, false);
		add_spread(f, devices[i][3], &off, false);
	}
}

/* The record of a job, with shadow paging, that has most page faults in which a page is cleared. */
static const struct record *find_slow(const struct report *r)
{
	const struct companion *detail = report_companion(r, "detail");
	const struct record *most = NULL, *record;
	size_t i;

	for (i = 0; detail && i < r->all.nr; i++) {
		record = r->all.pair[i].shadow;
		record = record ? detailed_find(detail->run, record, has_histogram) : NULL;
		if (record && (!most || clearing_emulated(record) > clearing_emulated(most)))
			most = record;
	}
	return most;
}

/* The longest page fault of a record. */
static int64_t longest_fault(const struct record *r)
{
	const struct ledger *l = &r->window.net;
	int64_t longest = 0;
	unsigned int row;

	for (row = 0; row < l->nr_reasons; row++)
		if (class_has(CLASS_FAULT, r->vendor, row) && l->rows[row].max > longest)
			longest = l->rows[row].max;
	return longest;
}

/* KVM emulates the guest's clear_page(). */
static void add_slow(struct facts *f, const struct report *r)
{
	const struct record *record = find_slow(r);
	struct spread fork = measured(r, find_row("fork-exit", NULL), MODE_SHADOW, QUANTITY_KERNEL);
	int64_t exits = record ? clearing_emulated(record) : 0, longest;
	bool is_told = exits >= FEW_EXITS;
	double part;

	longest = is_told ? longest_fault(record) : 0;
	part = fork.nr ? longest / fork.median : 0;
	add_fact(f, "slow", is_told ? format_int(exits).text : NULL);
	add_fact(f, "slow_job", is_told ? record->workload : NULL);
	add_fact(f, "slow_what", is_told ? record->file.operations : NULL);
	add_fact(f, "slow_limit", format_int(EMULATED_CYCLES).text);
	add_fact(f, "slow_longest", is_told ? format_short(longest).text : NULL);
	add_fact(f, "slow_erms", is_told && record->vendor == KVM_EXITMETER_VENDOR_VMX &&
		 platform_facts(record->platform)->is_instruction ? "" : NULL);
	add_fact(f, "slow_part", part > 0.5 && part < 1 ?
		 format_percent(longest, (int64_t)fork.median).text : NULL);
}

static size_t most_seeds(const struct report *r)
{
	size_t most = 0, i;
	struct spread s;

	for (i = 0; i < NR_ROWS; i++) {
		s = without_tdp(r, &rows[i], QUANTITY_EXITS);
		most = s.nr > most ? s.nr : most;
	}
	return most;
}

static void facts_begin(struct facts *f, const struct report *r)
{
	bool is_vmx = r->pairs.pair[0].vendor == KVM_EXITMETER_VENDOR_VMX;
	size_t seeds = most_seeds(r);

	memset(f, 0, sizeof(*f));
	add_fact(f, "seeds", seeds > 1 ? format_int(seeds).text : NULL);
	add_fact(f, "vmx", is_vmx ? "" : NULL);
	add_fact(f, "svm", is_vmx ? NULL : "");
	add_operations(f, r);
	add_cpus(f, r);
	add_loads(f, r);
	add_ring(f, r);
	add_ceiling(f, r);
	add_mmio(f, r);
	add_slow(f, r);
}

static void facts_end(struct facts *f)
{
	size_t i;

	for (i = 0; i < f->nr; i++)
		free((char *)f->value[i].text);
}

static bool is_shown(const struct report *r, unsigned int mechanism)
{
	size_t i;

	for (i = 0; i < NR_ROWS; i++)
		if (rows[i].mechanism == mechanism && is_measured(r, &rows[i]))
			return true;
	return false;
}

/* What no exit is for: runs of the emulator in which KVM did not enter the guest. */
static int print_real_mode(const struct report *r)
{
	const struct pair *boot = pairs_find_boot(&r->pairs);
	const struct ledger *l = boot ? &boot->shadow->window.net : NULL;
	const struct ledger_row *row;
	struct format runs, cycles, part, longest;

	if (!l || !l->emulation || boot->tdp->window.net.emulation)
		return 0;
	row = &l->rows[l->nr_reasons + KVM_EXITMETER_ROW_EMULATION];
	/* The longest since the VM's creation, and so of the boot. */
	longest = format_short(row->max);
	runs = format_int(l->emulation);
	cycles = format_short(row->kernel);
	part = format_percent(row->kernel, l->kernel);
	return prose_print(r->f, "analysis/mechanisms/real-mode.md", (struct prose_value[]) {
		{ "runs", runs.text }, { "cycles", cycles.text }, { "part", part.text },
		{ "longest", 4 * row->max > row->kernel ? longest.text : NULL }, { NULL, NULL },
	});
}

static int print_mechanisms(const struct report *r, const struct facts *f)
{
	static const char *const files[] = {
		"analysis/mechanisms/cr3.md", "analysis/mechanisms/faults.md",
		"analysis/mechanisms/writes.md", "analysis/mechanisms/invlpg.md",
		"analysis/mechanisms/mmio.md",
	};
	size_t i;
	int err = 0;

	for (i = 0; i < sizeof(files) / sizeof(files[0]); i++)
		if (is_shown(r, i + 1))
			err |= prose_print(r->f, files[i], f->value);
	return err | print_real_mode(r);
}

static int print_tables(const struct report *r, const struct facts *f)
{
	int err = 0;

	if (print_table(r, false))
		err |= prose_print(r->f, "analysis/mechanisms/changes-note.md", f->value);
	if (print_table(r, true))
		err |= prose_print(r->f, "analysis/mechanisms/round-trips.md", f->value);
	return err;
}

static int write_changes(const struct report *r)
{
	struct facts f;
	size_t i;
	int err;

	for (i = 0; i < NR_ROWS && !is_measured(r, &rows[i]); i++)
		;
	if (i == NR_ROWS || !platform_has_cycles(platform_facts(r->platform)))
		return 0;
	facts_begin(&f, r);
	err = prose_print(r->f, "analysis/mechanisms/changes.md", NULL);
	err |= print_tables(r, &f);
	if (chart_has_mechanisms(&r->pairs))
		report_chart(r, "mechanisms", NULL,
			     "CPU time per operation at each size, EPT on and off");
	err |= print_mechanisms(r, &f);
	fprintf(r->f, "All workloads at all their sizes, and exits per request of a disk and a "
		"network, are in ");
	report_link(r, DOCUMENT_MECHANISMS, "one mechanism at a time");
	fprintf(r->f, "; where each exit of an operation comes from is in ");
	report_link(r, DOCUMENT_CHECKS, "predicted exit counts");
	fprintf(r->f, ".\n\n");
	facts_end(&f);
	return err ? -1 : 0;
}

const struct topic_section section_changes = {
	DOCUMENT_REPORT, 50, TOPIC_ONCE, NULL, write_changes,
};
