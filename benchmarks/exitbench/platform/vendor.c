// SPDX-License-Identifier: GPL-2.0
#include "vendor.h"

#include <asm/kvm_exitmeter.h>

const struct vendor vendor_vmx = {
	.name = "VMX",
	.maker = "GenuineIntel",
	.flag = "vmx",
	.second_level = "ept",
	.module = "kvm-intel",
	.loaded = "kvm_intel",
	.parameter = {
		[KVM_EXITMETER_PAGING_SHADOW] = "ept=0",
		[KVM_EXITMETER_PAGING_TDP] = "ept=1",
	},
};

const struct vendor vendor_svm = {
	.name = "SVM",
	.maker = "AuthenticAMD",
	.flag = "svm",
	.second_level = "npt",
	.module = "kvm-amd",
	.loaded = "kvm_amd",
	.parameter = {
		[KVM_EXITMETER_PAGING_SHADOW] = "npt=0",
		[KVM_EXITMETER_PAGING_TDP] = "npt=1",
	},
};
