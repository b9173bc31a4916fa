/* SPDX-License-Identifier: GPL-2.0 */
/* KVM's own statistics that count the exits of one reason, and nothing else. */
#ifndef RECORD_KVM_COUNTERS_H
#define RECORD_KVM_COUNTERS_H

#include <stddef.h>
#include <stdint.h>

struct record;

/**
 * struct kvm_counter_result - a statistic against the ledger
 * @name: of the statistic
 * @function: of KVM that counts it
 * @reason: whose exits it counts
 * @count: of the ledger
 * @value: of the statistic
 * @extra: counted without an exit, at most one for each run that KVM emulated;
 *	0 if @function can't be reached from there
 * @difference: what is left, 0 if all is as it must be
 */
struct kvm_counter_result {
	const char *name;
	const char *function;
	unsigned int reason;
	int64_t count;
	int64_t value;
	int64_t extra;
	int64_t difference;
};

typedef void (*kvm_counter_visitor)(void *context, const struct kvm_counter_result *result);

/**
 * kvm_counters_check - compare all that must be equal
 * @r: with the ledgers of at least one vCPU, at the VM's end
 * @visit: called for each
 *
 * A statistic that the record does not have is left out.  All are if the VM ran
 * guests of its own, whose exits KVM may hand on without handling them.
 *
 * Return: how many were compared.
 */
size_t kvm_counters_check(const struct record *r, kvm_counter_visitor visit, void *context);

#endif
