// SPDX-License-Identifier: GPL-2.0
#include "mode.h"

#include <stddef.h>
#include <string.h>

static const struct {
	unsigned int vendor;
	const char *name;
	const char *parameter[2];	/* by KVM_EXITMETER_PAGING_* */
} vendors[] = {
	{ KVM_EXITMETER_VENDOR_VMX, "VMX", { [KVM_EXITMETER_PAGING_SHADOW] = "ept=0",
					     [KVM_EXITMETER_PAGING_TDP] = "ept=1" } },
	{ KVM_EXITMETER_VENDOR_SVM, "SVM", { [KVM_EXITMETER_PAGING_SHADOW] = "npt=0",
					     [KVM_EXITMETER_PAGING_TDP] = "npt=1" } },
};

#define NR_VENDORS (sizeof(vendors) / sizeof(vendors[0]))

static const char *const pagings[] = {
	[KVM_EXITMETER_PAGING_SHADOW] = "shadow", [KVM_EXITMETER_PAGING_TDP] = "tdp",
};

/* What is not one of them is called like the first. */
static size_t index_of(unsigned int vendor)
{
	return vendor == vendors[1].vendor;
}

const char *vendor_name(unsigned int vendor)
{
	return vendors[index_of(vendor)].name;
}

unsigned int vendor_of_name(const char *name)
{
	size_t i;

	for (i = 0; i < NR_VENDORS; i++)
		if (name && !strcmp(name, vendors[i].name))
			return vendors[i].vendor;
	return 0;
}

const char *paging_name(unsigned int paging)
{
	return pagings[paging == KVM_EXITMETER_PAGING_TDP];
}

int paging_of_name(const char *name)
{
	size_t i;

	for (i = 0; i < 2; i++)
		if (name && !strcmp(name, pagings[i]))
			return i;
	return -1;
}

const char *mode_parameter(unsigned int vendor, unsigned int paging)
{
	return vendors[index_of(vendor)].parameter[paging == KVM_EXITMETER_PAGING_TDP];
}

bool mode_of_parameter(const char *parameter, unsigned int *vendor, unsigned int *paging)
{
	size_t i;

	for (i = 0; i < 2 * NR_VENDORS; i++) {
		if (strcmp(parameter, vendors[i / 2].parameter[i % 2]))
			continue;
		*vendor = vendors[i / 2].vendor;
		*paging = i % 2;
		return true;
	}
	*vendor = 0;
	*paging = 0;
	return false;
}
