// SPDX-License-Identifier: GPL-2.0
#include "ledger.h"

#include <stdlib.h>

const struct ledger_sum ledger_sums[] = {
#define X(name) { #name, offsetof(struct ledger, name) },
	LEDGER_SUMS(X)
#undef X
};

const size_t ledger_nr_sums = sizeof(ledger_sums) / sizeof(ledger_sums[0]);

const char *const ledger_pseudo_rows[KVM_EXITMETER_ROW_NR] = {
	[KVM_EXITMETER_ROW_OTHER]	= "other",
	[KVM_EXITMETER_ROW_EMULATION]	= "emulation",
	[KVM_EXITMETER_ROW_VMFAIL]	= "vmfail",
	[KVM_EXITMETER_ROW_NOT_ENTERED]	= "not_entered",
	[KVM_EXITMETER_ROW_STARTUP]	= "startup",
};

static void combine(struct ledger_row *a, const struct ledger_row *b,
		    int64_t (*with)(int64_t a, int64_t b))
{
	a->count = with(a->count, b->count);
	a->kernel = with(a->kernel, b->kernel);
	a->user = with(a->user, b->user);
	a->blocked = with(a->blocked, b->blocked);
	a->offcpu = with(a->offcpu, b->offcpu);
}

void ledger_subtract(struct ledger *a, const struct ledger *b)
{
	size_t i;

	for (i = 0; i < ledger_nr_sums; i++)
		*ledger_sum(a, i) = value_subtract(*ledger_sum(a, i), ledger_sum_get(b, i));
	for (i = 0; i < a->nr_rows; i++)
		combine(&a->rows[i], &b->rows[i], value_subtract);
	a->copy_exits = value_subtract(a->copy_exits, b->copy_exits);
	a->serial = 0;
	a->tsc = 0;
}

void ledger_add(struct ledger *a, const struct ledger *b)
{
	size_t i;

	a->nr_reasons = b->nr_reasons;
	a->nr_rows = b->nr_rows;
	for (i = 0; i < ledger_nr_sums; i++)
		*ledger_sum(a, i) = value_add(*ledger_sum(a, i), ledger_sum_get(b, i));
	for (i = 0; i < b->nr_rows; i++) {
		combine(&a->rows[i], &b->rows[i], value_add);
		if (b->rows[i].max > a->rows[i].max)
			a->rows[i].max = b->rows[i].max;
	}
	a->copy_exits = value_add(a->copy_exits, b->copy_exits);
}

void ledger_net_copies(struct ledger *l, unsigned int vendor)
{
	/* EXTERNAL_INTERRUPT, INTR */
	unsigned int interrupt = vendor == KVM_EXITMETER_VENDOR_VMX ? 1 : 0x60;

	l->exits = value_subtract(l->exits, l->copy_exits);
	l->kvm_exits = value_subtract(l->kvm_exits, l->copy_exits);
	l->rows[interrupt].count = value_subtract(l->rows[interrupt].count, l->copy_exits);
}

bool ledger_row_is_zero(const struct ledger_row *row)
{
	return !row->count && !row->kernel && !row->user && !row->blocked &&
	       !row->offcpu;
}

#define ACCOUNT(name)	\
	{ #name, offsetof(struct ledger_row, name), offsetof(struct ledger, name) }

const struct row_account row_accounts[ROW_ACCOUNTS] = {
	ACCOUNT(kernel), ACCOUNT(user), ACCOUNT(blocked), ACCOUNT(offcpu),
};

bool ledger_in_range(const struct ledger *l)
{
	unsigned int i;
	size_t s;

	for (s = 0; s < ledger_nr_sums; s++)
		if (!value_in_range(ledger_sum_get(l, s)))
			return false;
	for (i = 0; i < l->nr_rows; i++) {
		if (!value_in_range(l->rows[i].count) || !value_in_range(l->rows[i].max))
			return false;
		for (s = 0; s < ROW_ACCOUNTS; s++)
			if (!value_in_range(row_account(&l->rows[i], s)))
				return false;
	}
	return true;
}

/* Adds up counts and cycles itself, so as not to trust the meter's own sums. */
static int64_t counts_difference(const struct ledger *l)
{
	int64_t sum = 0;
	unsigned int i;

	for (i = 0; i <= l->nr_reasons + KVM_EXITMETER_ROW_OTHER; i++)
		sum = value_add(sum, l->rows[i].count);
	return value_subtract(sum, l->exits);
}

static int64_t time_difference(const struct ledger *l)
{
	int64_t sum = l->guest;
	unsigned int i;

	/* The row STARTUP is among them. */
	for (i = 0; i < l->nr_rows; i++) {
		sum = value_add(sum, l->rows[i].kernel);
		sum = value_add(sum, l->rows[i].user);
		sum = value_add(sum, l->rows[i].blocked);
		sum = value_add(sum, l->rows[i].offcpu);
	}
	return value_subtract(sum, l->wall);
}

int64_t ledger_unseen(const struct ledger *l)
{
	return value_add(value_add(l->vmfail, l->emulation),
			 l->rows[l->nr_reasons + KVM_EXITMETER_ROW_NOT_ENTERED].count);
}

static int64_t statistic_difference(const struct ledger *l)
{
	return value_subtract(value_add(l->exits, ledger_unseen(l)), l->kvm_exits);
}

const struct ledger_law ledger_laws[] = {
	{ "counts", "the counts of all reasons add up to the total",
	  offsetof(struct ledger, exits), false, counts_difference },
	{ "time", "guest + startup + all accounts = time since the vCPU's creation",
	  offsetof(struct ledger, wall), false, time_difference },
	{ "statistic", "exits + vmfail + emulation + not_entered = KVM's own statistic \"exits\"",
	  offsetof(struct ledger, kvm_exits), true, statistic_difference },
};

const size_t ledger_nr_laws = sizeof(ledger_laws) / sizeof(ledger_laws[0]);

int64_t ledger_law_off(const struct ledger_law *law, const struct ledger *l,
		       unsigned int running)
{
	int64_t difference = law->difference(l);

	return law->loose && llabs(difference) <= running ? 0 : difference;
}

/*
 * With nested paging KVM turns INVLPG exiting off (and with it INVPCID's);
 * without it there is nothing that could raise an EPT or NPT fault, and
 * page-modification logging needs EPT.  See vmx_exec_control() and init_vmcb()
 * in KVM.
 */
static const struct ledger_mode_proof mode_proofs[] = {
	{ KVM_EXITMETER_VENDOR_VMX, KVM_EXITMETER_PAGING_TDP, 2, { 14, 58 }, "14, 58",
	  "ept=1: no INVLPG (14), no INVPCID (58)" },
	{ KVM_EXITMETER_VENDOR_VMX, KVM_EXITMETER_PAGING_SHADOW, 3, { 48, 49, 62 }, "48, 49, 62",
	  "ept=0: no EPT_VIOLATION (48), EPT_MISCONFIG (49), PML_FULL (62)" },
	{ KVM_EXITMETER_VENDOR_SVM, KVM_EXITMETER_PAGING_TDP, 2, { 0x4e, 0x79 },
	  "EXCP14, INVLPG", "npt=1: no INVLPG (121), no EXCP14 (78)" },
	{ KVM_EXITMETER_VENDOR_SVM, KVM_EXITMETER_PAGING_SHADOW, 1, { KVM_EXITMETER_SVM_NPF },
	  "NPF", "npt=0: no NPF (256)" },
};

const struct ledger_mode_proof *ledger_mode_proof(unsigned int vendor, unsigned int paging)
{
	size_t i;

	for (i = 0; i < sizeof(mode_proofs) / sizeof(mode_proofs[0]); i++)
		if (mode_proofs[i].vendor == vendor && mode_proofs[i].paging == paging)
			return &mode_proofs[i];
	return NULL;
}
