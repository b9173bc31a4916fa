// SPDX-License-Identifier: GPL-2.0
#include "changes.h"

#include <math.h>
#include <stdlib.h>

#include "ledger/class.h"
#include "select/thresholds.h"

/* By what an exit is about: why its count changes, and why it does not. */
static const struct {
	enum exit_class class;
	const char *changed;
	const char *same;
} reasons[] = {
	{ CLASS_CR, "Each load of CR3 exits, for KVM has to switch shadow page tables. Most of "
		    "these are the kernel's patching of itself.",
		    "CR0 and CR4 are intercepted in both modes." },
	{ CLASS_FAULT, "KVM intercepts page faults: to fill shadow page tables, to see writes to "
		       "the guest's page tables, and for the memory of devices.", "" },
	{ CLASS_INVALIDATE, "KVM has to bring up to date what it has shadowed of that page or "
			    "address space.",
			    "" },
	{ CLASS_NESTED_FAULT, "Without a second page table there is no fault in it: memory that is "
			      "touched for the first time is a page fault.", "" },
	{ CLASS_IO, "Port I/O exits in both modes; loops that poll a device turn more or less "
		    "often.",
	  "Port I/O exits in both modes." },
	{ CLASS_CPUID, "", "CPUID always exits." },
	{ CLASS_MSR, "As many as timers are set.",
	  "The same MSRs are intercepted in both modes." },
	{ CLASS_HALT, "The guest waits more or less often.", "HLT exits in both modes." },
	{ CLASS_INTERRUPT, "A longer run takes more interrupts.", "Interrupts of the host." },
	{ CLASS_WINDOW, "An interrupt had to wait until the guest could take it.", "" },
};

/* On VMX the two reasons of CLASS_NESTED_FAULT tell pages from devices. */
#define VMX_MISCONFIG	49

static bool is_same(int64_t on, int64_t off)
{
	if (!on || !off)
		return on == off;
	return llabs(on - off) <= FEW_EXITS || fabs(log((double)off / on)) <= log(1 + SAME);
}

const char *change_text(unsigned int vendor, const struct ledger *on, const struct ledger *off,
			unsigned int row)
{
	bool same = is_same(on->rows[row].count, off->rows[row].count);
	size_t i;

	if (row == on->nr_reasons + KVM_EXITMETER_ROW_EMULATION)
		return "No exit: without EPT there is no unrestricted guest. KVM runs real mode in "
		       "virtual-8086 mode, and emulates what a VM entry would refuse.";
	if (vendor == KVM_EXITMETER_VENDOR_VMX && row == VMX_MISCONFIG && !same)
		return "The memory of devices: these accesses now are page faults with a reserved "
		       "bit.";
	for (i = 0; i < sizeof(reasons) / sizeof(reasons[0]); i++)
		if (class_has(reasons[i].class, vendor, row))
			return same ? reasons[i].same : reasons[i].changed;
	return same ? "Not about memory." : "Few; they depend on when timers and interrupts come.";
}
