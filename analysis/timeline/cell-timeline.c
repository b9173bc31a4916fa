// SPDX-License-Identifier: GPL-2.0
#include "cell-timeline.h"

#include <err.h>
#include <stdlib.h>
#include <string.h>

#include "ledger/account.h"
#include "util/memory.h"
#include "ledger/row.h"
#include "select/same.h"

bool cell_timeline_exists(const struct record *r)
{
	return r->ok && r->timeline;
}

static void add_phase(struct cell_timeline *c, const char *name, const char *text, int64_t end)
{
	struct timeline_phase *p = &c->phases[c->nr_phases];

	p->name = name;
	p->text = text;
	p->begin = c->nr_phases ? p[-1].end : 0;
	p->end = end;
	/* What is not in the order of time is not known. */
	if (p->end > p->begin && p->end <= c->wall)
		c->nr_phases++;
}

/* From the vCPU's creation to its first entry: all that is charged to this row. */
static int64_t find_first_entry(const struct cell_timeline *c)
{
	struct ledger sum;

	cell_timeline_sum(c, 0, c->timeline.nr, &sum);
	return sum.startup;
}

static void find_phases(struct cell_timeline *c)
{
	/* Of a boot, when the first process latched. */
	int64_t process = c->r->window.from_zero && !c->r->window.nr_vcpus ?
			  c->r->window.end.wall : 0;
	int64_t entry = find_first_entry(c);
	/* The VM's clock begins when QEMU lets the vCPU run, which it does then. */
	double kernel = entry + c->r->kernel_ns * c->khz / 1e6;

	add_phase(c, PHASE_START, "QEMU prepares the VM, up to the first VM entry", entry);
	if (process && c->r->kernel_ns >= 0 && kernel < process) {
		add_phase(c, PHASE_FIRMWARE,
			  "BIOS, boot loader, the kernel's unpacking and first "
			  "steps, up to where L2's kernel uses the VM's clock",
			  kernel);
		add_phase(c, PHASE_KERNEL, "L2's kernel, up to its first process", process);
	} else if (process) {
		add_phase(c, PHASE_BOOT, "BIOS and kernel, up to L2's first process", process);
	}
	add_phase(c, PHASE_REST, "what is after that, up to the VM's end", c->wall);
}

static int find_rows(struct cell_timeline *c)
{
	int row;
	size_t i;

	c->row = memory_zalloc((c->timeline.nr_rows + 1) * sizeof(*c->row));
	for (i = 0; i < c->timeline.nr_rows; i++) {
		row = reason_number(c->r->vendor, c->timeline.rows[i]);
		if (row < 0) {
			warnx("%s: the timeline has a row \"%s\", which is no exit reason; run "
				"the cell again", c->r->path, c->timeline.rows[i]);
			return -1;
		}
		c->row[i] = row;
	}
	return 0;
}

static int load(struct cell_timeline *c, const struct record *r)
{
	size_t i;

	c->r = r;
	c->khz = r->window.info.tsc_khz > 0 ? r->window.info.tsc_khz : 1e6;
	c->timeline = *r->timeline;
	if (!c->timeline.nr) {
		warnx("%s: its timeline has no sample; run the cell again", r->path);
		return -1;
	}
	if (find_rows(c))
		return -1;
	for (i = 0; i < c->timeline.nr; i++)
		c->wall += c->timeline.samples[i].wall;
	find_phases(c);
	return 0;
}

int cell_timelines_load(struct cell_timelines *timelines, const struct run *run)
{
	size_t i;

	memset(timelines, 0, sizeof(*timelines));
	for (i = 0; i < run->nr_records; i++) {
		if (!cell_timeline_exists(run->records[i]))
			continue;
		timelines->cell =
			memory_grow(timelines->cell, timelines->nr, sizeof(struct cell_timeline));
		if (load(&timelines->cell[timelines->nr++], run->records[i])) {
			cell_timelines_free(timelines);
			return -1;
		}
	}
	return 0;
}

void cell_timelines_free(struct cell_timelines *timelines)
{
	size_t i;

	for (i = 0; i < timelines->nr; i++)
		free(timelines->cell[i].row);
	free(timelines->cell);
	memset(timelines, 0, sizeof(*timelines));
}

const struct cell_timeline *cell_timelines_partner(const struct cell_timelines *timelines,
						   const struct cell_timeline *c)
{
	const struct record *r;
	size_t i;

	for (i = 0; i < timelines->nr; i++) {
		r = timelines->cell[i].r;
		if (r->shadow != c->r->shadow && record_same(r, c->r, SAME_BUT(SAME_MODE)))
			return &timelines->cell[i];
	}
	return NULL;
}

const struct timeline_phase *cell_timeline_phase(const struct cell_timeline *c, const char *name)
{
	size_t i;

	for (i = 0; i < c->nr_phases; i++)
		if (!strcmp(c->phases[i].name, name))
			return &c->phases[i];
	return NULL;
}

const struct timeline_phase *cell_timeline_phase_at(const struct cell_timeline *c, int64_t at)
{
	size_t i;

	for (i = 0; i + 1 < c->nr_phases; i++)
		if (at < c->phases[i].end)
			break;
	return &c->phases[i];
}

static void add_sample(const struct cell_timeline *c, const struct timeline_sample *s,
		       struct ledger *sum)
{
	struct ledger_row *row;
	size_t i;

	sum->wall += s->wall;
	sum->guest += s->guest;
	for (i = 0; i < s->nr; i++) {
		row = &sum->rows[c->row[s->changes[i].row]];
		row->count += s->changes[i].by.count;
		row->kernel += s->changes[i].by.kernel;
		row->user += s->changes[i].by.user;
		row->blocked += s->changes[i].by.blocked;
		row->offcpu += s->changes[i].by.offcpu;
	}
}

/* The totals that the meter makes of its rows. */
static void add_up(struct ledger *sum)
{
	unsigned int startup = sum->nr_reasons + KVM_EXITMETER_ROW_STARTUP, i;
	const struct ledger_row *row;

	for (i = 0; i < startup; i++) {
		row = &sum->rows[i];
		if (i <= sum->nr_reasons + KVM_EXITMETER_ROW_OTHER)
			sum->exits += row->count;
		sum->kernel += row->kernel;
		sum->user += row->user;
		sum->blocked += row->blocked;
		sum->offcpu += row->offcpu;
	}
	row = &sum->rows[startup];
	sum->startup = row->kernel + row->user + row->blocked + row->offcpu;
}

static void begin_sum(const struct cell_timeline *c, struct ledger *sum)
{
	memset(sum, 0, sizeof(*sum));
	sum->nr_reasons = reason_count(c->r->vendor);
	sum->nr_rows = sum->nr_reasons + KVM_EXITMETER_ROW_NR;
}

void cell_timeline_sum(const struct cell_timeline *c, size_t from, size_t to, struct ledger *sum)
{
	begin_sum(c, sum);
	for (; from < to; from++)
		add_sample(c, &c->timeline.samples[from], sum);
	add_up(sum);
}

void cell_timeline_sum_phase(const struct cell_timeline *c, const struct timeline_phase *p,
			     struct ledger *sum)
{
	const struct timeline_sample *s = c->timeline.samples;
	int64_t end = 0;
	size_t i;

	begin_sum(c, sum);
	for (i = 0; i < c->timeline.nr; i++) {
		end += s[i].wall;
		if (end > p->begin && end <= p->end)
			add_sample(c, &s[i], sum);
	}
	add_up(sum);
}

int64_t cell_timeline_time(const struct cell_timeline *c, size_t sample)
{
	int64_t time = 0;
	size_t i;

	for (i = 0; i < sample; i++)
		time += c->timeline.samples[i].wall;
	return time;
}

size_t cell_timeline_next(const struct cell_timeline *c, size_t from, int64_t cycles)
{
	size_t to = from;

	do
		cycles -= c->timeline.samples[to++].wall;
	while (to < c->timeline.nr && cycles > c->timeline.samples[to].wall / 2);
	return to;
}
