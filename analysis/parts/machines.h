/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The machines of a run: CPUs, with KPTI off or on in the guest.  Their cells differ from the
 * default in nothing else, so that the same workload can be compared from one to another.
 */
#ifndef EXITREPORT_MACHINES_H
#define EXITREPORT_MACHINES_H

#include <stdbool.h>

#include "report.h"

/**
 * struct machine - one of them
 * @platform: that plays it
 * @cpu: the setting's value; "" in records that have none, or of a platform that has its own
 * @kpti: does the guest's kernel keep its page tables apart?
 * @is_chosen: KPTI is so by the kernel's choice
 * @is_default: the CPU is the platform's default
 * @vendor: KVM_EXITMETER_VENDOR_*
 * @pairs: of both modes, all seeds, those at the default first; what is in them belongs to the
 *	report
 */
struct machine {
	const char *platform;
	const char *cpu;
	bool kpti;
	bool is_chosen;
	bool is_default;
	unsigned int vendor;
	struct pairs pairs;
};

struct machines {
	struct machine *machine;
	size_t nr;
};

/**
 * machines_of_report - find those of all platforms
 * @m: receives them, for machines_free(): in the order of the platforms; of each the default CPU
 *	first, the others as they come; of each CPU KPTI off before on
 *
 * Cells that do not tell of KPTI, and those that were measured in one mode only, are left out.
 */
void machines_of_report(struct machines *m, const struct report *r);

/* machines_find - that of a platform's default CPU; NULL if it was not measured with KPTI so */
const struct machine *machines_find(const struct machines *m, const char *platform, bool kpti);

/*
 * machines_main - that of a platform's default CPU, with KPTI as the guest's kernel chooses, if
 * that was measured; NULL if nothing was on that CPU
 */
const struct machine *machines_main(const struct machines *m, const char *platform);

/* machines_other - the same CPU, with KPTI the other way; NULL if there is none */
const struct machine *machines_other(const struct machines *m, const struct machine *main);

/* machine_pair - the first pair of a workload; NULL if there is none */
const struct pair *machine_pair(const struct machine *m, const char *workload);

/* machine_name - "sapphire-rapids (Xeon w9-3475X, 2023)"; to be freed */
char *machine_name(const struct machine *m);

void machines_free(struct machines *m);

#endif
