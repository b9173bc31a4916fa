// SPDX-License-Identifier: GPL-2.0
/* A VM that may not see the meter, or has none. */
#include "check.h"
#include "cpuid.h"
#include "unmetered.h"

static void check_leaves(void)
{
	unmetered_leaves(AT_CPL3);
}

static void check_leaves_cpl0(void)
{
	unmetered_leaves(0);
}

static void check_reasons(void)
{
	unmetered_reasons(AT_CPL3);
}

static void check_reasons_cpl0(void)
{
	unmetered_reasons(0);
}

static const struct check checks[] = {
	{ "every leaf at CPL 3 is as on an unpatched KVM", check_leaves },
	{ "every leaf at CPL 0 is as on an unpatched KVM", check_leaves_cpl0 },
	{ "reasons at CPL 3 are as on an unpatched KVM", check_reasons },
	{ "reasons at CPL 0 are as on an unpatched KVM", check_reasons_cpl0 },
	{ "the agent finds a KVM without a meter", unmetered_agent },
};

const struct group group_hidden = {
	.name = "hidden",
	.summary = "in a VM that may not see the meter: leaves as on an unpatched KVM",
	.checks = checks,
	.nr_checks = NELEMS(checks),
};
