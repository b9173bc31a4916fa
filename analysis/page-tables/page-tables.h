/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What a cell's exits for page tables were for: the ledger says how many there
 * were, KVM's own statistics say how they were handled.
 */
#ifndef EXITREPORT_PAGE_TABLES_H
#define EXITREPORT_PAGE_TABLES_H

#include "record/record.h"

enum page_use {
	PAGE_FAULTS,		/* the tables in use do not allow the access */
	/*
	 * Of these: it is a device's memory.  VMX has one reason for all exceptions and
	 * for NMIs; with shadow paging those that are no page faults are in here.
	 */
	PAGE_DEVICE,
	PAGE_FIXED,		/* likewise, up to PAGE_AGAIN: an entry filled or given more rights */
	PAGE_REFLECTED,		/* the guest's own tables do not allow it either */
	PAGE_EMULATED,		/* a write to upper levels of the guest's page tables, or to ROM */
	PAGE_MARKED,		/* first access to a page of a device */
	PAGE_SPURIOUS,		/* the entry was right already */
	PAGE_AGAIN,		/* none of these: the guest tries again */
	PAGE_CR,		/* access to a control register */
	PAGE_INVALIDATE,	/* INVLPG, INVPCID */
	PAGE_USES,
};

/**
 * struct page_use_text - a use for readers
 * @key: in tables
 * @name: as short as a column's title
 * @from: what it is computed from
 */
struct page_use_text {
	const char *key;
	const char *name;
	const char *from;
};

extern const struct page_use_text page_uses[PAGE_USES];

/**
 * struct page_tables - the account of a cell
 * @whole_life: from the VM's creation to its end; else from just before the window to
 *	just after it
 * @exits: all exits in that time
 * @window_exits: all exits of the cell's window
 * @use: exits by use; the parts of PAGE_FAULTS add up to it
 * @window_faults: PAGE_FAULTS of the window
 */
struct page_tables {
	bool whole_life;
	int64_t exits;
	int64_t window_exits;
	int64_t use[PAGE_USES];
	int64_t window_faults;
};

/**
 * page_tables_load - draw up the account of a cell
 * @r: status ok
 * @error: receives why there is none
 *
 * Return: 0, or -1 if the record lacks statistics or the host's ledgers.
 */
int page_tables_load(struct page_tables *p, const struct record *r, char *error, size_t size);

static inline bool page_use_is_part(enum page_use use)
{
	return use > PAGE_FAULTS && use < PAGE_CR;
}

/**
 * struct page_counter - one of KVM's statistics about page tables
 * @name: in debugfs
 * @is_level: it goes up and down; else it only counts up
 * @text: what it counts
 * @where: the functions of KVM that do, and their files
 */
struct page_counter {
	const char *name;
	bool is_level;
	const char *text;
	const char *where;
};

extern const struct page_counter page_counters[];
extern const size_t page_nr_counters;

/**
 * page_counter_value - what it came to in the time of the cell's account
 * @value: receives by how much it grew; of a level, what it was in the end
 *
 * Return: does the record have it?
 */
bool page_counter_value(const struct page_counter *c, const struct record *r, int64_t *value);

#endif
