// SPDX-License-Identifier: GPL-2.0
#include "laws.h"

#include <inttypes.h>
#include <string.h>

#include "check.h"
#include "meter/slot.h"

/* A latch may be torn, if rarely: "measure again", says ABI.md. */
#define MAX_TRIES 3

static int64_t startup_cycles(const struct ledger *l)
{
	const struct ledger_row *row = &l->rows[l->nr_reasons + KVM_EXITMETER_ROW_STARTUP];

	return row->kernel + row->user + row->blocked + row->offcpu;
}

static void check_same(int64_t field, int64_t rows, const char *name, const char *what)
{
	want_that(field == rows, "%s: %s is %" PRId64 ", its rows add up to %" PRId64,
		  what, name, field, rows);
}

/* The sums that the meter gives against the rows that it gives. */
static void check_sums(const struct ledger *l, const char *what)
{
	const struct ledger_row *rows = l->rows;
	struct ledger_row sum = { 0 };
	unsigned int i;

	for (i = 0; i < l->nr_reasons + KVM_EXITMETER_ROW_STARTUP; i++) {
		sum.kernel += rows[i].kernel;
		sum.user += rows[i].user;
		sum.blocked += rows[i].blocked;
		sum.offcpu += rows[i].offcpu;
	}
	check_same(l->kernel, sum.kernel, "kernel", what);
	check_same(l->user, sum.user, "user", what);
	check_same(l->blocked, sum.blocked, "blocked", what);
	check_same(l->offcpu, sum.offcpu, "offcpu", what);
	check_same(l->startup, startup_cycles(l), "startup", what);
	check_same(l->vmfail, rows[l->nr_reasons + KVM_EXITMETER_ROW_VMFAIL].count, "vmfail",
		   what);
	check_same(l->emulation, rows[l->nr_reasons + KVM_EXITMETER_ROW_EMULATION].count,
		   "emulation", what);
	check_same(rows[l->nr_reasons + KVM_EXITMETER_ROW_STARTUP].count, 0, "startup's count",
		   what);
}

static void check_laws(const struct ledger *l, unsigned int slack, const char *what)
{
	int64_t difference;
	size_t i;

	for (i = 0; i < ledger_nr_laws; i++) {
		difference = ledger_law_off(&ledger_laws[i], l, slack);
		want_that(!difference, "%s: not so: %s: %" PRId64 " too many", what,
			  ledger_laws[i].text, difference);
	}
}

static void check_row(const struct ledger_row *row, unsigned int i, const char *what)
{
	want_that(row->count >= 0 && row->kernel >= 0 && row->user >= 0 && row->blocked >= 0 &&
		  row->offcpu >= 0, "%s: row %u has a negative value", what, i);
}

void laws_check(const struct ledger *l, unsigned int slack, const char *what)
{
	unsigned int i;

	check_laws(l, slack, what);
	check_sums(l, what);
	want_that(l->guest >= 0 && l->startup >= 0 && l->wall >= 0,
		  "%s: guest, startup or wall is negative", what);
	for (i = 0; i < l->nr_rows; i++)
		check_row(&l->rows[i], i, what);
}

uint32_t laws_latch(struct ledger *l, const struct abi_info *info, unsigned int slot)
{
	unsigned int tries = 0;
	uint32_t flags, serial;

	do {
		serial = abi_latch(slot, &flags);
		want_that(serial, "latch of slot %u failed", slot);
	} while (flags == KVM_EXITMETER_LATCH_TORN && ++tries < MAX_TRIES);

	want(flags, 0, "flags of the latch of slot %u", slot);
	slot_read(l, info, slot, KVM_EXITMETER_ALL_VCPUS);
	want(l->serial, serial, "serial number in slot %u", slot);
	laws_check(l, info->nr_vcpus - 1, "sum over the VM");
	return serial;
}

void laws_forward(const struct ledger *now, const struct ledger *before, const char *what)
{
	const struct ledger_row *a, *b;
	unsigned int i;
	size_t s;

	for (s = 0; s < ledger_nr_sums; s++)
		want_that(ledger_sum_get(now, s) >= ledger_sum_get(before, s),
			  "%s: %s went from %" PRId64 " to %" PRId64, what, ledger_sums[s].name,
			  ledger_sum_get(before, s), ledger_sum_get(now, s));
	for (i = 0; i < now->nr_rows; i++) {
		a = &now->rows[i];
		b = &before->rows[i];
		want_that(a->count >= b->count && a->kernel >= b->kernel && a->user >= b->user &&
			  a->blocked >= b->blocked && a->offcpu >= b->offcpu && a->max >= b->max,
			  "%s: row %u went backwards", what, i);
	}
}

int64_t laws_created(const struct ledger *l)
{
	/* Time that was taken as zero is in the wall time all the same. */
	return (int64_t)l->tsc - l->wall + l->clamped;
}
