// SPDX-License-Identifier: GPL-2.0
/*
 * The agent on a hypervisor that answers what it likes. Each answer takes 16 bytes of the input,
 * the signature aside, which must be right for anything to be read.
 */
#include "fuzz.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <asm/kvm_exitmeter.h>

#include "meter/abi.h"
#include "fuzz-cpuid.h"
#include "ledger/window/window-json.h"
#include "meter/slot.h"
#include "measure/capture.h"

static const uint8_t *input;
static size_t left;

void fuzz_cpuid(uint32_t leaf, uint32_t subleaf, uint32_t regs[4])
{
	size_t n = left < 16 ? left : 16;

	memset(regs, 0, 16);
	if (leaf == KVM_EXITMETER_LEAF_SIGNATURE) {
		regs[0] = KVM_EXITMETER_LEAF_READ;
		regs[1] = KVM_EXITMETER_SIGNATURE_EBX;
		regs[2] = KVM_EXITMETER_SIGNATURE_ECX;
		regs[3] = KVM_EXITMETER_SIGNATURE_EDX;
		return;
	}
	if (n)
		memcpy(regs, input, n);
	input += n;
	left -= n;
	/* Nearly all answers would be another version's; what is odd in the rest stays. */
	if (leaf == KVM_EXITMETER_LEAF_INFO && subleaf == KVM_EXITMETER_INFO_GENERAL &&
	    regs[0] & 0x8000) {
		regs[0] = (regs[0] & 0xffff0000) | KVM_EXITMETER_ABI_VERSION;
		regs[1] = (regs[1] & 0xff) | ((regs[1] & 0xff) + KVM_EXITMETER_ROW_NR) << 16;
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct window w;
	char hypervisor[13], *argv[] = { "true", NULL };
	struct ledger ledger;
	struct abi_info info;
	struct detail detail;
	uint64_t serial;
	json_t *json;

	input = data;
	left = size;
	if (abi_presence(hypervisor) != ABI_PRESENT)
		return 0;
	/* It may say something else the second time. */
	abi_info(&info);
	slot_read(&ledger, &info, 0, KVM_EXITMETER_ALL_VCPUS);
	memset(&detail, 0, sizeof(detail));
	slot_read_detail(&detail, &info, 0, &ledger, &serial);
	detail_free(&detail);
	if (!window_from_zero(&w, 0, 0)) {
		json = window_to_json(&w, argv);
		json_decref(json);
	}
	window_free(&w);
	return 0;
}
