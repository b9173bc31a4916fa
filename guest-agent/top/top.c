// SPDX-License-Identifier: GPL-2.0
#include "top.h"

#include <ctype.h>
#include <curses.h>
#include <stdlib.h>
#include <string.h>

#include "ledger/rank.h"
#include "ledger/reasons.h"

#define KEY_ESCAPE	27

const char *top_sort_name(enum top_sort sort)
{
	static const char *const names[TOP_SORT_NR] = {
		[TOP_SORT_COUNT] = "exits", [TOP_SORT_KERNEL] = "kernel",
		[TOP_SORT_AVERAGE] = "average", [TOP_SORT_USER] = "user",
		[TOP_SORT_BLOCKED] = "blocked", [TOP_SORT_NUMBER] = "number",
	};

	return sort < TOP_SORT_NR ? names[sort] : NULL;
}

const struct ledger *top_ledger(const struct top *t)
{
	if (t->vcpu != WINDOWS_VM && (unsigned int)t->vcpu < t->w.nr_vcpus)
		return &t->w.vcpus[t->vcpu];
	return &t->w.net;
}

size_t top_cursor(const struct top *t)
{
	size_t i;

	for (i = 0; i < t->nr; i++)
		if (t->rows[i].reason == t->selected)
			return i;
	return 0;
}

static double sort_value(enum top_sort sort, const struct ledger_row *row, unsigned int reason)
{
	switch (sort) {
	case TOP_SORT_COUNT:
		return row->count;
	case TOP_SORT_KERNEL:
		return row->kernel;
	case TOP_SORT_AVERAGE:
		return row->count > 0 ? (double)row->kernel / row->count : 0;
	case TOP_SORT_USER:
		return row->user;
	case TOP_SORT_BLOCKED:
		return row->blocked;
	default:
		return -(double)reason;
	}
}

/* What qsort_r() hands on to the comparison. */
struct order {
	const struct ledger *l;
	enum top_sort sort;
};

static int by_sort(const void *a, const void *b, void *data)
{
	const struct top_row *x = a, *y = b;
	const struct order *order = data;
	double i = sort_value(order->sort, &order->l->rows[x->reason], x->reason);
	double j = sort_value(order->sort, &order->l->rows[y->reason], y->reason);

	if (i != j)
		return i < j ? 1 : -1;
	return x->reason < y->reason ? -1 : 1;
}

static void set_label(struct top_row *row, const struct top *t, unsigned int reason)
{
	char buf[REASON_NAME_SIZE];

	row->reason = reason;
	if (reason < t->w.net.nr_reasons)
		snprintf(row->label, sizeof(row->label), "%3u %s", reason,
			 reason_name(t->w.info.vendor, reason, buf));
	else
		snprintf(row->label, sizeof(row->label), "  - %s",
			 reason_name(t->w.info.vendor, reason, buf));
}

static void arrange(struct top *t)
{
	struct order order = { top_ledger(t), t->sort };
	unsigned int ranked[LEDGER_MAX_ROWS];
	size_t nr = rank_rows(order.l, ranked), i;

	t->nr = 0;
	for (i = 0; i < nr; i++) {
		set_label(&t->rows[t->nr], t, ranked[i]);
		if (strcasestr(t->rows[t->nr].label, t->filter))
			t->nr++;
	}
	qsort_r(t->rows, t->nr, sizeof(t->rows[0]), by_sort, &order);
}

void top_take(struct top *t, struct window *w)
{
	window_free(&t->w);
	t->w = *w;
	memset(w, 0, sizeof(*w));
	t->seconds = t->w.info.tsc_khz ?
		     (t->w.end.tsc - t->w.begin.tsc) / (t->w.info.tsc_khz * 1000.0) : 0;
	arrange(t);
}

static void move_cursor(struct top *t, int by)
{
	long at = (long)top_cursor(t) + by;

	if (!t->nr)
		return;
	if (at < 0)
		at = 0;
	if (at >= (long)t->nr)
		at = t->nr - 1;
	t->selected = t->rows[at].reason;
}

static void type(struct top *t, int key)
{
	size_t len = strlen(t->filter);

	if (key == '\n' || key == '\r' || key == KEY_ENTER) {
		t->typing = false;
	} else if (key == KEY_ESCAPE) {
		t->typing = false;
		*t->filter = '\0';
	} else if (key == KEY_BACKSPACE || key == 127 || key == '\b') {
		if (len)
			t->filter[len - 1] = '\0';
	} else if (key >= ' ' && key <= '~' && len + 1 < TOP_FILTER_SIZE) {
		t->filter[len] = key;
		t->filter[len + 1] = '\0';
	}
	arrange(t);
}

static void next_vcpu(struct top *t)
{
	if (++t->vcpu >= (int)t->w.nr_vcpus)
		t->vcpu = WINDOWS_VM;
	arrange(t);
}

/* On the page of reasons. */
static void reasons_key(struct top *t, int key)
{
	switch (key) {
	case 's':
		t->sort = (t->sort + 1) % TOP_SORT_NR;
		arrange(t);
		break;
	case '/':
		t->typing = true;
		break;
	case 'v':
		next_vcpu(t);
		break;
	case '\n':
	case '\r':
	case KEY_ENTER:
		if (t->nr) {
			t->selected = t->rows[top_cursor(t)].reason;
			t->page = TOP_KEYS;
		}
		break;
	case KEY_UP:
	case 'k':
		move_cursor(t, -1);
		break;
	case KEY_DOWN:
	case 'j':
		move_cursor(t, 1);
		break;
	case KEY_HOME:
		move_cursor(t, -LEDGER_MAX_ROWS);
		break;
	case KEY_END:
		move_cursor(t, LEDGER_MAX_ROWS);
		break;
	}
}

void top_key(struct top *t, int key)
{
	if (t->typing) {
		type(t, key);
		return;
	}
	switch (key) {
	case 'q':
		t->quit = true;
		return;
	case 'p':
	case ' ':
		t->paused = !t->paused;
		return;
	case 'h':
	case '?':
		t->page = t->page == TOP_HELP ? TOP_REASONS : TOP_HELP;
		return;
	case 'n':
		t->next = *t->title != '\0';
		return;
	}
	if (t->page == TOP_REASONS)
		reasons_key(t, key);
	else if (key == KEY_ESCAPE || key == '\n' || key == '\r' || key == KEY_ENTER)
		t->page = TOP_REASONS;
}
