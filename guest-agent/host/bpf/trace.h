/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the BPF programs keep of a vCPU, and how an event changes it. In BPF as in user space:
 * there a copy is brought up to date by the same functions, and they are tested there.
 */
#ifndef EXITMETER_TRACE_H
#define EXITMETER_TRACE_H

#include "../latency/buckets.h"

/* Of all vendors' reasons and what comes behind: LEDGER_MAX_ROWS. */
#define TRACE_ROWS	279

#define TRACE_VM_SIZE	24

typedef unsigned long long trace_u64;
typedef unsigned int trace_u32;

enum trace_account {
	TRACE_NONE,	/* nothing was seen yet */
	TRACE_GUEST,
	TRACE_KERNEL,
	TRACE_USER,
	TRACE_BLOCKED,
	TRACE_OFFCPU,
};

/* As struct ledger_row. Times are in nanoseconds. */
struct trace_row {
	trace_u64 count;
	trace_u64 kernel;
	trace_u64 user;
	trace_u64 blocked;
	trace_u64 offcpu;
	trace_u64 max;
};

/**
 * struct trace_vcpu - of a vCPU's thread
 * @version: odd while it is being changed
 * @begin: when the thread was seen first
 * @since: until when time is charged
 * @exits: all counts
 * @guest: time in the guest
 * @exit_at: time of the last exit; 0 before the first
 * @exit_user: of the time since, in the VMM
 * @exit_blocked: likewise, halted
 * @exit_offcpu: likewise, scheduled out
 * @value: by enum exit_by, what was seen since the last exit
 * @have: bits of what is in @value
 * @account: that is open, enum trace_account
 * @row: that it is charged to
 * @process: of the thread
 * @index: KVM's of the vCPU
 * @vm: its folder in debugfs: process and file descriptor; empty if KVM has none
 * @rows: by reason
 */
struct trace_vcpu {
	trace_u64 version;
	trace_u64 begin;
	trace_u64 since;
	trace_u64 exits;
	trace_u64 guest;
	trace_u64 exit_at;
	trace_u64 exit_user;
	trace_u64 exit_blocked;
	trace_u64 exit_offcpu;
	trace_u64 value[8];
	trace_u32 have;
	trace_u32 account;
	trace_u32 row;
	trace_u32 process;
	trace_u32 index;
	trace_u32 unused;
	char vm[TRACE_VM_SIZE];
	struct trace_row rows[TRACE_ROWS];
};

/* The key of the map of times, and its value. */
struct trace_times_key {
	trace_u32 thread;
	trace_u32 row;
};

struct trace_times {
	trace_u64 max;
	trace_u64 buckets[BUCKETS];
};

/* The key of the map of what exits have in common, and its value. */
struct trace_key {
	trace_u32 thread;
	trace_u32 row;
	trace_u32 by;
	trace_u32 unused;
	trace_u64 value;
};

struct trace_charge {
	trace_u64 count;
	trace_u64 ns;
};

/* A slow exit; see struct slow_exit. @end is of the monotonic clock. */
struct trace_slow {
	trace_u64 end;
	trace_u64 rip;
	trace_u64 took;
	trace_u64 user;
	trace_u64 offcpu;
	trace_u64 blocked;
	trace_u32 process;
	trace_u32 index;
	trace_u32 row;
	int userspace;
};

/* What was lost. */
enum trace_lost {
	TRACE_LOST_VCPUS,	/* events of threads that there was no room for */
	TRACE_LOST_TIMES,	/* exits that are in no histogram */
	TRACE_LOST_KEYS,	/* exits that are in no key */
	TRACE_LOST_SLOW,	/* slow exits that were not told of */
	TRACE_LOST_NR,
};

/* The verifier must see that the index it saw checked is the one that is used. */
#ifdef __bpf__
#define trace_opaque(x)	asm volatile("" : "+r"(x))
#else
#define trace_opaque(x)	((void)(x))
#endif

static inline struct trace_row *trace_row_of(struct trace_vcpu *v)
{
	trace_u64 row = v->row;

	trace_opaque(row);
	if (row >= TRACE_ROWS)
		row = TRACE_ROWS - 1;
	return &v->rows[row];
}

/* Charge the time up to now to the account that is open. */
static inline void trace_charge(struct trace_vcpu *v, trace_u64 now)
{
	struct trace_row *r = trace_row_of(v);
	trace_u64 ns = now > v->since ? now - v->since : 0;

	switch (v->account) {
	case TRACE_NONE:
		v->begin = now;
		v->since = now;
		return;
	case TRACE_GUEST:
		v->guest += ns;
		break;
	case TRACE_KERNEL:
		r->kernel += ns;
		if (ns > r->max)
			r->max = ns;
		break;
	case TRACE_USER:
		r->user += ns;
		v->exit_user += ns;
		break;
	case TRACE_BLOCKED:
		r->blocked += ns;
		v->exit_blocked += ns;
		break;
	case TRACE_OFFCPU:
		r->offcpu += ns;
		v->exit_offcpu += ns;
		break;
	}
	v->since += ns;
}

/* Open another account. */
static inline void trace_switch(struct trace_vcpu *v, trace_u64 now, trace_u32 account)
{
	trace_charge(v, now);
	v->account = account;
}

/* kvm_exit */
static inline void trace_exit(struct trace_vcpu *v, trace_u64 now, trace_u32 row)
{
	/* Seen first: what was before has no begin. */
	trace_switch(v, now, TRACE_KERNEL);
	v->row = row;
	v->exits++;
	trace_row_of(v)->count++;
	v->exit_at = now;
	v->exit_user = 0;
	v->exit_blocked = 0;
	v->exit_offcpu = 0;
	v->have = 0;
}

/**
 * trace_entry - kvm_entry
 *
 * Return: what the exit before took without what was halted, ns; 0 if none was seen.
 */
static inline trace_u64 trace_entry(struct trace_vcpu *v, trace_u64 now)
{
	trace_u64 took = 0;

	trace_switch(v, now, TRACE_GUEST);
	if (v->exit_at && now > v->exit_at + v->exit_blocked)
		took = now - v->exit_at - v->exit_blocked;
	v->exit_at = 0;
	return took;
}

/* The thread leaves its CPU, which is a part of halting and of the VMM's time. */
static inline void trace_out(struct trace_vcpu *v, trace_u64 now)
{
	if (v->account == TRACE_KERNEL)
		trace_switch(v, now, TRACE_OFFCPU);
}

static inline void trace_in(struct trace_vcpu *v, trace_u64 now)
{
	if (v->account == TRACE_OFFCPU)
		trace_switch(v, now, TRACE_KERNEL);
}

#endif
