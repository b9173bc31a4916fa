/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What a histogram of KVM's tracepoint kvm_exit counted by exit reason, over the
 * whole life of the VM.
 */
#ifndef EXITREPORT_TRACEPOINT_H
#define EXITREPORT_TRACEPOINT_H

#include "record.h"

/**
 * struct tracepoint - of one cell
 * @hits: exits that the histogram counted, as it says itself
 * @entries: different reasons, as it says itself
 * @dropped: exits that it had no room for
 * @total: the counts added up
 * @nr_reasons: different raw reasons
 * @counts: by row of the ledger
 * @failed_entry: exits whose reason says that the entry failed; VMX only
 * @enclave: likewise, out of an enclave
 * @bus_lock: likewise, with a bus lock
 */
struct tracepoint {
	int64_t hits;
	int64_t entries;
	int64_t dropped;
	int64_t total;
	int64_t nr_reasons;
	int64_t counts[LEDGER_MAX_ROWS];
	int64_t failed_entry;
	int64_t enclave;
	int64_t bus_lock;
};

/* tracepoint_exists - does the record have one? */
bool tracepoint_exists(const struct record *r);

/**
 * tracepoint_load - read it
 * @r: of which tracepoint_exists() holds
 * @error: receives what is wrong with it
 *
 * Return: 0, or -1.
 */
int tracepoint_load(struct tracepoint *t, const struct record *r, char *error, size_t size);

/**
 * tracepoint_row - the ledger's row of a raw exit reason
 * @vendor: KVM_EXITMETER_VENDOR_*
 * @reason: all 32 bits, as the tracepoint has it
 */
unsigned int tracepoint_row(unsigned int vendor, uint32_t reason);

#endif
