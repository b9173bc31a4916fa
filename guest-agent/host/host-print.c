// SPDX-License-Identifier: GPL-2.0
/* The guest's views, one for each VM, and what only a host has around them. */
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "commands.h"
#include "exit-view.h"
#include "host.h"
#include "ledger/mode.h"
#include "ledger/window/detail-table.h"
#include "show/csv-end.h"
#include "slow-exits.h"

#define HOST_SCHEMA	"exitmeter-host/1"

/* What a render function of struct output is given. */
struct page {
	const struct printer *p;
	const struct host *h;
	const struct vm_windows *w;
	size_t nr;
	const struct slow_exits *slow;
};

/**
 * struct series - the windows of a VM
 * @vm: all of them together
 * @r: each
 */
struct series {
	struct vm_window vm;
	struct windows r;
};

/* What a view prints, in memory; NULL for want of it. */
static char *render_view(const struct stat_view *v, char separator)
{
	char *text = NULL;
	size_t size;
	FILE *f = open_memstream(&text, &size);

	if (!f)
		return NULL;
	if (separator)
		stat_csv_print(f, v, separator);
	else
		stat_table_print(f, v);
	if (fclose(f)) {
		free(text);
		return NULL;
	}
	return text;
}

/*
 * A copy that runs while it is read may be an exit ahead of KVM's statistic: two copies each. Of
 * the windows, the worst.
 */
static int64_t law_off(const struct host *h, const struct ledger_law *law, const struct windows *r)
{
	int64_t worst = 0, off;
	size_t i;

	if (law->loose && !h->backend->statistic)
		return 0;
	for (i = 0; i < r->nr; i++) {
		off = ledger_law_off(law, &r->all[i].net, 2 * r->info.nr_vcpus);
		if (llabs(off) > llabs(worst))
			worst = off;
	}
	return worst;
}

static void print_laws(FILE *f, const struct host *h, const struct windows *r)
{
	int64_t off;
	size_t i;

	for (i = 0; i < ledger_nr_laws; i++) {
		off = law_off(h, &ledger_laws[i], r);
		if (off)
			fprintf(f, "NOT CONSERVED: %s: off by %" PRId64 "\n", ledger_laws[i].text,
				off);
		else if (ledger_laws[i].right == offsetof(struct ledger, wall))
			fprintf(f, "conserved: guest + startup + all accounts = wall, to the %s\n",
				strcmp(h->backend->unit, "ns") ? "cycle" : "nanosecond");
	}
}

/* The view says cycles, whatever they are. */
static void print_with_unit(FILE *f, char *text, const char *unit)
{
	static const char cycles[] = " cycles,";
	char *at;

	while ((at = strstr(text, cycles))) {
		fprintf(f, "%.*s %s,", (int)(at - text), text, unit);
		text = at + strlen(cycles);
	}
	fputs(text, f);
}

static void print_heading(FILE *f, const struct host *h, const struct series *series)
{
	const struct vm_window *vm = &series->vm;
	const struct abi_info *info = &vm->w.info;
	const char *since = h->backend->statistic ? ", since its creation" :
						    ", since its first entry that was seen";

	fprintf(f, "VM %d-%u %s: %s, %u vCPU%s, %s%s", (int)vm->pid, vm->number, vm->name,
		mode_parameter(info->vendor, info->paging), info->nr_vcpus,
		info->nr_vcpus == 1 ? "" : "s", h->backend->name, vm->appeared ? since : "");
	if (series->r.nr > 1)
		fprintf(f, ", medians of %zu windows", series->r.nr);
	fputc('\n', f);
}

/* BPF has keys of its own, and needs nothing of the host's for them. */
static void print_detail(FILE *f, const struct page *page, const struct series *series)
{
	const struct detail *detail = &series->r.detail;
	struct ledger l = series->vm.w.net;

	if (!page->p->view.detail)
		return;
	if (detail->features)
		detail_table_print(f, detail, &l, series->vm.w.info.vendor, page->p->view.detail);
	else if (page->h->backend->statistic)
		fprintf(f, "details: this host keeps neither histograms nor keys; its kvm.ko wants "
			"exitmeter_detail=3\n");
}

static int print_table(FILE *f, const struct page *page, const struct series *series)
{
	const struct windows *r = &series->r;
	const struct vm_window *vm = &series->vm;
	struct stat_view v = page->p->view;
	char *text;

	/* The laws and what comes behind are the host's own. */
	v.r = r;
	v.interval = true;
	text = render_view(&v, '\0');
	if (!text)
		return -1;
	print_heading(f, page->h, series);
	text[strlen(text) - 1] = '\0';
	/* The first line says when an interval ended. */
	print_with_unit(f, page->p->view.interval ? text : strchr(text, '\n') + 1,
			page->h->backend->unit);
	free(text);
	print_laws(f, page->h, r);
	print_detail(f, page, series);
	exit_view_table(f, vm, &page->p->view);
	fputc('\n', f);
	return 0;
}

/* RFC 4180. */
static void print_quoted(FILE *f, const char *text)
{
	fputc('"', f);
	for (; *text; text++) {
		if (*text == '"')
			fputc('"', f);
		fputc(*text, f);
	}
	fputc('"', f);
}

static int print_csv(FILE *f, const struct page *page, const struct series *series)
{
	const struct vm_window *vm = &series->vm;
	struct stat_view v = page->p->view;
	const char s = page->p->separator;
	char unknown[] = { s, 'k', 'v', 'm', '_', 'e', 'x', 'i', 't', 's', s, '\0' };
	char *text, *line, *save = NULL, *more = NULL;
	size_t size;
	FILE *m;

	v.r = &series->r;
	text = render_view(&v, s);
	m = open_memstream(&more, &size);
	if (m) {
		exit_view_csv(m, vm, &v, s);
		fclose(m);
	}
	if (text && more)
		text = realloc(text, strlen(text) + strlen(more) + 1);
	if (!text || !more)
		return -1;
	strcat(text, more);
	for (line = strtok_r(text, CSV_END, &save); line;
	     line = strtok_r(NULL, CSV_END, &save)) {
		if (!page->h->backend->statistic && strstr(line, unknown))
			continue;
		fprintf(f, "%d%c%u%c", (int)vm->pid, s, vm->number, s);
		print_quoted(f, vm->name);
		fprintf(f, "%c%s%c%s" CSV_END, s, page->h->backend->unit, s, line);
	}
	free(text);
	free(more);
	return 0;
}

static json_t *laws_to_json(const struct host *h, const struct windows *r)
{
	json_t *out = json_array();
	size_t i;

	for (i = 0; i < ledger_nr_laws; i++)
		if (!ledger_laws[i].loose || h->backend->statistic)
			json_array_append_new(out, json_pack("{s:s, s:s, s:I}",
				"law", ledger_laws[i].name, "text", ledger_laws[i].text,
				"off", (json_int_t)law_off(h, &ledger_laws[i], r)));
	return out;
}

static void forget_statistic(json_t *json)
{
	json_t *vcpu;
	size_t i;

	json_object_del(json_object_get(json, "vm"), "kvm_exits");
	json_array_foreach(json_object_get(json, "vcpus"), i, vcpu)
		json_object_del(vcpu, "kvm_exits");
}

static json_t *vm_to_json(const struct page *page, const struct series *series)
{
	const struct vm_window *vm = &series->vm;
	struct stat_view v = page->p->view;
	json_t *out;

	v.r = &series->r;
	out = stat_to_json(&v);
	json_object_set_new(out, "pid", json_integer(vm->pid));
	json_object_set_new(out, "number", json_integer(vm->number));
	json_object_set_new(out, "name", json_string(vm->name));
	json_object_set_new(out, "appeared", json_boolean(vm->appeared));
	json_object_set_new(out, "laws", laws_to_json(page->h, &series->r));
	if (!page->h->backend->statistic)
		forget_statistic(out);
	exit_view_json(out, vm);
	return out;
}

/* One window more of a VM, if it was there. */
static int series_add(struct series *s, const struct vm_windows *w)
{
	size_t i;

	for (i = 0; i < w->nr; i++)
		if (w->all[i].pid == s->vm.pid && w->all[i].number == s->vm.number)
			break;
	if (i == w->nr)
		return 0;
	s->vm.appeared |= w->all[i].appeared;
	s->vm.w.net.nr_reasons = w->all[i].w.net.nr_reasons;
	s->vm.w.net.nr_rows = w->all[i].w.net.nr_rows;
	ledger_add(&s->vm.w.net, &w->all[i].w.net);
	exit_detail_add(&s->vm.exits, &w->all[i].exits);
	return windows_add(&s->r, &w->all[i].w);
}

static void series_free(struct series *s)
{
	windows_free(&s->r);
	exit_detail_free(&s->vm.exits);
}

/* Of the VM that is like one of the last window's. */
static int series_make(struct series *s, const struct page *page, const struct vm_window *like)
{
	int err = 0;
	size_t i;

	memset(s, 0, sizeof(*s));
	s->vm.pid = like->pid;
	s->vm.number = like->number;
	memcpy(s->vm.name, like->name, sizeof(s->vm.name));
	s->vm.w.info = like->w.info;
	for (i = 0; i < page->nr && !err; i++)
		err = series_add(s, &page->w[i]);
	return err;
}

static int each_vm(const struct page *page, FILE *f, json_t *json)
{
	const struct vm_windows *last = &page->w[page->nr - 1];
	static struct series s;
	int err = 0;
	size_t i;

	for (i = 0; i < last->nr && !err; i++) {
		if (series_make(&s, page, &last->all[i]))
			err = -1;
		else if (json)
			json_array_append_new(json, vm_to_json(page, &s));
		else if (page->p->format == PRINTER_CSV)
			err = print_csv(f, page, &s);
		else
			err = print_table(f, page, &s);
		series_free(&s);
	}
	return err;
}

/* How many VMs ended. */
static unsigned int ended(const struct page *page)
{
	unsigned int sum = 0;
	size_t i;

	for (i = 0; i < page->nr; i++)
		sum += page->w[i].ended;
	return sum;
}

static void print_backend(FILE *f, const struct page *page)
{
	const struct backend *b = page->h->backend;
	size_t i;

	if (ended(page))
		fprintf(f, "ended meanwhile, and left out: %u\n", ended(page));
	fprintf(f, "looked at with %s: %s\n", b->name, b->what);
	fprintf(f, "cost: ");
	b->cost(f);
	fputs("\n", f);
	for (i = 0; b->blind[i]; i++)
		fprintf(f, "can't see: %s\n", b->blind[i]);
	fprintf(f, "elapsed: %.6f s\n", page->p->view.time);
}

static int render_table(FILE *f, const void *data)
{
	const struct page *page = data;

	if (each_vm(page, f, NULL))
		return -1;
	if (page->p->view.interval)
		return 0;
	if (page->h->options.than)
		slow_exits_table(f, page->slow, page->h);
	print_backend(f, page);
	return 0;
}

static int render_csv(FILE *f, const void *data)
{
	return each_vm(data, f, NULL);
}

static int render_csv_heading(FILE *f, const void *data)
{
	const struct printer *p = data;
	const char s = p->separator;

	fprintf(f, "pid%cnumber%cvm%cunit%c", s, s, s, s);
	stat_csv_heading(f, s);
	return 0;
}

json_t *host_backend_to_json(const struct backend *b)
{
	json_t *out, *blind = json_array();
	char *cost = NULL;
	size_t size, i;
	FILE *f = open_memstream(&cost, &size);

	if (f) {
		b->cost(f);
		fclose(f);
	}
	for (i = 0; b->blind[i]; i++)
		json_array_append_new(blind, json_string(b->blind[i]));
	out = json_pack("{s:s, s:s, s:s, s:s?, s:o}", "name", b->name, "what", b->what,
			"unit", b->unit, "cost", cost, "blind", blind);
	free(cost);
	return out;
}

static json_t *page_to_json(const struct page *page)
{
	json_t *vms = json_array();
	json_t *out;

	if (each_vm(page, NULL, vms)) {
		json_decref(vms);
		return NULL;
	}
	out = json_pack("{s:s, s:o, s:f, s:i, s:o}", "schema", HOST_SCHEMA,
			"backend", host_backend_to_json(page->h->backend),
			"until_s", page->p->view.time, "ended", (int)ended(page), "vms", vms);
	if (page->h->options.than && !page->p->view.interval)
		json_object_set_new(out, "slow", slow_exits_json(page->slow, page->h));
	return out;
}

int host_printer_open(struct printer *p, const struct host *h)
{
	const enum printer_format format = p->format;
	int status;

	/* The guest's heading lacks the columns that are for a host. */
	p->format = PRINTER_TABLE;
	status = printer_open(p, h->facts.info.vendor);
	p->format = format;
	if (!status && format == PRINTER_CSV && output_render(&p->out, render_csv_heading, p))
		status = STATUS_FAILED;
	return status;
}

int host_print(struct printer *p, const struct host *h, const struct vm_windows *w, size_t nr)
{
	static struct slow_exits slow;
	const struct page page = { .p = p, .h = h, .w = w, .nr = nr, .slow = &slow };

	slow_exits_take(&slow, h->backend);
	switch (p->format) {
	case PRINTER_TABLE:
		return output_render(&p->out, render_table, &page);
	case PRINTER_CSV:
		return output_render(&p->out, render_csv, &page);
	case PRINTER_JSON:
		return output_json(&p->out, page_to_json(&page), p->view.interval);
	}
	return 0;
}
