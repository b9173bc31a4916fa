// SPDX-License-Identifier: GPL-2.0
/* exitmeter --host info: what can be looked at here, and with what. */
#include <stdio.h>
#include <string.h>

#include "commands.h"
#include "host.h"
#include "ledger/mode.h"
#include "meter/meter.h"
#include "options.h"

static const char doc[] =
	"Tell what KVM this host has, which VMs there are, and what looks at them: KVM's ledger or "
	"BPF, what that costs, and what it can't see.\v"
	"EXAMPLES:\n"
	"  exitmeter --host info\n"
	"  exitmeter --host --vm web1 info\n"
	"  exitmeter --host info --json | jq -r '.vms[] | [.pid, .name] | @tsv'\n"
	"\n"
	"Exit status: 0 ok, 1 this host does not tell of its VMs, 2 bad usage, no root, no KVM, no "
	"such VM, or neither ledger nor BPF works.";

/**
 * struct info
 * @h: open
 * @vms: that there are
 * @err: why they are not known, -errno
 */
struct info {
	const struct host *h;
	struct vm_sample vms;
	int err;
};

static void print_vms(const struct info *in)
{
	const struct sampled_vm *vm;
	size_t i;

	printf("VMs          %zu\n", in->vms.nr_vms);
	if (in->vms.nr_vms)
		printf("%10s %6s %5s  %s\n", "process", "number", "vCPUs", "name");
	for (i = 0; i < in->vms.nr_vms; i++) {
		vm = &in->vms.vms[i];
		printf("%10d %6u %5zu  %s\n", (int)vm->pid, vm->number, vm->nr_vcpus, vm->name);
	}
}

static void print(const struct info *in)
{
	const struct kvm_facts *facts = &in->h->facts;
	const struct backend *b = in->h->backend;
	size_t i;

	printf("vendor       %s\n", meter_vendor_name(facts->info.vendor));
	printf("paging       %s\n", mode_parameter(facts->info.vendor, facts->info.paging));
	printf("meter        %s\n", facts->meter ? "present" :
	       "none: KVM is without the modules of 'make modules-load', or exitmeter=0");
	printf("looks with   %s: %s\n", b->name, b->what);
	printf("cost         ");
	b->cost(stdout);
	putchar('\n');
	for (i = 0; b->blind[i]; i++)
		printf("%-12s %s\n", i ? "" : "can't see", b->blind[i]);
	if (!in->err)
		print_vms(in);
}

static json_t *vms_to_json(const struct info *in)
{
	json_t *out = json_array();
	const struct sampled_vm *vm;
	size_t i;

	if (in->err) {
		json_decref(out);
		return json_null();
	}
	for (i = 0; i < in->vms.nr_vms; i++) {
		vm = &in->vms.vms[i];
		json_array_append_new(out, json_pack("{s:i, s:i, s:s, s:i}", "pid", (int)vm->pid,
						     "number", (int)vm->number, "name", vm->name,
						     "vcpus", (int)vm->nr_vcpus));
	}
	return out;
}

static json_t *to_json(const struct info *in)
{
	const struct kvm_facts *facts = &in->h->facts;

	return json_pack("{s:s, s:s, s:s, s:b, s:o, s:o}", "schema", "exitmeter-host-info/1",
			 "vendor", meter_vendor_name(facts->info.vendor),
			 "paging", paging_name(facts->info.paging),
			 "meter", facts->meter, "backend", host_backend_to_json(in->h->backend),
			 "vms", vms_to_json(in));
}

static int tell(const struct info *in, bool json)
{
	int status = STATUS_OK;

	if (json)
		status = options_print_json(to_json(in));
	else
		print(in);
	fflush(stdout);
	if (in->err) {
		fprintf(stderr, "exitmeter: read KVM's folder of VMs: %s; is debugfs mounted on "
			"/sys/kernel/debug?\n", strerror(-in->err));
		return STATUS_FAILED;
	}
	if (in->h->options.vm && !in->vms.nr_vms) {
		fprintf(stderr, "exitmeter: no VM \"%s\" runs here; --vm takes the VMM's process "
			"or the VM's name\n", in->h->options.vm);
		return STATUS_UNUSABLE;
	}
	return status;
}

int host_info(struct host *h, int argc, char **argv)
{
	struct info in = { .h = h };
	bool json = options_parse_json(argc, argv, doc);
	int status = host_open(h);

	if (!status) {
		in.err = backend_vms(&in.vms, h->options.vm, h->facts.info.vendor);
		status = tell(&in, json);
		vm_sample_free(&in.vms);
	}
	host_close(h);
	return status;
}
