// SPDX-License-Identifier: GPL-2.0
#include "windows.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static int copy_vcpus(struct windows_one *one, const struct window *w)
{
	one->nr_vcpus = w->nr_vcpus;
	if (!w->nr_vcpus)
		return 0;
	one->vcpus = calloc(w->nr_vcpus, sizeof(*one->vcpus));
	if (!one->vcpus)
		return -ENOMEM;
	memcpy(one->vcpus, w->vcpus, w->nr_vcpus * sizeof(*one->vcpus));
	return 0;
}

int windows_add(struct windows *r, const struct window *w)
{
	struct windows_one *all = reallocarray(r->all, r->nr + 1, sizeof(*all));
	int64_t *scratch = reallocarray(r->scratch, r->nr + 1, sizeof(*scratch));
	struct windows_one one = { .net = w->net, .elapsed = w->end.tsc - w->begin.tsc };

	if (all)
		r->all = all;
	if (scratch)
		r->scratch = scratch;
	if (!all || !scratch || copy_vcpus(&one, w))
		return -ENOMEM;
	r->info = w->info;
	r->flags |= w->flags;
	r->all[r->nr++] = one;
	if (!w->details)
		return 0;
	r->detail.features = w->details->net.features;
	return detail_add(&r->detail, &w->details->net, 1);
}

void windows_free(struct windows *r)
{
	size_t i;

	for (i = 0; i < r->nr; i++)
		free(r->all[i].vcpus);
	free(r->all);
	free(r->scratch);
	detail_free(&r->detail);
	memset(r, 0, sizeof(*r));
}

unsigned int windows_vcpus(const struct windows *r)
{
	unsigned int least = r->nr ? r->all[0].nr_vcpus : 0;
	size_t i;

	for (i = 1; i < r->nr; i++)
		if (r->all[i].nr_vcpus < least)
			least = r->all[i].nr_vcpus;
	return least;
}

static const struct ledger *ledger_of(const struct windows_one *one, int vcpu)
{
	return vcpu == WINDOWS_VM ? &one->net : &one->vcpus[vcpu];
}

static int64_t value_at(const void *base, size_t offset)
{
	return *(const int64_t *)((const char *)base + offset);
}

static int ascending(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return x < y ? -1 : x > y;
}

static int64_t median_of(int64_t *values, size_t nr)
{
	int64_t low, high;

	qsort(values, nr, sizeof(*values), ascending);
	low = values[(nr - 1) / 2];
	high = values[nr / 2];
	return low + (high - low) / 2;
}

/* Of the figure at an offset in each window's ledger. */
static int64_t median_at(const struct windows *r, int vcpu, size_t offset)
{
	size_t i;

	for (i = 0; i < r->nr; i++)
		r->scratch[i] = value_at(ledger_of(&r->all[i], vcpu), offset);
	return median_of(r->scratch, r->nr);
}

static size_t row_offset(unsigned int row, size_t offset)
{
	return offsetof(struct ledger, rows) + row * sizeof(struct ledger_row) + offset;
}

void windows_median(const struct windows *r, int vcpu, struct ledger *l)
{
	unsigned int row;
	size_t i, at;

	*l = *ledger_of(&r->all[0], vcpu);
	for (i = 0; i < ledger_nr_sums; i++)
		*ledger_sum(l, i) = median_at(r, vcpu, ledger_sums[i].offset);
	for (row = 0; row < l->nr_rows; row++)
		for (at = 0; at < sizeof(struct ledger_row); at += sizeof(int64_t))
			*(int64_t *)((char *)&l->rows[row] + at) =
				median_at(r, vcpu, row_offset(row, at));
}

static struct range range_at(const struct windows *r, int vcpu, size_t offset)
{
	struct range out = { INT64_MAX, INT64_MIN };
	int64_t value;
	size_t i;

	for (i = 0; i < r->nr; i++) {
		value = value_at(ledger_of(&r->all[i], vcpu), offset);
		if (value < out.min)
			out.min = value;
		if (value > out.max)
			out.max = value;
	}
	return out;
}

struct range windows_row_range(const struct windows *r, int vcpu, unsigned int row,
			       size_t offset)
{
	return range_at(r, vcpu, row_offset(row, offset));
}

struct range windows_sum_range(const struct windows *r, int vcpu, size_t offset)
{
	return range_at(r, vcpu, offset);
}

int64_t windows_elapsed(const struct windows *r)
{
	size_t i;

	for (i = 0; i < r->nr; i++)
		r->scratch[i] = r->all[i].elapsed;
	return median_of(r->scratch, r->nr);
}

struct range windows_elapsed_range(const struct windows *r)
{
	struct range out = { INT64_MAX, INT64_MIN };
	size_t i;

	for (i = 0; i < r->nr; i++) {
		if (r->all[i].elapsed < out.min)
			out.min = r->all[i].elapsed;
		if (r->all[i].elapsed > out.max)
			out.max = r->all[i].elapsed;
	}
	return out;
}

/* A net window is made of four latches, each with copies of vCPUs that may have run. */
static unsigned int running_copies(const struct windows *r)
{
	return r->info.nr_vcpus > 1 ? 4 * (r->info.nr_vcpus - 1) : 0;
}

int64_t windows_law_off(const struct windows *r, const struct ledger_law *law)
{
	int64_t worst = 0, off;
	size_t i;

	for (i = 0; i < r->nr; i++) {
		off = ledger_law_off(law, &r->all[i].net, running_copies(r));
		if (llabs(off) > llabs(worst))
			worst = off;
	}
	return worst;
}
