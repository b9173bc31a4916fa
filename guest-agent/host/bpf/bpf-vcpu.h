/* SPDX-License-Identifier: GPL-2.0 */
/* From what the BPF programs keep to ledgers. */
#ifndef EXITMETER_BPF_VCPU_H
#define EXITMETER_BPF_VCPU_H

#include "host/vm-sample.h"
#include "trace.h"

/**
 * bpf_vcpu_ledger - the accounts of a vCPU's thread
 * @l: receives them, in nanoseconds; its rows are set
 * @v: a copy; is brought up to @now
 * @now: time of the look, of the monotonic clock, ns
 */
void bpf_vcpu_ledger(struct ledger *l, struct trace_vcpu *v, uint64_t now);

/**
 * bpf_vcpu_number - the number of a VM in its process
 * @v: its folder is "PID-FD"
 *
 * Return: FD, or 0 if KVM has no folder.
 */
unsigned int bpf_vcpu_number(const struct trace_vcpu *v);

#endif
