// SPDX-License-Identifier: GPL-2.0
#include "meter.h"

#include <stdio.h>
#include <string.h>

static const struct {
	const char *state;
	const char *why;
	const char *todo;
} texts[] = {
	[ABI_PRESENT] = { "present", NULL, NULL },
	[ABI_NO_HYPERVISOR] = {
		"no-hypervisor",
		"this is not a virtual machine, or its VMM hides that it is",
		"run exitmeter in a guest of a KVM that has the exit meter",
	},
	[ABI_OTHER_HYPERVISOR] = {
		"other-hypervisor",
		"this virtual machine's hypervisor is not KVM",
		"run exitmeter in a guest of a KVM that has the exit meter",
	},
	[ABI_UNPATCHED] = {
		"unpatched",
		"this virtual machine's KVM has no exit meter, or does not show it here",
		"on the host, load a patched kvm.ko with exitmeter=1 and start the VM anew; if "
		"/sys/module/kvm/parameters/exitmeter is Y already, look at exitmeter_guest "
		"beside it: 0 hides the meter from VMs created since, 2 from all but the "
		"guest's kernel",
	},
	[ABI_OTHER_VERSION] = {
		"other-version",
		"this virtual machine's exit meter has an interface unknown to this program",
		"use the exitmeter that was built with the host's KVM patches",
	},
};

/* Whatever the hypervisor says must not upset a terminal or JSON. */
static void printable(char out[METER_HYPERVISOR_SIZE], const char *text)
{
	for (; *text; text++) {
		if (*text >= ' ' && *text <= '~')
			*out++ = *text;
		else
			out += sprintf(out, "\\x%02x", (unsigned char)*text);
	}
	*out = '\0';
}

void meter_find(struct meter *m)
{
	char signature[13];

	memset(m, 0, sizeof(*m));
	m->presence = abi_presence(signature);
	printable(m->hypervisor, signature);
	if (m->presence == ABI_PRESENT || m->presence == ABI_OTHER_VERSION)
		abi_info(&m->info);
}

const char *meter_state(const struct meter *m)
{
	return texts[m->presence].state;
}

void meter_explain(const struct meter *m)
{
	fprintf(stderr, "exitmeter: no usable meter: %s", texts[m->presence].why);
	if (*m->hypervisor)
		fprintf(stderr, " (it calls itself \"%s\")", m->hypervisor);
	if (m->presence == ABI_OTHER_VERSION)
		fprintf(stderr, " (ABI version %u with %u reasons, this program knows %d)",
			m->info.version, m->info.nr_reasons, KVM_EXITMETER_ABI_VERSION);
	fprintf(stderr, "\nexitmeter: %s\n", texts[m->presence].todo);
}

bool meter_require(struct meter *m)
{
	meter_find(m);
	if (m->presence == ABI_PRESENT)
		return true;
	meter_explain(m);
	return false;
}

const char *meter_vendor_name(unsigned int vendor)
{
	return vendor == KVM_EXITMETER_VENDOR_VMX ? "VMX" : "SVM";
}

const char *meter_paging_name(const struct abi_info *info)
{
	bool tdp = info->paging == KVM_EXITMETER_PAGING_TDP;

	if (info->vendor == KVM_EXITMETER_VENDOR_VMX)
		return tdp ? "ept=1" : "ept=0";
	return tdp ? "npt=1" : "npt=0";
}
