/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What else counts VM exits in L1 while L2 runs: to check the ledger against,
 * and to compare the cost with.
 */
#ifndef CELL_L1_OBSERVER_H
#define CELL_L1_OBSERVER_H

#include <sys/types.h>

/**
 * struct observer
 * @name: as in the job's key "observer"
 * @vm_begin: called before the VM exists; may be NULL
 * @vm_end: called when it stands still for good; may be NULL
 * @work_begin: called when L2 is about to work; given the VMM's process; may be NULL
 * @work_end: called when that is done; may be NULL
 *
 * Each writes what it found into INIT_OUT.
 */
struct observer {
	const char *name;
	void (*vm_begin)(void);
	void (*vm_end)(void);
	void (*work_begin)(pid_t vmm);
	void (*work_end)(void);
};

/* observer_find - by name; ends the cell if there is none. */
const struct observer *observer_find(const char *name);

/*
 * observer_clear - take the histogram off the tracepoint, if it is there
 *
 * With it KVM's modules could not be unloaded.
 */
void observer_clear(void);

#endif
