// SPDX-License-Identifier: GPL-2.0
/* exitmeter info: is there a meter, and what does it say of itself. */
#include <stdio.h>

#include "commands.h"
#include "meter/meter.h"
#include "options.h"
#include "ledger/window/window-json.h"

static const char doc[] =
	"Tell whether this virtual machine's KVM has an exit meter, and its vendor, paging "
	"mode, ABI version, reasons, slots, vCPUs, TSC, generation and features.\v"
	"EXAMPLES:\n"
	"  exitmeter info\n"
	"  exitmeter info --json | jq -r .meter.paging\n"
	"\n"
	"Exit status: 0 there is a meter, 2 there is none that can be read.";

static json_t *to_json(const struct meter *m)
{
	bool present = m->presence == ABI_PRESENT;

	return json_pack("{s:b, s:s, s:s*, s:o*}",
			 "patched", present || m->presence == ABI_OTHER_VERSION,
			 "state", meter_state(m),
			 "hypervisor", *m->hypervisor ? m->hypervisor : NULL,
			 "meter", present ? meter_to_json(&m->info) : NULL);
}

static void print_features(uint32_t features)
{
	static const struct {
		uint32_t bit;
		const char *name;
	} known[] = {
		{ KVM_EXITMETER_FEATURE_MAX, "max" },
		{ KVM_EXITMETER_FEATURE_HISTOGRAM, "histogram" },
		{ KVM_EXITMETER_FEATURE_KEYS, "keys" },
		{ KVM_EXITMETER_FEATURE_COPIES, "copies" },
	};
	size_t i;

	printf("features    ");
	for (i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (features & known[i].bit)
			printf(" %s", known[i].name);
	putchar('\n');
}

static void print(const struct meter *m)
{
	const struct abi_info *i = &m->info;

	printf("meter        %s\n", meter_state(m));
	printf("hypervisor   %s\n", *m->hypervisor ? m->hypervisor : "-");
	if (m->presence != ABI_PRESENT)
		return;
	printf("vendor       %s\n", meter_vendor_name(i->vendor));
	printf("paging       %s\n", meter_paging_name(i));
	printf("ABI version  %u\n", i->version);
	printf("reasons      %u\n", i->nr_reasons);
	printf("slots        %u\n", i->nr_slots);
	printf("vCPUs        %u\n", i->nr_vcpus);
	printf("TSC          %u kHz%s\n", i->tsc_khz,
	       i->unreliable ? ", differs from CPU to CPU" : "");
	printf("edition      %u\n", i->edition);
	printf("generation   %u\n", i->generation);
	print_features(i->features);
}

int cmd_info(int argc, char **argv)
{
	bool json = options_parse_json(argc, argv, doc);
	int status = STATUS_OK;
	struct meter m;

	meter_find(&m);
	if (json)
		status = options_print_json(to_json(&m));
	else
		print(&m);
	if (m.presence == ABI_PRESENT)
		return status;
	fflush(stdout);
	meter_explain(&m);
	return STATUS_UNUSABLE;
}
