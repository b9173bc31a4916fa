// SPDX-License-Identifier: GPL-2.0
#include "expect.h"

#include <string.h>

#include "expect-check.h"

const char *const outcome_texts[] = {
	[OUTCOME_HOLDS] = "holds",
	[OUTCOME_DIRECTION] = "direction holds, amount does not",
	[OUTCOME_BROKEN] = "**does not hold**",
	[OUTCOME_NOT_MEASURED] = "not measured",
	[OUTCOME_NOT_VISIBLE] = "not visible here",
};

#define CLEAN	"two clean published runs (course reports B and C)"
#define PVM	"PVM, SOSP 2023"

/* Words in the names of workloads of processes and page tables. */
#define PAGE_TABLES	"fork exec page-touch map-unmap protect copy-on-write page-tables compile"

/*
 * Ranges of ratios are those of the published counts in data/published, rounded outward.
 * What the two clean runs contradict each other in is not among them: interrupts from
 * outside go down in one and up in the other.
 */
static const struct expectation expectations[] = {
	{ .check = expect_absent, .source = CLEAN, .role = CLASS_TDP_ONLY },
	{ .check = expect_absent, .source = CLEAN, .role = CLASS_SHADOW_ONLY },
	{ .check = expect_on_boot, .source = CLEAN, .role = CLASS_ALL, .low = 3, .high = 25 },
	{ .check = expect_on_boot, .source = CLEAN, .role = CLASS_CR, .low = 100, .high = 500 },
	{ .check = expect_on_boot, .source = CLEAN, .role = CLASS_FAULT, .low = 37, .high = 290 },
	{ .check = expect_on_boot, .source = CLEAN, .role = CLASS_WINDOW, .low = 6.9, .high = 18 },
	{ .check = expect_on_boot, .source = CLEAN, .role = CLASS_MSR, .low = 1.9, .high = 5.1 },
	{ .check = expect_on_boot, .source = CLEAN, .role = CLASS_HALT, .low = 0.19, .high = 0.67 },
	{ .check = expect_emulation, .source = "course report B, reason 33",
	  .text = "with ept=0 and only with it KVM emulates real mode instead of entering L2" },
	{ .check = expect_equal, .source = CLEAN, .role = CLASS_CPUID, .what = "CPUID" },
	{ .check = expect_equal, .source = CLEAN, .role = CLASS_IO, .what = "port I/O" },
	{ .check = expect_equal, .source = CLEAN, .role = CLASS_WBINVD, .what = "WBINVD" },
	{ .check = expect_equal, .source = CLEAN, .role = CLASS_XSETBV, .what = "XSETBV" },
	{ .check = expect_kpti, .source = PVM ": getpid \u00d79.5 with KPTI, \u00d71 without",
	  .text = "KPTI in L2 widens the difference: its system calls become CR3 writes" },
	/* The workload cpuid is a command that is started again and again. */
	{ .check = expect_slower, .source = PVM, .what = PAGE_TABLES " cpuid" },
	{ .check = expect_concurrency,
	  .source = PVM ": fork \u00d76 with 1 process, \u00d762 with 32", .what = PAGE_TABLES,
	  .text = "these lose more to shadow paging the more vCPUs they use" },
	{ .check = expect_busy, .source = PVM ": 0K file create, delete", .what = "create",
	  .text = "creating files", .low = 1.3, .high = 1.4 },
	{ .check = expect_round_trip, .source = PVM, .role = CLASS_CPUID, .what = "CPUID" },
	{ .check = expect_round_trip, .source = PVM, .role = CLASS_MSR, .what = "MSR" },
	{ .check = expect_round_trip, .source = PVM, .role = CLASS_IO, .what = "port I/O" },
	{ .check = expect_walks, .source = "CERN 2015; VMware; Agile Paging", .what = "memory tlb",
	  .text = "large working set that misses the TLB, page tables at rest" },
	{ .check = expect_walks, .source = "CERN, HEPSpec06 2015", .what = "cpu",
	  .text = "computation (HEPSpec06 by 5 to 9 %)" },
	{ .check = expect_elsewhere, .source = "Nested EPT patch series, kvm list",
	  .text = "a guest of a guest compiles 3 times as long with shadow paging as with EPT",
	  .what = "L2 is offered neither VMX nor SVM: it runs no guests" },
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
