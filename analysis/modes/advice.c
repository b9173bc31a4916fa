// SPDX-License-Identifier: GPL-2.0
#include "select/metric.h"
#include "advice.h"

#include "ledger/account.h"
#include "ledger/reasons.h"
#include "select/thresholds.h"

#define HURTS	0.25

static const char *const class_texts[ADVICE_NR] = {
	[ADVICE_WINS]		= "**It wins**: the vCPU is busy over 2 % of the time less",
	[ADVICE_NOTHING]	= "**It does not matter**: within 2 % of the time",
	[ADVICE_FELT]		= "**It is felt**: the vCPU is busy 2 to 25 % of the time more",
	[ADVICE_HURTS]		= "**It hurts**: the vCPU is busy over 25 % of the time more",
};

static const char *const remedies[CLASS_LISTED] = {
	[CLASS_CR] =
		"The guest loads CR3 at each switch between address spaces and, if it isolates its "
		"page tables (KPTI), reads and writes it when the kernel is entered and when it is "
		"left: four exits for each system call, page fault and interrupt. KVM then has to "
		"find the shadow page table that belongs to it. KPTI off in a guest whose CPU does "
		"not need it (`pti=off`), fewer and larger system calls; threads instead of "
		"processes save no more than the switch between them. A guest with one CPU whose "
		"kernel is built for several boots with `noreplace-smp` then.",
	[CLASS_FAULT] =
		"The first use of each page and each change that the guest makes to a page table "
		"comes to KVM as a page fault, which it hands on to the guest or answers by "
		"filling the shadow. (Accesses to devices are faults in both modes, and taken off "
		"here.) Processes that live on instead of fork and exec for each "
		"request, memory that is kept instead of mapped and unmapped, huge pages in the "
		"guest.",
	[CLASS_INVALIDATE] =
		"The guest drops single pages from its TLB when it unmaps or protects them: each "
		"is an exit. Unmap and protect in large pieces, or not at all.",
	[CLASS_NESTED_FAULT] =
		"Memory that the guest touches for the first time since its boot. Back the guest "
		"with huge pages, or touch its memory once before it matters.",
};

static int64_t kernel_added(enum exit_class kind, const struct pair *p)
{
	return class_kernel(kind, p->vendor, &p->shadow->window.net) -
	       class_kernel(kind, p->vendor, &p->tdp->window.net);
}

static int64_t exits_added(enum exit_class kind, const struct pair *p)
{
	return class_count(kind, p->vendor, &p->shadow->window.net) -
	       class_count(kind, p->vendor, &p->tdp->window.net);
}

static enum advice_class classify(double share)
{
	if (share > HURTS)
		return ADVICE_HURTS;
	if (share > SAME_BUSY)
		return ADVICE_FELT;
	return share < -SAME_BUSY ? ADVICE_WINS : ADVICE_NOTHING;
}

struct advice advice_of(const struct pair *p)
{
	const struct ledger *tdp = &p->tdp->window.net, *shadow = &p->shadow->window.net;
	struct advice a = { .cause = CLASS_OTHER };
	enum exit_class kind;
	int64_t added, exits;

	a.busy = metric_busy(shadow) - metric_busy(tdp);
	if (tdp->wall > 0)
		a.share = (double)a.busy / tdp->wall;
	a.class = classify(a.share);
	for (kind = 0; kind < CLASS_LISTED; kind++) {
		/* What is a fault of the one kind in one mode is of the other in the other. */
		if (exit_class_texts[kind].is_sum || kind == CLASS_OTHER ||
		    kind == CLASS_NESTED_FAULT)
			continue;
		added = kernel_added(kind, p);
		exits = exits_added(kind, p);
		if (kind == CLASS_FAULT) {
			added += kernel_added(CLASS_NESTED_FAULT, p);
			exits += exits_added(CLASS_NESTED_FAULT, p);
		}
		if (added <= 0)
			continue;
		a.grown += added;
		if (added <= a.added)
			continue;
		a.added = added;
		a.cause = kind;
		a.added_exits = exits;
	}
	return a;
}

const char *advice_class_text(enum advice_class class)
{
	return class_texts[class];
}

const char *advice_remedy(enum exit_class kind)
{
	return remedies[kind];
}
