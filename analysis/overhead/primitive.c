// SPDX-License-Identifier: GPL-2.0
#include "primitive.h"

#include <stddef.h>
#include <string.h>

#define EXIT		PRIMITIVE_EXIT
#define STATE		PRIMITIVE_STATE
#define ACCOUNTS	PRIMITIVE_ACCOUNTS
#define NO_EXIT		PRIMITIVE_NO_EXIT

static const struct primitive primitives[] = {
	{ "nothing", "no exit: what timing itself costs", NO_EXIT, NO_EXIT },
	{ "cpuid", "CPUID", EXIT, EXIT },
	{ "rdmsr", "RDMSR", EXIT, EXIT },
	{ "wrmsr", "WRMSR", EXIT, EXIT },
	{ "in-kernel", "IN, port in KVM", EXIT, EXIT },
	{ "out-kernel", "OUT, port in KVM", EXIT, EXIT },
	{ "in-user", "IN, port in the VMM", ACCOUNTS, ACCOUNTS },
	{ "out-user", "OUT, port in the VMM", ACCOUNTS, ACCOUNTS },
	{ "mmio-kernel", "MMIO read, device in KVM", EXIT, EXIT },
	{ "mmio-user", "MMIO read, device in the VMM", ACCOUNTS, ACCOUNTS },
	{ "fault", "page fault: first touch of a page", STATE, STATE },
	{ "cr3-write", "CR3 write", NO_EXIT, STATE },
	{ "invlpg", "INVLPG", NO_EXIT, STATE },
	{ "hlt", "HLT until a timer", ACCOUNTS, ACCOUNTS },
	{ "latch", "latch all vCPUs", EXIT, EXIT },
	{ "read", "read a pair of values", EXIT, EXIT },
	{ "total", "classic leaf, total", EXIT, EXIT },
	{ "reason", "classic leaf, one reason", EXIT, EXIT },
};

static const struct primitive unknown = { .name = "", .text = "" };

const struct primitive *primitive_find(const char *name)
{
	size_t i;

	for (i = 0; i < sizeof(primitives) / sizeof(primitives[0]); i++)
		if (!strcmp(primitives[i].name, name))
			return &primitives[i];
	return &unknown;
}
