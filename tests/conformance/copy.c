// SPDX-License-Identifier: GPL-2.0
#include "copy.h"

#include <string.h>

#include "abi-md.h"
#include "check.h"
#include "cpuid.h"

static void read_pair(uint64_t pair[2], int who, unsigned int slot, unsigned int vcpu,
		      unsigned int field, unsigned int index)
{
	struct abi_pair p = cpuid_read(who, vcpu, slot, field, index);

	pair[0] = p.first;
	pair[1] = p.second;
}

void copy_read(struct copy *copy, int who, unsigned int slot, unsigned int vcpu)
{
	unsigned int i, field;

	memset(copy, 0, sizeof(*copy));
	copy->nr_rows = abi_md_reasons(cpuid_is_amd() ? KVM_EXITMETER_VENDOR_SVM :
						       KVM_EXITMETER_VENDOR_VMX) +
			KVM_EXITMETER_ROW_NR;
	for (i = 0; i < copy->nr_rows; i++)
		for (field = 0; field < 3; field++)
			read_pair(&copy->rows[i][2 * field], who, slot, vcpu, field, i);
	for (i = 0; i < NELEMS(copy->nonzero) / 2; i++)
		read_pair(&copy->nonzero[2 * i], who, slot, vcpu, KVM_EXITMETER_FIELD_NONZERO, i);
	for (i = 0; i < KVM_EXITMETER_SUM_NR; i++)
		read_pair(copy->summary[i], who, slot, vcpu, KVM_EXITMETER_FIELD_SUMMARY, i);
}

bool copy_row_is_zero(const struct copy *copy, unsigned int row)
{
	unsigned int i;

	for (i = 0; i < COPY_VALUES; i++)
		if (copy->rows[row][i])
			return false;
	return true;
}

void copy_to_ledger(const struct copy *copy, struct ledger *l)
{
	/* In the order of KVM_EXITMETER_SUM_*. */
	int64_t *const sums[][2] = {
		{ &l->exits, &l->kernel }, { &l->user, &l->blocked }, { &l->offcpu, &l->guest },
		{ &l->startup, &l->wall }, { &l->vmfail, &l->emulation },
		{ &l->failed_entry, &l->enclave }, { &l->bus_lock, &l->kvm_exits },
		{ &l->negative, &l->clamped },
	};
	unsigned int i;

	memset(l, 0, sizeof(*l));
	l->nr_rows = copy->nr_rows;
	l->nr_reasons = copy->nr_rows - KVM_EXITMETER_ROW_NR;
	for (i = 0; i < copy->nr_rows; i++)
		l->rows[i] = (struct ledger_row) {
			copy->rows[i][0], copy->rows[i][1], copy->rows[i][2],
			copy->rows[i][3], copy->rows[i][4], copy->rows[i][5],
		};
	for (i = 0; i < NELEMS(sums); i++) {
		*sums[i][0] = copy->summary[i][0];
		*sums[i][1] = copy->summary[i][1];
	}
	want(copy->summary[KVM_EXITMETER_SUM_COPIES][1],
	     l->rows[l->nr_reasons + KVM_EXITMETER_ROW_NOT_ENTERED].count,
	     "not_entered and its row");
	l->serial = copy->summary[KVM_EXITMETER_SUM_STAMP][0];
	l->tsc = copy->summary[KVM_EXITMETER_SUM_STAMP][1];
}

void copy_same(const struct copy *now, const struct copy *before, const char *what)
{
	unsigned int i, j;

	for (i = 0; i < now->nr_rows; i++)
		for (j = 0; j < COPY_VALUES; j++)
			want(now->rows[i][j], before->rows[i][j], "%s: row %u, value %u", what, i,
			     j);
	for (i = 0; i < KVM_EXITMETER_SUM_NR; i++)
		for (j = 0; j < 2; j++)
			want(now->summary[i][j], before->summary[i][j],
			     "%s: summary %u, value %u", what, i, j);
	for (i = 0; i < NELEMS(now->nonzero); i++)
		want(now->nonzero[i], before->nonzero[i], "%s: bits of rows from %u", what, 64 * i);
}

void copy_is_zero(const struct copy *copy, const char *what)
{
	unsigned int i;

	for (i = 0; i < copy->nr_rows; i++)
		want_that(copy_row_is_zero(copy, i), "%s: row %u is not zeros", what, i);
	for (i = 0; i < KVM_EXITMETER_SUM_NR; i++) {
		want(copy->summary[i][0], 0, "%s: summary %u, first", what, i);
		want(copy->summary[i][1], 0, "%s: summary %u, second", what, i);
	}
}
