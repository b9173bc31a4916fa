// SPDX-License-Identifier: GPL-2.0
#include "abi.h"

#include <stddef.h>

const struct abi_edition *abi_edition(unsigned int edition)
{
	static const struct abi_edition editions[KVM_EXITMETER_EDITIONS] = {
		{
			.exits = KVM_EXITMETER_LEAF_TOTAL,
			.cycles = KVM_EXITMETER_LEAF_TOTAL,
			.reason_exits = KVM_EXITMETER_LEAF_REASON,
			.reason_cycles = KVM_EXITMETER_LEAF_REASON,
		}, {
			.exits = KVM_EXITMETER_LEAF_TOTAL,
			.cycles = KVM_EXITMETER_LEAF_REASON,
			.reason_exits = KVM_EXITMETER_LEAF_THIRD,
			.reason_cycles = KVM_EXITMETER_LEAF_FOURTH,
		}, {
			.exits = KVM_EXITMETER_LEAF_FOURTH,
			.cycles = KVM_EXITMETER_LEAF_THIRD,
			.reason_exits = KVM_EXITMETER_LEAF_REASON,
			.reason_cycles = KVM_EXITMETER_LEAF_TOTAL,
		},
	};

	return edition >= 1 && edition <= KVM_EXITMETER_EDITIONS ? &editions[edition - 1] : NULL;
}
