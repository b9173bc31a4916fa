// SPDX-License-Identifier: GPL-2.0
#include "bpf-vcpu.h"

#include <stdio.h>

_Static_assert(TRACE_ROWS == LEDGER_MAX_ROWS, "the programs have a row for each of a ledger's");

static void take_row(struct ledger *l, unsigned int i, const struct trace_row *r)
{
	l->rows[i] = (struct ledger_row) {
		.count = r->count, .kernel = r->kernel, .user = r->user, .blocked = r->blocked,
		.offcpu = r->offcpu, .max = r->max,
	};
	if (i == l->nr_reasons + KVM_EXITMETER_ROW_STARTUP) {
		l->startup = r->kernel + r->user + r->blocked + r->offcpu;
		return;
	}
	l->kernel += r->kernel;
	l->user += r->user;
	l->blocked += r->blocked;
	l->offcpu += r->offcpu;
}

void bpf_vcpu_ledger(struct ledger *l, struct trace_vcpu *v, uint64_t now)
{
	unsigned int i;

	/* An event may have come in between. */
	if (now < v->since)
		now = v->since;
	trace_charge(v, now);
	l->exits = v->exits;
	l->guest = v->guest;
	l->wall = now - v->begin;
	for (i = 0; i < l->nr_rows; i++)
		take_row(l, i, &v->rows[i]);
}

unsigned int bpf_vcpu_number(const struct trace_vcpu *v)
{
	unsigned int process, number = 0;

	if (sscanf(v->vm, "%u-%u", &process, &number) != 2)
		return 0;
	return number;
}
