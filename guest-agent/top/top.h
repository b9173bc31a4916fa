/* SPDX-License-Identifier: GPL-2.0 */
/* What `exitmeter top` shows, and how keys change it; top-screen.c draws it. */
#ifndef EXITMETER_TOP_H
#define EXITMETER_TOP_H

#include <stdbool.h>

#include "ledger/window/window.h"
#include "measure/windows.h"

/* Longest filter, its NUL included. */
#define TOP_FILTER_SIZE	32

/* Longest title, its NUL included. */
#define TOP_TITLE_SIZE	128

enum top_sort {
	TOP_SORT_COUNT,
	TOP_SORT_KERNEL,
	TOP_SORT_AVERAGE,
	TOP_SORT_USER,
	TOP_SORT_BLOCKED,
	TOP_SORT_NUMBER,
	TOP_SORT_NR,
};

enum top_page { TOP_REASONS, TOP_KEYS, TOP_HELP };

/**
 * struct top_row - a line of the page of reasons
 * @label: number and name
 */
struct top_row {
	unsigned int reason;
	char label[48];
};

/**
 * struct top - all of it
 * @w: the last interval; all zeros before the first
 * @seconds: its length
 * @interval: between screens, seconds
 * @sort: by what
 * @vcpu: an index, or WINDOWS_VM
 * @filter: part of the labels to show; empty is all
 * @typing: keys go into the filter
 * @paused: @w stays as it is
 * @quit: the user has enough
 * @title: of the VM that is shown, where there may be several; empty in a guest
 * @next: the user wants to see the next VM
 * @page: what is shown
 * @selected: reason under the cursor, which it stays on when rows move
 * @nr: rows of the page of reasons
 * @rows: in their order
 */
struct top {
	struct window w;
	double seconds;
	double interval;
	enum top_sort sort;
	int vcpu;
	char filter[TOP_FILTER_SIZE];
	bool typing;
	bool paused;
	bool quit;
	char title[TOP_TITLE_SIZE];
	bool next;
	enum top_page page;
	unsigned int selected;
	size_t nr;
	struct top_row rows[LEDGER_MAX_ROWS];
};

/* top_take - show another interval; @w's contents are taken over */
void top_take(struct top *t, struct window *w);

/* top_key - what a key of curses does */
void top_key(struct top *t, int key);

/* top_ledger - of what is shown, the VM or a vCPU */
const struct ledger *top_ledger(const struct top *t);

/* top_cursor - index of the selected row */
size_t top_cursor(const struct top *t);

/* top_sort_name - Return: a word; NULL for no such order. */
const char *top_sort_name(enum top_sort sort);

/* top_draw - the whole screen, whatever its size */
void top_draw(const struct top *t);

#endif
