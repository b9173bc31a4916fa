// SPDX-License-Identifier: GPL-2.0
#include "host-window.h"

#include <stdlib.h>
#include <string.h>

#include "util/memory.h"
#include "status.h"
#include "exitbench/platform/vendor.h"

/* What L1 read back from the module: ept or npt, Y or N. False if it did not come so far. */
static bool read_meter(struct abi_info *info, const char *logs, const struct ledger *sum)
{
	char mode[8], khz[32];

	info->vendor = KVM_EXITMETER_VENDOR_VMX;
	if (!status_find(logs, vendor_vmx.second_level, mode, sizeof(mode))) {
		info->vendor = KVM_EXITMETER_VENDOR_SVM;
		if (!status_find(logs, vendor_svm.second_level, mode, sizeof(mode)))
			return false;
	}
	if (!status_find(logs, "tsc_khz", khz, sizeof(khz)))
		return false;
	info->paging = *mode == 'Y' ? KVM_EXITMETER_PAGING_TDP : KVM_EXITMETER_PAGING_SHADOW;
	info->nr_reasons = sum->nr_reasons;
	info->nr_rows = sum->nr_rows;
	info->tsc_khz = strtoul(khz, NULL, 10);
	return true;
}

bool host_window(struct window *w, const char *logs, const struct l1_ledgers *ledgers)
{
	size_t i;

	memset(w, 0, sizeof(*w));
	if (!ledgers->nr_vcpus || !read_meter(&w->info, logs, &ledgers->sum))
		return false;
	w->info.nr_vcpus = ledgers->nr_vcpus;
	w->from_zero = true;
	w->net = ledgers->sum;
	w->end = ledgers->sum;
	w->begin.nr_reasons = w->end.nr_reasons;
	w->begin.nr_rows = w->end.nr_rows;
	w->empty = w->begin;
	/* Only a VM with several vCPUs has them in its window. */
	if (ledgers->nr_vcpus < 2)
		return true;
	w->nr_vcpus = ledgers->nr_vcpus;
	w->vcpus = memory_zalloc(w->nr_vcpus * sizeof(*w->vcpus));
	for (i = 0; i < w->nr_vcpus; i++)
		w->vcpus[i] = ledgers->vcpus[i].ledger;
	return true;
}
