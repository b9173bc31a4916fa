// SPDX-License-Identifier: GPL-2.0
#include "primitive.h"

#include <stddef.h>
#include <string.h>

#define EXIT		PRIMITIVE_EXIT
#define STATE		PRIMITIVE_STATE
#define ACCOUNTS	PRIMITIVE_ACCOUNTS
#define NO_EXIT		PRIMITIVE_NO_EXIT

static const struct primitive primitives[] = {
	{ "nothing", "no exit: what timing itself costs", NO_EXIT, NO_EXIT, false },
	{ "cpuid", "CPUID", EXIT, EXIT, true },
	{ "rdmsr", "RDMSR", EXIT, EXIT, true },
	{ "wrmsr", "WRMSR", EXIT, EXIT, false },
	{ "in-kernel", "IN, port in KVM", EXIT, EXIT, true },
	{ "out-kernel", "OUT, port in KVM", EXIT, EXIT, false },
	{ "in-user", "IN, port in the VMM", ACCOUNTS, ACCOUNTS, false },
	{ "out-user", "OUT, port in the VMM", ACCOUNTS, ACCOUNTS, false },
	{ "mmio-kernel", "MMIO read, device in KVM", EXIT, EXIT, false },
	{ "mmio-user", "MMIO read, device in the VMM", ACCOUNTS, ACCOUNTS, false },
	{ "fault", "page fault: first touch of a page", STATE, STATE, true },
	{ "cr3-write", "CR3 write", NO_EXIT, STATE, false },
	{ "invlpg", "INVLPG", NO_EXIT, STATE, false },
	{ "hlt", "HLT until a timer", ACCOUNTS, ACCOUNTS, true },
	{ "latch", "latch all vCPUs", EXIT, EXIT, false },
	{ "read", "read a pair of values", EXIT, EXIT, false },
	{ "total", "classic leaf, total", EXIT, EXIT, false },
	{ "reason", "classic leaf, one reason", EXIT, EXIT, false },
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
