// SPDX-License-Identifier: GPL-2.0
#include "expect.h"

#include <string.h>

#include "expect-check.h"

const char *const outcome_texts[] = {
	[OUTCOME_HOLDS] = "holds",
	[OUTCOME_BROKEN] = "**does not hold**",
	[OUTCOME_NOT_MEASURED] = "not measured",
	[OUTCOME_NOT_VISIBLE] = "not visible here",
};

#define CLEAN	"course reports B and C"
#define PVM	"PVM, SOSP 2023"

/* Words in the names of workloads of processes and page tables. */
#define PAGE_TABLES	"fork exec page-touch map-unmap protect copy-on-write page-tables compile"

/* Predictions of how much, which can fail in more ways, are in prediction.c. */
static const struct expectation expectations[] = {
	{ .check = expect_absent, .source = CLEAN, .role = CLASS_TDP_ONLY },
	{ .check = expect_absent, .source = CLEAN, .role = CLASS_SHADOW_ONLY },
	{ .check = expect_emulation, .source = "course report B, reason 33",
	  .text = "only without nested paging does KVM emulate states of real mode "
		  "instead of entering L2" },
	{ .check = expect_equal, .source = CLEAN, .role = CLASS_CPUID, .what = "CPUID" },
	{ .check = expect_equal, .source = CLEAN, .role = CLASS_IO, .what = "port I/O" },
	{ .check = expect_equal, .source = CLEAN, .role = CLASS_WBINVD, .what = "WBINVD" },
	{ .check = expect_equal, .source = CLEAN, .role = CLASS_XSETBV, .what = "XSETBV" },
	/* The workload cpuid is a command that is started again and again. */
	{ .check = expect_slower, .source = PVM, .what = PAGE_TABLES " cpuid" },
	{ .check = expect_round_trip, .source = PVM, .role = CLASS_CPUID, .what = "CPUID" },
	{ .check = expect_round_trip, .source = PVM, .role = CLASS_MSR, .what = "MSR" },
	{ .check = expect_round_trip, .source = PVM, .role = CLASS_IO, .what = "port I/O" },
	{ .check = expect_walks, .source = "CERN 2015; VMware; Agile Paging", .what = "memory tlb",
	  .text = "large working set that misses the TLB, page tables at rest" },
	{ .check = expect_walks, .source = "CERN, HEPSpec06 2015", .what = "cpu",
	  .text = "computation (HEPSpec06 by 5 to 9 %)" },
};

size_t expect_count(void)
{
	return sizeof(expectations) / sizeof(expectations[0]);
}

void expect_check(struct expectation_result *result, size_t index, const struct expect_input *in)
{
	const struct expectation *e = &expectations[index];

	memset(result, 0, sizeof(*result));
	e->check(result, in, e);
	result->source = e->source;
}
