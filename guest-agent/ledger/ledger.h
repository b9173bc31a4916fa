/* SPDX-License-Identifier: GPL-2.0 */
/* A ledger as user space holds it: read from a slot, subtracted, checked. */
#ifndef EXITMETER_LEDGER_H
#define EXITMETER_LEDGER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <asm/kvm_exitmeter.h>

#define LEDGER_MAX_ROWS	(KVM_EXITMETER_SVM_REASONS + KVM_EXITMETER_ROW_NR)

/**
 * struct ledger_row - what is charged to one reason
 * @count: exits
 * @kernel: cycles in KVM
 * @user: cycles in the VMM
 * @blocked: cycles halted
 * @offcpu: cycles scheduled out while not halted
 * @max: longest uninterrupted interval of @kernel since the counters' zero,
 *	cycles; not a difference even in a window
 *
 * Signed, for a net window may subtract a cycle too many from a row.
 */
struct ledger_row {
	int64_t count;
	int64_t kernel;
	int64_t user;
	int64_t blocked;
	int64_t offcpu;
	int64_t max;
};

/* The figures beside the rows.  Counts, but for the ones marked cycles. */
#define LEDGER_SUMS(X)							\
	X(exits)	/* hardware exits: the sum of the counts */	\
	X(kernel)	/* cycles, as the next six; startup excluded */	\
	X(user)								\
	X(blocked)							\
	X(offcpu)							\
	X(guest)							\
	X(startup)							\
	X(wall)		/* since the creation of the vCPU */		\
	X(vmfail)	/* VM entry instructions that failed */		\
	X(emulation)	/* runs emulated without entering the guest */	\
	X(failed_entry)	/* exits that say that the entry failed */	\
	X(enclave)							\
	X(bus_lock)							\
	X(kvm_exits)	/* KVM's own statistic "exits" */		\
	X(negative)	/* intervals taken as zero */			\
	X(clamped)	/* cycles by which they were negative */

/**
 * struct ledger - of one vCPU or summed over a VM; or a difference of two
 * @nr_reasons: rows that are exit reasons
 * @nr_rows: with the pseudo-reasons behind them
 * @serial: of the latch; 0 in a difference
 * @tsc: of the copy, from the VM's creation; 0 in a difference
 * @copy_exits: of the exits, those that copies made, by interrupts to the CPU of a vCPU
 *	that ran; in a net window, how many were taken off
 * @rows: by reason
 */
struct ledger {
	unsigned int nr_reasons;
	unsigned int nr_rows;
	uint64_t serial;
	uint64_t tsc;
	int64_t copy_exits;
#define X(name) int64_t name;
	LEDGER_SUMS(X)
#undef X
	struct ledger_row rows[LEDGER_MAX_ROWS];
};

/**
 * struct ledger_sum - names a member of struct ledger for tables
 * @name: as printed and as in a record
 * @offset: of an int64_t
 */
struct ledger_sum {
	const char *name;
	size_t offset;
};

extern const struct ledger_sum ledger_sums[];
extern const size_t ledger_nr_sums;

static inline int64_t *ledger_sum(struct ledger *l, size_t i)
{
	return (int64_t *)((char *)l + ledger_sums[i].offset);
}

static inline int64_t ledger_sum_get(const struct ledger *l, size_t i)
{
	return *(const int64_t *)((const char *)l + ledger_sums[i].offset);
}

/*
 * value_add - a sum of what a guest, a file or a hypervisor said
 *
 * One that does not fit is the largest that does, which value_in_range() refuses.
 */
static inline int64_t value_add(int64_t a, int64_t b)
{
	int64_t sum;

	if (!__builtin_add_overflow(a, b, &sum))
		return sum;
	return a < 0 ? -INT64_MAX : INT64_MAX;
}

/* value_subtract - likewise */
static inline int64_t value_subtract(int64_t a, int64_t b)
{
	int64_t difference;

	if (!__builtin_sub_overflow(a, b, &difference))
		return difference;
	return a < 0 ? -INT64_MAX : INT64_MAX;
}

/**
 * ledger_subtract - a -= b
 * @a: the later one
 * @b: the earlier one, of the same vCPU or VM; @max is left as it is in @a
 */
void ledger_subtract(struct ledger *a, const struct ledger *b);

/**
 * ledger_add - a += b
 * @a: a ledger, or zeros; @max becomes the larger of the two
 * @b: of another vCPU
 */
void ledger_add(struct ledger *a, const struct ledger *b);

/**
 * ledger_net_copies - take off the exits that copies made
 * @l: a difference, whose @copy_exits stays
 * @vendor: KVM_EXITMETER_VENDOR_*
 *
 * They are exits for an interrupt of the host. Their cycles are not known apart from
 * those of the others, and stay.
 */
void ledger_net_copies(struct ledger *l, unsigned int vendor);

bool ledger_row_is_zero(const struct ledger_row *row);

/* The accounts that a row has, in the order of the record. */
#define ROW_ACCOUNTS	4

struct row_account {
	const char *name;
	size_t row_offset;	/* in struct ledger_row */
	size_t sum_offset;	/* in struct ledger */
};

extern const struct row_account row_accounts[ROW_ACCOUNTS];

static inline int64_t row_account(const struct ledger_row *row, size_t account)
{
	return *(const int64_t *)((const char *)row + row_accounts[account].row_offset);
}

static inline int64_t ledger_account(const struct ledger *l, size_t account)
{
	return *(const int64_t *)((const char *)l + row_accounts[account].sum_offset);
}

/*
 * Larger values are damage: these are more cycles than a CPU of 6 GHz makes in a day, the longest
 * that a cell may take.  Sums over all rows and accounts, or over all buckets, don't overflow.
 */
#define VALUE_MAX	((int64_t)1 << 49)

static inline bool value_in_range(int64_t value)
{
	return value >= -VALUE_MAX && value <= VALUE_MAX;
}

/* ledger_in_range - are all values of a ledger of a size that can be? */
bool ledger_in_range(const struct ledger *l);

/* The pseudo-reasons' names, by KVM_EXITMETER_ROW_*. */
extern const char *const ledger_pseudo_rows[KVM_EXITMETER_ROW_NR];

/**
 * struct ledger_law - a sum that must come out
 * @name: short, one word
 * @text: for a reader
 * @right: offset of the right side in struct ledger, an int64_t
 * @loose: KVM counts one side after the other, and a vCPU that runs while it is copied
 *	may be between the two
 * @difference: left side minus right side; 0 if the law holds
 */
struct ledger_law {
	const char *name;
	const char *text;
	size_t right;
	bool loose;
	int64_t (*difference)(const struct ledger *l);
};

extern const struct ledger_law ledger_laws[];
extern const size_t ledger_nr_laws;

/**
 * ledger_law_off - by how much a law does not hold
 * @running: copies in @l of vCPUs that may have been running: for each latch that @l is
 *	made of, all vCPUs but the one that latched
 *
 * Return: left side minus right side; 0 if the law holds, or if copies of vCPUs that run
 * can explain the difference.
 */
int64_t ledger_law_off(const struct ledger_law *law, const struct ledger *l,
		       unsigned int running);

/**
 * struct ledger_mode_proof - reasons that a paging mode can't have
 * @vendor: KVM_EXITMETER_VENDOR_*
 * @paging: KVM_EXITMETER_PAGING_*
 * @nr: how many
 * @reasons: exits of one of them disprove the mode
 * @list: of them, for a reader
 * @text: that there are none, for a reader
 */
struct ledger_mode_proof {
	unsigned int vendor;
	unsigned int paging;
	size_t nr;
	unsigned int reasons[4];
	const char *list;
	const char *text;
};

/* ledger_mode_proof - Return: NULL for no such vendor or mode. */
const struct ledger_mode_proof *ledger_mode_proof(unsigned int vendor, unsigned int paging);

/* ledger_unseen - runs that did not enter the guest, which KVM counts as exits */
int64_t ledger_unseen(const struct ledger *l);

static inline int64_t ledger_law_right(const struct ledger_law *law, const struct ledger *l)
{
	return *(const int64_t *)((const char *)l + law->right);
}

#endif
