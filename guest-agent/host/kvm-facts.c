// SPDX-License-Identifier: GPL-2.0
#include "kvm-facts.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/kvm.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <asm/kvm_exitmeter.h>

#include "ledger/reasons.h"

#define PATH_SIZE	256

static const struct {
	const char *module;
	const char *paging;
	unsigned int vendor;
} vendors[] = {
	{ "kvm_intel", "ept", KVM_EXITMETER_VENDOR_VMX },
	{ "kvm_amd", "npt", KVM_EXITMETER_VENDOR_SVM },
};

/* Return: the parameter's first character, or 0 if there is none. */
static char read_parameter(const char *sys, const char *module, const char *name)
{
	char path[PATH_SIZE];
	char value = '\0';
	FILE *f;

	snprintf(path, sizeof(path), "%s/module/%s/parameters/%s", sys, module, name);
	f = fopen(path, "r");
	if (!f)
		return '\0';
	if (fread(&value, 1, 1, f) != 1)
		value = '\0';
	fclose(f);
	return value;
}

static bool is_on(char value)
{
	return value == 'Y' || value == '1';
}

int kvm_facts_read(struct kvm_facts *f, const char *sys)
{
	char paging;
	size_t i;

	memset(f, 0, sizeof(*f));
	for (i = 0; i < sizeof(vendors) / sizeof(vendors[0]); i++) {
		paging = read_parameter(sys, vendors[i].module, vendors[i].paging);
		if (!paging)
			continue;
		f->info.version = KVM_EXITMETER_ABI_VERSION;
		f->info.vendor = vendors[i].vendor;
		f->info.paging = is_on(paging) ? KVM_EXITMETER_PAGING_TDP :
						 KVM_EXITMETER_PAGING_SHADOW;
		f->info.nr_reasons = reason_count(vendors[i].vendor);
		f->info.nr_rows = f->info.nr_reasons + KVM_EXITMETER_ROW_NR;
		f->meter = is_on(read_parameter(sys, "kvm", "exitmeter"));
		return 0;
	}
	return -ENODEV;
}

/* Of a VM that never runs: a vCPU begins with the host's frequency, whatever KVM's version. */
static int ask(int kvm)
{
	int vm = ioctl(kvm, KVM_CREATE_VM, 0), vcpu, khz = -1;

	if (vm < 0)
		return -1;
	vcpu = ioctl(vm, KVM_CREATE_VCPU, 0);
	if (vcpu >= 0) {
		khz = ioctl(vcpu, KVM_GET_TSC_KHZ);
		close(vcpu);
	}
	close(vm);
	return khz;
}

unsigned int kvm_tsc_khz(void)
{
	int kvm = open("/dev/kvm", O_RDWR | O_CLOEXEC), khz = kvm < 0 ? -1 : ask(kvm);

	if (khz <= 0)
		fprintf(stderr, "exitmeter: ask /dev/kvm for the TSC's frequency: %s; times stay "
			"in cycles\n", strerror(errno));
	if (kvm >= 0)
		close(kvm);
	return khz > 0 ? khz : 0;
}
