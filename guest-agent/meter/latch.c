// SPDX-License-Identifier: GPL-2.0
#include "latch.h"

#include <errno.h>
#include <string.h>

#include "slot.h"

struct latch latch_take(unsigned int slot)
{
	struct latch at = { .slot = slot };

	at.serial = abi_latch(slot, &at.flags);
	return at;
}

int latch_check(const struct abi_info *info)
{
	char hypervisor[13];
	struct abi_info now;

	if (abi_presence(hypervisor) != ABI_PRESENT)
		return -ENODEV;
	abi_info(&now);
	return now.generation == info->generation ? 0 : -ESTALE;
}

int latch_lost(const struct abi_info *info)
{
	int err = latch_check(info);

	return err ? err : -EBUSY;
}

int latch_read(struct ledger *l, const struct abi_info *info, const struct latch *at,
	       unsigned int vcpu)
{
	int err;

	if (!at->serial) {
		err = latch_check(info);
		return err ? err : -EBUSY;
	}
	slot_read(l, info, at->slot, vcpu);
	return l->serial == at->serial ? 0 : latch_lost(info);
}

const char *latch_problem(int err)
{
	switch (err) {
	case -ENODEV:
		return "the meter is gone: this VM was migrated or restored meanwhile, onto a KVM "
		       "that has none or hides it; measure on a host that has one";
	case -ESTALE:
		return "this VM was migrated or restored meanwhile: its counters began anew, with "
		       "another generation; measure again";
	case -EBUSY:
		return "a slot was latched again, or was kept busy, by another program; run one "
		       "measurement at a time";
	}
	return strerror(-err);
}
