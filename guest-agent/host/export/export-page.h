/* SPDX-License-Identifier: GPL-2.0 */
/* A look at the VMs of a host as Prometheus reads it: the text format, version 0.0.4. */
#ifndef EXITMETER_EXPORT_PAGE_H
#define EXITMETER_EXPORT_PAGE_H

#include <stdio.h>

#include "host/backend.h"

/**
 * struct export_page
 * @backend: that looked
 * @info: of the host's KVM; without the TSC's frequency, cycles stay cycles
 * @sample: what it saw
 * @per_vcpu: a series for each vCPU in place of one for the VM
 * @took: the look, seconds
 */
struct export_page {
	const struct backend *backend;
	const struct abi_info *info;
	const struct vm_sample *sample;
	bool per_vcpu;
	double took;
};

/*
 * export_page_print - all of it
 *
 * Counters are a vCPU's since its creation, or, with BPF, since it was seen first: what Prometheus
 * takes for a restart when they begin anew. A reason has series once it has had an exit.
 */
void export_page_print(FILE *f, const struct export_page *page);

#endif
