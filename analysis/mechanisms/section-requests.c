// SPDX-License-Identifier: GPL-2.0
/* The appendix about exits per request of a disk or a network, and about interrupts. */
#include <stdlib.h>
#include <string.h>

#include "operation.h"
#include "output/table.h"
#include "parts/prose.h"
#include "parts/report.h"
#include "select/cell-facts.h"
#include "select/pair.h"
#include "select/thresholds.h"
#include "util/memory.h"

/* System calls, faults and interrupts that enter the kernel with KPTI access CR3 so often. */
#define CR_PER_ENTRY	4

/* What makes requests, and what one is. */
static const struct {
	const char *workload;
	const char *request;
} workloads[] = {
	{ "fio-randread", "a read of 4 KiB" },
	{ "fio-randwrite", "a write of 4 KiB" },
	{ "fio-mixed", "a read or write of 4 KiB" },
	{ "fio-seqread", "a read of 64 KiB" },
	{ "sysbench-fileio", "a read, write or fsync" },
	{ "file-create", "a file of 16 KiB" },
	{ "database", "a transaction" },
	{ "udp-ping", "a datagram and its answer" },
	{ "tcp-stream", "16 KiB of a stream" },
};

#define NR_WORKLOADS	(sizeof(workloads) / sizeof(workloads[0]))

/* Columns: exits of some classes. */
static const struct {
	const char *name;
	enum exit_class classes[3];
	size_t nr;
} kinds[] = {
	{ "notifications", { CLASS_NESTED_FAULT, CLASS_FAULT }, 2 },
	{ "halts", { CLASS_HALT }, 1 },
	{ "control registers", { CLASS_CR }, 1 },
};

#define NR_KINDS	(sizeof(kinds) / sizeof(kinds[0]))

/* How many requests a record is of, and what they made; 0 if it does not say. */
static int64_t requests_of(const struct record *r, struct ledger *work)
{
	const struct record_point *p = r->nr_points ? &r->points[r->nr_points - 1] : NULL;
	long nr;

	if (p) {
		*work = record_point_work(p);
		return p->operations;
	}
	*work = record_work(r);
	nr = strtol(r->file.operations, NULL, 10);
	return nr > 0 ? nr : 0;
}

/* @kind: NR_KINDS for all that is in none of them, one more for all */
static int64_t count_kind(const struct ledger *work, unsigned int vendor, size_t kind)
{
	int64_t count = 0;
	size_t i;

	if (kind < NR_KINDS) {
		for (i = 0; i < kinds[kind].nr; i++)
			count += class_count(kinds[kind].classes[i], vendor, work);
		return count;
	}
	count = work->exits;
	for (i = 0; kind == NR_KINDS && i < NR_KINDS; i++)
		count -= count_kind(work, vendor, i);
	return count;
}

static struct spread per_request(const struct cells *c, size_t kind)
{
	double *values = memory_zalloc((c->nr + 1) * sizeof(*values));
	struct ledger work;
	struct spread s;
	size_t nr = 0, i;
	int64_t requests;

	for (i = 0; i < c->nr; i++) {
		requests = requests_of(c->record[i], &work);
		if (requests)
			values[nr++] = (double)count_kind(&work, c->record[i]->vendor, kind) /
				       requests;
	}
	s = spread_of(values, nr);
	free(values);
	return s;
}

static bool add_mode(struct table *t, const struct cells *c, const char *request, const char *mode)
{
	struct spread s = per_request(c, 0);
	size_t kind;

	if (!s.nr)
		return false;
	table_text(t, "%s", request);
	table_text(t, "%s", c->record[0]->workload);
	table_text(t, "%s", mode);
	for (kind = 0; kind <= NR_KINDS + 1; kind++) {
		s = per_request(c, kind);
		table_text(t, "%s", spread_text(&s, true).text);
	}
	return true;
}

static void find(struct cells *c, const struct report *r, const char *workload, bool shadow,
		 const char *pti)
{
	cells_find(c, &r->all, &r->varied, workload, shadow, pti);
}

/* Return: were there any? */
static bool add_workload(struct table *t, const struct report *r, size_t i)
{
	const char *mode = r->pairs.pair[0].vendor == KVM_EXITMETER_VENDOR_SVM ? "NPT" : "EPT";
	const struct {
		bool shadow;
		const char *pti;
		const char *text;
	} modes[] = {
		{ false, NULL, "on" }, { true, "off", "off" }, { true, "on", "off, KPTI" },
	};
	bool any = false;
	struct cells c;
	size_t k;

	for (k = 0; k < sizeof(modes) / sizeof(modes[0]); k++) {
		char *text = memory_printf("%s %s", mode, modes[k].text);

		find(&c, r, workloads[i].workload, modes[k].shadow, modes[k].pti);
		any |= add_mode(t, &c, workloads[i].request, text);
		cells_free(&c);
		free(text);
	}
	return any;
}

static int print_head(const struct report *r)
{
	bool is_vmx = r->pairs.pair[0].vendor == KVM_EXITMETER_VENDOR_VMX;
	struct spread cr;
	struct cells c;

	find(&c, r, "fio-randread", true, "on");
	cr = per_request(&c, 2);
	cells_free(&c);
	return prose_print(r->f, "analysis/mechanisms/requests.md", (struct prose_value[]) {
		{ "suffix", r->suffix }, { "mode", is_vmx ? "EPT" : "NPT" },
		{ "entries", cr.nr ? format_short(cr.median / CR_PER_ENTRY).text : NULL },
		{ NULL, NULL },
	});
}

static int write_requests(const struct report *r)
{
	static const char *const columns[] = {
		"<a request", "<workload", "<mode", "notifications", "halts", "control registers",
		"others", "all exits", NULL,
	};
	struct table *t = table_new(TABLE_MARKDOWN, columns);
	bool any = false;
	size_t i;
	int err;

	for (i = 0; i < NR_WORKLOADS; i++)
		any |= add_workload(t, r, i);
	err = any ? print_head(r) : 0;
	table_end(t, any ? r->f : NULL);
	if (any)
		fputc('\n', r->f);
	return err;
}

const struct topic_section section_requests = {
	DOCUMENT_MECHANISMS, 20, TOPIC_EACH_PLATFORM, NULL, write_requests,
};

static int64_t windows(const struct record *r)
{
	struct ledger work = record_work(r);

	return class_count(CLASS_WINDOW, r->vendor, &work);
}

/* A workload whose interrupts cost more exits without nested paging, by KPTI. */
static const struct pair *find_waiting(const struct report *r)
{
	const struct pairs *const both[] = { &r->all, &r->varied };
	const struct pair *p, *most = NULL;
	size_t i, k;

	for (k = 0; k < 2; k++) {
		for (i = 0; i < both[k]->nr; i++) {
			p = &both[k]->pair[i];
			if (!pair_is_whole(p) || !pair_is_job(p) || !record_pti(p->shadow) ||
			    strcmp(record_pti(p->shadow), "on") || p->shadow->vcpus > 1 ||
			    windows(p->shadow) < 2 * windows(p->tdp) + FEW_EXITS)
				continue;
			if (!most || windows(p->shadow) - windows(p->tdp) >
				     windows(most->shadow) - windows(most->tdp))
				most = p;
		}
	}
	return most;
}

static int write_interrupts(const struct report *r)
{
	const struct pair *p = find_waiting(r);
	struct ledger tdp, shadow;
	struct format texts[4];

	if (!p)
		return 0;
	tdp = record_work(p->tdp);
	shadow = record_work(p->shadow);
	texts[0] = format_int(class_count(CLASS_MSR, p->vendor, &tdp));
	texts[1] = format_int(class_count(CLASS_MSR, p->vendor, &shadow));
	texts[2] = format_int(windows(p->tdp));
	texts[3] = format_int(windows(p->shadow));
	return prose_print(r->f, "analysis/mechanisms/interrupts.md", (struct prose_value[]) {
		{ "suffix", r->suffix }, { "workload", p->shadow->workload },
		{ "cpu", *record_setting(p->shadow, "cpu") ? record_setting(p->shadow, "cpu") :
							      "this CPU" },
		{ "mode", p->vendor == KVM_EXITMETER_VENDOR_VMX ? "EPT" : "NPT" },
		{ "msr_tdp", texts[0].text }, { "msr_shadow", texts[1].text },
		{ "window_tdp", texts[2].text }, { "window_shadow", texts[3].text },
		{ NULL, NULL },
	});
}

const struct topic_section section_interrupts = {
	DOCUMENT_MECHANISMS, 30, TOPIC_EACH_PLATFORM, NULL, write_interrupts,
};
