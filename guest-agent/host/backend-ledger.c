// SPDX-License-Identifier: GPL-2.0
/* KVM's own ledger, in debugfs. */
#include <errno.h>
#include <stdio.h>
#include <x86intrin.h>

#include "backend.h"
#include "debugfs.h"

static struct backend_options wanted;
static unsigned int vendor;
/* Times count from then. */
static uint64_t zero;

int backend_vms(struct vm_sample *s, const char *vm, unsigned int vm_vendor)
{
	return debugfs_list(s, DEBUGFS_KVM, "/proc", vm, vm_vendor);
}

static int ledger_open(const struct backend_options *options, struct kvm_facts *facts)
{
	if (!facts->meter) {
		fprintf(stderr, "exitmeter: this host's KVM keeps no ledger: load the modules of "
			"'make modules-load', or use --backend bpf\n");
		return -ENODEV;
	}
	if (options->than || options->by || options->cost) {
		fprintf(stderr, "exitmeter: --than, --by and --cost are for BPF; the ledger does "
			"not keep single exits: --backend bpf\n");
		return -EINVAL;
	}
	wanted = *options;
	vendor = facts->info.vendor;
	facts->info.features = KVM_EXITMETER_FEATURE_MAX | KVM_EXITMETER_FEATURE_COPIES;
	facts->info.tsc_khz = kvm_tsc_khz();
	zero = __rdtsc();
	return 0;
}

static int ledger_look(struct vm_sample *s)
{
	/* What is looked at meanwhile is a little later: each vCPU's time is its own. */
	uint64_t clock = __rdtsc() - zero;
	int err = debugfs_read(s, DEBUGFS_KVM, "/proc", wanted.vm, vendor);

	s->clock = clock;
	return err;
}

static void ledger_cost(FILE *f)
{
	fputs("about 26 instructions per exit that KVM handles itself, 95 per exit to the VMM, "
	      "looked at or not (bochs-vmx, data/overhead: cpuid, in-user); a look makes "
	      "at most 48 interrupts per vCPU that runs, which are counted and taken off", f);
}

static void ledger_close(void)
{
}

static const char *const ledger_blind[] = {
	"single exits: their longest times are since the vCPU's creation, percentiles are those "
	"of exitmeter_detail=1, in powers of 2.",
	"KVM_EXIT_*, why the VMM was entered, and where in the guest an exit was.",
	NULL
};

const struct backend backend_ledger = {
	.name = "ledger",
	.what = "KVM's exit meter, in debugfs: exact, all accounts",
	.unit = "cycles",
	.statistic = true,
	.since_creation = true,
	.blind = ledger_blind,
	.open = ledger_open,
	.look = ledger_look,
	.cost = ledger_cost,
	.close = ledger_close,
};
