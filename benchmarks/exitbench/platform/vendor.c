// SPDX-License-Identifier: GPL-2.0
#include "vendor.h"

#include <asm/kvm_exitmeter.h>

const struct vendor vendor_vmx = {
	.id = KVM_EXITMETER_VENDOR_VMX,
	.maker = "GenuineIntel",
	.flag = "vmx",
	.second_level = "ept",
	.module = "kvm-intel",
	.loaded = "kvm_intel",
};

const struct vendor vendor_svm = {
	.id = KVM_EXITMETER_VENDOR_SVM,
	.maker = "AuthenticAMD",
	.flag = "svm",
	.second_level = "npt",
	.module = "kvm-amd",
	.loaded = "kvm_amd",
};
