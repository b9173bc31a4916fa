/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What a histogram of KVM's tracepoint kvm_exit counted by exit reason, over the
 * whole life of the VM.
 */
#ifndef RECORD_TRACEPOINT_H
#define RECORD_TRACEPOINT_H

#include <jansson.h>
#include <stdint.h>
#include <stdio.h>

#include "ledger/ledger.h"

/* struct tracepoint_reason - a raw exit reason, all 32 bits, and its exits */
struct tracepoint_reason {
	uint32_t reason;
	int64_t count;
};

/**
 * struct tracepoint - of one cell
 * @hits: exits that the histogram counted, as it says itself
 * @entries: different reasons, as it says itself
 * @dropped: exits that it had no room for
 * @total: the counts added up
 * @reasons: as they were counted
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
	struct tracepoint_reason *reasons;
	size_t nr_reasons;
	int64_t counts[LEDGER_MAX_ROWS];
	int64_t failed_entry;
	int64_t enclave;
	int64_t bus_lock;
};

/**
 * tracepoint_from_text - read the histogram of kvm:kvm_exit
 * @vendor: whose exit reasons these are
 * @error: receives what is wrong
 *
 * Return: 0, or -1; tracepoint_free() it in both cases.
 */
int tracepoint_from_text(struct tracepoint *t, FILE *f, unsigned int vendor, char *error,
			 size_t size);

/* tracepoint_from_json - likewise, from a record */
int tracepoint_from_json(struct tracepoint *t, const json_t *json, unsigned int vendor,
			 char *error, size_t size);

json_t *tracepoint_to_json(const struct tracepoint *t);

void tracepoint_free(struct tracepoint *t);

/**
 * tracepoint_row - the ledger's row of a raw exit reason
 * @vendor: KVM_EXITMETER_VENDOR_*
 * @reason: all 32 bits, as the tracepoint has it
 */
unsigned int tracepoint_row(unsigned int vendor, uint32_t reason);

#endif
