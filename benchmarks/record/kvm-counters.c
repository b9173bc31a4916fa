// SPDX-License-Identifier: GPL-2.0
#include "kvm-counters.h"

#include <stdbool.h>

#include "record.h"

/**
 * struct kvm_counter - one of them
 * @vendor: KVM_EXITMETER_VENDOR_*
 * @reason: its only callers are the handler of this reason, and what @emulated says
 * @emulated: the function is also reached, at most once a run, when KVM emulates
 *	instead of entering the guest: from handle_invalid_guest_state()
 * @unrestricted: without VMX's unrestricted guest the function has callers that
 *	are no such exits
 * @function: where KVM counts, and the file
 */
struct kvm_counter {
	const char *name;
	unsigned int vendor;
	unsigned int reason;
	bool emulated;
	bool unrestricted;
	const char *function;
};

#define VMX KVM_EXITMETER_VENDOR_VMX
#define SVM KVM_EXITMETER_VENDOR_SVM

/*
 * From reading arch/x86/kvm of Linux 6.12.  Not among them: statistics that
 * emulated instructions (invlpg, insn_emulation), several reasons (mmio_exits,
 * pf_taken) or the way of handling (signal_exits, pf_fixed) count as well.
 *
 * Without unrestricted guest, which needs EPT, the guest's real mode runs as
 * virtual 8086 mode: a HLT is a general protection fault there, and
 * handle_rmode_exception() emulates it.
 *
 * kvm_emulate_hypercall() counts every hypercall of a VM that has neither
 * Hyper-V's nor Xen's interface, as the cells' have not.
 */
static const struct kvm_counter counters[] = {
	{ "irq_exits", VMX, 1, false, false, "handle_external_interrupt(), vmx.c" },
	{ "irq_window_exits", VMX, 7, true, false, "handle_interrupt_window(), vmx.c" },
	{ "nmi_window_exits", VMX, 8, false, false, "handle_nmi_window(), vmx.c" },
	{ "halt_exits", VMX, 12, false, true, "__kvm_emulate_halt(), x86.c" },
	{ "hypercalls", VMX, 18, false, false, "kvm_emulate_hypercall(), x86.c" },
	{ "io_exits", VMX, 30, false, false, "handle_io(), vmx.c" },
	{ "notify_window_exits", VMX, 75, false, false, "handle_notify(), vmx.c" },
	{ "irq_exits", SVM, 0x60, false, false, "intr_interception(), svm.c" },
	{ "irq_window_exits", SVM, 0x64, false, false,
	  "interrupt_window_interception(), svm.c" },
	{ "nmi_window_exits", SVM, 0x74, false, false, "iret_interception(), svm.c" },
	{ "halt_exits", SVM, 0x78, false, false, "__kvm_emulate_halt(), x86.c" },
	{ "io_exits", SVM, 0x7b, false, false, "io_interception(), svm.c" },
	{ "hypercalls", SVM, 0x81, false, false, "kvm_emulate_hypercall(), x86.c" },
};

static bool ran_nested(const struct record *r)
{
	int64_t nested;

	return !l1_statistics_find(&r->l1[L1_END].statistics, "nested_run", &nested) || nested;
}

/* With unrestricted guest KVM never has to emulate for a state that is invalid. */
static bool is_unrestricted(const struct record *r)
{
	return !r->shadow && !r->l1[L1_END].ledgers.sum.emulation;
}

static void compare(const struct kvm_counter *c, int64_t emulation,
		    struct kvm_counter_result *result)
{
	int64_t over = result->value - result->count;

	result->extra = 0;
	if (c->emulated && over > 0)
		result->extra = over < emulation ? over : emulation;
	result->difference = result->count + result->extra - result->value;
}

size_t kvm_counters_check(const struct record *r, kvm_counter_visitor visit, void *context)
{
	const struct l1 *end = &r->l1[L1_END];
	struct kvm_counter_result result;
	const struct kvm_counter *c;
	size_t i, nr = 0;

	if (ran_nested(r))
		return 0;
	for (i = 0; i < sizeof(counters) / sizeof(counters[0]); i++) {
		c = &counters[i];
		if (c->vendor != r->vendor || (c->unrestricted && !is_unrestricted(r)) ||
		    !l1_statistics_find(&end->statistics, c->name, &result.value))
			continue;
		result.name = c->name;
		result.function = c->function;
		result.reason = c->reason;
		result.count = end->ledgers.sum.rows[c->reason].count;
		compare(c, end->ledgers.sum.emulation, &result);
		visit(context, &result);
		nr++;
	}
	return nr;
}
