// SPDX-License-Identifier: GPL-2.0
#include "exitmeter.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "meter/abi.h"
#include "meter/latch.h"
#include "ledger/reasons.h"
#include "meter/lock.h"

/**
 * struct exitmeter
 * @info: when it was opened
 * @lock: from lock_take()
 * @latches: by slot
 */
struct exitmeter {
	struct abi_info info;
	int lock;
	struct latch latches[EXITMETER_SLOTS];
};

/**
 * struct exitmeter_ledger
 * @vcpu: an index, or EXITMETER_VM
 * @generation: of the VM; 0 before it was read
 */
struct exitmeter_ledger {
	int vcpu;
	uint32_t generation;
	struct ledger ledger;
};

_Static_assert(EXITMETER_SLOTS == KVM_EXITMETER_SLOTS, "the header has the ABI's slots");
_Static_assert((int)EXITMETER_VMX == KVM_EXITMETER_VENDOR_VMX &&
	       (int)EXITMETER_SVM == KVM_EXITMETER_VENDOR_SVM, "the header has the ABI's vendors");

int exitmeter_open(struct exitmeter **meter)
{
	struct exitmeter *m;
	char hypervisor[13];

	*meter = NULL;
	switch (abi_presence(hypervisor)) {
	case ABI_PRESENT:
		break;
	case ABI_OTHER_VERSION:
		return -EPROTO;
	default:
		return -ENODEV;
	}
	m = calloc(1, sizeof(*m));
	if (!m)
		return -ENOMEM;
	m->lock = lock_take(NULL);
	if (m->lock < 0) {
		int err = m->lock;

		free(m);
		return err;
	}
	abi_info(&m->info);
	*meter = m;
	return 0;
}

void exitmeter_close(struct exitmeter *meter)
{
	if (!meter)
		return;
	close(meter->lock);
	free(meter);
}

void exitmeter_info(const struct exitmeter *meter, struct exitmeter_info *info)
{
	struct abi_info now;

	(void)meter;
	abi_info(&now);
	*info = (struct exitmeter_info) {
		.vendor = now.vendor,
		.nested_paging = now.paging == KVM_EXITMETER_PAGING_TDP,
		.nr_reasons = now.nr_reasons,
		.nr_vcpus = now.nr_vcpus,
		.tsc_khz = now.tsc_khz,
		.generation = now.generation,
	};
}

int exitmeter_latch(struct exitmeter *meter, unsigned int slot)
{
	if (slot >= EXITMETER_SLOTS)
		return -EINVAL;
	meter->latches[slot] = latch_take(slot);
	return meter->latches[slot].serial ? 0 : -EBUSY;
}

/* A vCPU that was added since the latch is zeros; one that is not there is an error. */
static int check_vcpu(int vcpu)
{
	struct abi_info now;

	if (vcpu == EXITMETER_VM)
		return 0;
	abi_info(&now);
	return vcpu >= 0 && (unsigned int)vcpu < now.nr_vcpus && vcpu < KVM_EXITMETER_MAX_VCPUS ?
	       0 : -EINVAL;
}

int exitmeter_read(struct exitmeter *meter, unsigned int slot, int vcpu,
		   struct exitmeter_ledger *ledger)
{
	int err = check_vcpu(vcpu);

	if (err || slot >= EXITMETER_SLOTS || !meter->latches[slot].serial)
		return -EINVAL;
	if (meter->latches[slot].flags & KVM_EXITMETER_LATCH_TORN)
		return -EAGAIN;
	err = latch_read(&ledger->ledger, &meter->info, &meter->latches[slot],
			 vcpu == EXITMETER_VM ? KVM_EXITMETER_ALL_VCPUS : (unsigned int)vcpu);
	/* A serial number may come again on another host. */
	if (!err)
		err = latch_check(&meter->info);
	ledger->vcpu = vcpu;
	ledger->generation = err ? 0 : meter->info.generation;
	return err;
}

const char *exitmeter_strerror(int error)
{
	switch (error) {
	case -ENODEV:
		return "there is no exit meter: this is no virtual machine, or its KVM has none or "
		       "hides it ('exitmeter info' says which); if there was one before, the "
		       "virtual machine was migrated or restored meanwhile: measure on a host "
		       "that has one";
	case -EPROTO:
		return "this virtual machine's exit meter has an interface that this library does "
		       "not know; use the one that was built with the host's KVM patches";
	case -EBUSY:
		return "another program measures in this virtual machine, or has latched the slot "
		       "again: run one measurement at a time";
	case -EINVAL:
		return "no such slot or vCPU, or a slot that was not latched";
	case -EAGAIN:
		return "a vCPU's counters changed all the while they were latched; measure again";
	}
	return latch_problem(error);
}

struct exitmeter_ledger *exitmeter_ledger_new(void)
{
	return calloc(1, sizeof(struct exitmeter_ledger));
}

void exitmeter_ledger_free(struct exitmeter_ledger *ledger)
{
	free(ledger);
}

int exitmeter_delta(struct exitmeter_ledger *later, const struct exitmeter_ledger *earlier)
{
	if (!later->generation || later->generation != earlier->generation ||
	    later->vcpu != earlier->vcpu)
		return -EINVAL;
	ledger_subtract(&later->ledger, &earlier->ledger);
	return 0;
}

int64_t exitmeter_get(const struct exitmeter_ledger *ledger, unsigned int reason,
		      enum exitmeter_figure figure)
{
	const struct ledger_row *row = &ledger->ledger.rows[reason];

	if (reason >= ledger->ledger.nr_reasons)
		return 0;
	switch (figure) {
	case EXITMETER_COUNT:
		return row->count;
	case EXITMETER_KERNEL:
		return row->kernel;
	case EXITMETER_USER:
		return row->user;
	case EXITMETER_BLOCKED:
		return row->blocked;
	case EXITMETER_OFFCPU:
		return row->offcpu;
	}
	return 0;
}

int64_t exitmeter_total(const struct exitmeter_ledger *ledger, enum exitmeter_sum sum)
{
	const struct ledger *l = &ledger->ledger;

	switch (sum) {
	case EXITMETER_EXITS:
		return l->exits;
	case EXITMETER_ALL_KERNEL:
		return l->kernel;
	case EXITMETER_ALL_USER:
		return l->user;
	case EXITMETER_ALL_BLOCKED:
		return l->blocked;
	case EXITMETER_ALL_OFFCPU:
		return l->offcpu;
	case EXITMETER_GUEST:
		return l->guest;
	case EXITMETER_STARTUP:
		return l->startup;
	case EXITMETER_WALL:
		return l->wall;
	}
	return 0;
}

const char *exitmeter_reason_name(unsigned int vendor, unsigned int reason)
{
	static _Thread_local char buf[REASON_NAME_SIZE];

	return reason < reason_count(vendor) ? reason_name(vendor, reason, buf) : "undefined";
}
