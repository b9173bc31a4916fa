/* SPDX-License-Identifier: GPL-2.0 */
/* Every value that a slot has for a vCPU, bit for bit. */
#ifndef CONFORMANCE_COPY_H
#define CONFORMANCE_COPY_H

#include <stdbool.h>
#include <stdint.h>

#include "meter/abi.h"
#include "ledger/ledger.h"

/* Of a row: count, kernel, user, blocked, offcpu, max. */
#define COPY_VALUES 6

/**
 * struct copy - what is read from a slot
 * @rows: as field 0, 1 and 2 give them
 * @summary: field 3
 * @nonzero: field 4
 */
struct copy {
	unsigned int nr_rows;
	uint64_t rows[LEDGER_MAX_ROWS][COPY_VALUES];
	uint64_t summary[KVM_EXITMETER_SUM_NR][2];
	uint64_t nonzero[(LEDGER_MAX_ROWS + 127) / 128 * 2];
};

/**
 * copy_read - read all that a slot has for a vCPU
 * @who: executes CPUID, see cpuid_at()
 * @vcpu: number, or KVM_EXITMETER_ALL_VCPUS
 *
 * Reads all rows, also those that are told to be zero: some 300 exits on VMX,
 * some 850 on SVM.
 */
void copy_read(struct copy *copy, int who, unsigned int slot, unsigned int vcpu);

bool copy_row_is_zero(const struct copy *copy, unsigned int row);

/* copy_to_ledger - the same as slot_read() would have it */
void copy_to_ledger(const struct copy *copy, struct ledger *l);

/* copy_same - fail, unless two copies are the same */
void copy_same(const struct copy *now, const struct copy *before, const char *what);

/* copy_is_zero - fail, unless there are only zeros */
void copy_is_zero(const struct copy *copy, const char *what);

#endif
