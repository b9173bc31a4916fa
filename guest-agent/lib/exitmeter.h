/* SPDX-License-Identifier: GPL-2.0 */
/*
 * libexitmeter: VM exits and cycles of a region of a program, in a guest of a KVM that has the exit
 * meter. See libexitmeter(3), and exitmeter-abi(7) for what the figures mean.
 *
 *	struct exitmeter *meter;
 *	struct exitmeter_ledger *begin, *end;
 *
 *	if (exitmeter_open(&meter))
 *		...
 *	begin = exitmeter_ledger_new();
 *	end = exitmeter_ledger_new();
 *	exitmeter_latch(meter, 0);
 *	... the region ...
 *	exitmeter_latch(meter, 1);
 *	exitmeter_read(meter, 0, EXITMETER_VM, begin);
 *	exitmeter_read(meter, 1, EXITMETER_VM, end);
 *	exitmeter_delta(end, begin);
 *	printf("%lld exits\n", exitmeter_total(end, EXITMETER_EXITS));
 *
 * A latch costs one exit, of the reason CPUID; reading costs some more, which are not in the region.
 * Functions that return an int return 0, or a negative value of errno. A handle and a ledger may be
 * used by one thread at a time.
 */
#ifndef EXITMETER_H
#define EXITMETER_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* In place of a vCPU's index: the sum over the VM. */
#define EXITMETER_VM	(-1)

/* Slots that can hold a latch at a time, numbered from 0. */
#define EXITMETER_SLOTS	4

/* What the hardware's reasons are numbered by. */
enum exitmeter_vendor {
	EXITMETER_VMX = 1,	/* basic exit reason, Intel SDM volume 3, appendix C */
	EXITMETER_SVM = 2,	/* index; exitmeter-abi(7) has the exit codes */
};

/* What a reason has. Cycles are of the host's TSC. */
enum exitmeter_figure {
	EXITMETER_COUNT,	/* exits */
	EXITMETER_KERNEL,	/* cycles in KVM */
	EXITMETER_USER,		/* cycles in the VMM */
	EXITMETER_BLOCKED,	/* cycles halted */
	EXITMETER_OFFCPU,	/* cycles scheduled out while not halted */
};

/* What all reasons together have, and the rest of the time. */
enum exitmeter_sum {
	EXITMETER_EXITS,	/* exits */
	EXITMETER_ALL_KERNEL,	/* cycles, as the next six */
	EXITMETER_ALL_USER,
	EXITMETER_ALL_BLOCKED,
	EXITMETER_ALL_OFFCPU,
	EXITMETER_GUEST,
	EXITMETER_STARTUP,
	EXITMETER_WALL,		/* the sum of the six before */
};

/**
 * struct exitmeter_info - what the meter says of itself
 * @vendor: enum exitmeter_vendor
 * @nested_paging: 1 with EPT or NPT, 0 with shadow paging
 * @nr_reasons: reasons are numbered from 0 to below that
 * @nr_vcpus: of the VM, at present
 * @tsc_khz: frequency of the host's TSC, 1000 cycles per second; 0 if it is not known
 * @generation: another one after the counters restarted
 */
struct exitmeter_info {
	unsigned int vendor;
	unsigned int nested_paging;
	unsigned int nr_reasons;
	unsigned int nr_vcpus;
	uint32_t tsc_khz;
	uint32_t generation;
};

/* The VM's meter, opened. */
struct exitmeter;

/* Counters of a VM or of a vCPU, or a difference of two. */
struct exitmeter_ledger;

/**
 * exitmeter_open - find the meter, and keep other programs from measuring meanwhile
 * @meter: receives it, for exitmeter_close()
 *
 * Return: 0; -ENODEV if this is no virtual machine with a meter; -EPROTO if it has one that this
 * library does not know; -EBUSY if another program measures; -ENOMEM.
 */
int exitmeter_open(struct exitmeter **meter);

/* exitmeter_close - let others measure; NULL is allowed */
void exitmeter_close(struct exitmeter *meter);

/* exitmeter_info - what the meter says of itself now */
void exitmeter_info(const struct exitmeter *meter, struct exitmeter_info *info);

/**
 * exitmeter_latch - copy all counters of the VM into a slot, at one exit's cost
 * @slot: below EXITMETER_SLOTS
 *
 * Return: 0; -EINVAL for no such slot; -EBUSY if other programs latch it all the time.
 */
int exitmeter_latch(struct exitmeter *meter, unsigned int slot);

/**
 * exitmeter_read - what was latched
 * @slot: latched through this handle
 * @vcpu: an index, or EXITMETER_VM
 * @ledger: receives it
 *
 * Costs some three exits for each reason that is not zero.
 *
 * Return: 0; -EINVAL for a slot that was not latched or no such vCPU; -EBUSY if another program
 * latched it again; -ESTALE if the VM was migrated or restored since exitmeter_open(), -ENODEV if
 * that was to a host without a meter: open it anew, and measure again. -EAGAIN if a vCPU's
 * counters changed all the while they were latched, and are left out: measure again.
 */
int exitmeter_read(struct exitmeter *meter, unsigned int slot, int vcpu,
		   struct exitmeter_ledger *ledger);

/* exitmeter_strerror - what an error of this library means and what to do; never NULL */
const char *exitmeter_strerror(int error);

/* exitmeter_ledger_new - all zeros. Return: for exitmeter_ledger_free(); NULL without memory. */
struct exitmeter_ledger *exitmeter_ledger_new(void);

/* exitmeter_ledger_free - NULL is allowed */
void exitmeter_ledger_free(struct exitmeter_ledger *ledger);

/**
 * exitmeter_delta - later -= earlier
 * @later: of the same VM or vCPU, and of the same handle
 *
 * Return: 0; -EINVAL if they are not of the same.
 */
int exitmeter_delta(struct exitmeter_ledger *later, const struct exitmeter_ledger *earlier);

/**
 * exitmeter_get - a figure of a reason
 *
 * Return: the figure; 0 for no such reason or figure. A difference can come out a little below
 * zero where the cost of measuring was taken off.
 */
int64_t exitmeter_get(const struct exitmeter_ledger *ledger, unsigned int reason,
		      enum exitmeter_figure figure);

/* exitmeter_total - a figure of all reasons together, or of the rest of the time */
int64_t exitmeter_total(const struct exitmeter_ledger *ledger, enum exitmeter_sum sum);

/**
 * exitmeter_reason_name - a reason's name, as the vendor's manual has it
 * @vendor: enum exitmeter_vendor
 *
 * Return: valid until this thread calls it again; never NULL.
 */
const char *exitmeter_reason_name(unsigned int vendor, unsigned int reason);

#ifdef __cplusplus
}
#endif

#endif
