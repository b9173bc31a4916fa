// SPDX-License-Identifier: GPL-2.0
/* The screen of exitmeter top; made for 80x24, right at any size. */
#include "top.h"

#include <curses.h>
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "show/figure.h"
#include "ledger/window/key-name.h"
#include "ledger/reasons.h"
#include "meter/meter.h"

/* Lines above the table, its heading included. */
#define HEAD	4

/* One line, cut at the edge and filled up to it, so that colours reach there. */
static void line(int y, int attributes, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

static void line(int y, int attributes, const char *format, ...)
{
	char text[512];
	va_list args;

	if (y >= LINES)
		return;
	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	attrset(attributes);
	/* The last column of the last line would scroll some terminals. */
	mvprintw(y, 0, "%-*.*s", COLS - 1, COLS - 1, text);
	attrset(A_NORMAL);
}

/* The line that says how rows are sorted has room. */
static void draw_title(const struct top *t)
{
	const int length = strlen(t->title);

	if (LINES > 2 && COLS > 30 + length)
		mvprintw(2, COLS - 1 - length, "%s", t->title);
}

static void draw_head(const struct top *t)
{
	const struct ledger *l = top_ledger(t);
	char rate[FIGURE_SIZE], g[FIGURE_SIZE], k[FIGURE_SIZE], u[FIGURE_SIZE], b[FIGURE_SIZE];
	char o[FIGURE_SIZE], what[40];

	if (t->vcpu == WINDOWS_VM)
		snprintf(what, sizeof(what), "%u vCPU%s", t->w.info.nr_vcpus,
			 t->w.info.nr_vcpus == 1 ? "" : "s");
	else
		snprintf(what, sizeof(what), "vCPU %d of %u", t->vcpu, t->w.info.nr_vcpus);
	line(0, A_BOLD, "exitmeter top: %s %s, %s, every %.3g s%s",
	     meter_vendor_name(t->w.info.vendor), meter_paging_name(&t->w.info), what,
	     t->interval, t->paused ? ", PAUSED" : "");
	line(1, A_NORMAL, "exits/s %s  guest %s  kernel %s  user %s  blocked %s  offcpu %s",
	     figure_average(l->exits, t->seconds, rate), figure_share(l->guest, l->wall, g),
	     figure_share(l->kernel, l->wall, k), figure_share(l->user, l->wall, u),
	     figure_share(l->blocked, l->wall, b), figure_share(l->offcpu, l->wall, o));
	if (t->typing)
		line(2, A_NORMAL, "filter: %s_", t->filter);
	else if (*t->filter)
		line(2, A_NORMAL, "by %s, of those with \"%s\"", top_sort_name(t->sort),
		     t->filter);
	else
		line(2, A_NORMAL, "by %s", top_sort_name(t->sort));
}

/* The part of a list of @nr that fits, so that entry @cursor is in it. */
static size_t first_shown(size_t nr, size_t cursor)
{
	size_t room = LINES > HEAD + 1 ? LINES - HEAD - 1 : 1;

	return nr > room && cursor >= room ? cursor - room + 1 : 0;
}

static void draw_reason(int y, const struct top *t, const struct top_row *row, bool selected)
{
	const struct ledger *l = top_ledger(t);
	const struct ledger_row *f = &l->rows[row->reason];
	char rate[FIGURE_SIZE], share[FIGURE_SIZE], kernel[FIGURE_SIZE], part[FIGURE_SIZE];
	char average[FIGURE_SIZE], user[FIGURE_SIZE], blocked[FIGURE_SIZE];

	line(y, selected ? A_REVERSE : A_NORMAL, "%-23s %8s %6s %8s %6s %7s %7s %7s", row->label,
	     figure_average(f->count, t->seconds, rate), figure_share(f->count, l->exits, share),
	     figure_average(f->kernel, t->seconds, kernel),
	     figure_share(f->kernel, l->kernel, part), figure_average(f->kernel, f->count, average),
	     figure_average(f->user, t->seconds, user),
	     figure_average(f->blocked, t->seconds, blocked));
}

static void draw_reasons(const struct top *t)
{
	size_t cursor = top_cursor(t), i = first_shown(t->nr, cursor);
	int y;

	line(3, A_REVERSE, "%-23s %8s %6s %8s %6s %7s %7s %7s", "reason", "exits/s", "share",
	     "kernel/s", "share", "average", "user/s", "blkd/s");
	for (y = HEAD; y < LINES - 1; y++, i++) {
		if (i < t->nr)
			draw_reason(y, t, &t->rows[i], i == cursor);
		else
			line(y, A_NORMAL, "%s", "");
	}
	line(LINES - 1, A_REVERSE,
	     "q quit  h help  s sort  / filter  v vCPU  p pause  Enter what the exits are for");
}

static int by_count(const void *a, const void *b)
{
	const struct detail_key *x = a, *y = b;

	if (x->charge.count != y->charge.count)
		return x->charge.count < y->charge.count ? 1 : -1;
	return x->key < y->key ? -1 : x->key > y->key;
}

/* The keys of the selected reason, most frequent first; free() it. */
static struct detail_key *selected_keys(const struct top *t, size_t *nr)
{
	const struct detail *d = &t->w.details->net;
	struct detail_key *keys = malloc((d->nr_keys + 1) * sizeof(*keys));
	size_t i;

	*nr = 0;
	for (i = 0; keys && i < d->nr_keys; i++)
		if (KVM_EXITMETER_KEY_ROW(d->keys[i].key) == t->selected)
			keys[(*nr)++] = d->keys[i];
	if (keys)
		qsort(keys, *nr, sizeof(*keys), by_count);
	return keys;
}

static void draw_key(int y, const struct top *t, const struct detail_key *k)
{
	char number[KEY_NAME_SIZE], subject[KEY_NAME_SIZE], access[KEY_NAME_SIZE];
	char rate[FIGURE_SIZE], average[FIGURE_SIZE];
	const char *how = key_access(k->key, access);

	line(y, A_NORMAL, "%8s %8s  %12s  %s%s%s%s",
	     figure_average(k->charge.count, t->seconds, rate),
	     figure_average(k->charge.cycles, k->charge.count, average),
	     key_number(k->key, number), key_subject(k->key, subject), *how ? " (" : "", how,
	     *how ? ")" : "");
}

/* Why there is nothing to show, or NULL. */
static const char *no_keys(const struct top *t, size_t nr)
{
	if (!t->w.details || !(t->w.details->net.features & KVM_EXITMETER_FEATURE_KEYS))
		return "the host keeps no keys; its kvm.ko wants exitmeter_detail=2 or 3";
	if (!detail_has_keys(t->w.info.vendor, t->selected))
		return "no keys are kept of exits for this reason";
	return nr ? NULL : "there was none in this interval";
}

static void draw_keys(const struct top *t)
{
	struct detail_key *keys = NULL;
	char buf[REASON_NAME_SIZE];
	const char *why;
	size_t nr = 0, i = 0;
	int y;

	if (t->w.details)
		keys = selected_keys(t, &nr);
	why = no_keys(t, nr);
	line(2, A_NORMAL, "what exits for %s are for, all vCPUs",
	     reason_name(t->w.info.vendor, t->selected, buf));
	line(3, A_REVERSE, "%8s %8s  %12s  %s", "exits/s", "average", "", "what");
	for (y = HEAD; y < LINES - 1; y++, i++) {
		if (i < nr)
			draw_key(y, t, &keys[i]);
		else
			line(y, A_NORMAL, "%s", y == HEAD && why ? why : "");
	}
	line(LINES - 1, A_REVERSE, "q quit  h help  p pause  Enter back");
	free(keys);
}

static void draw_help(void)
{
	static const char *const text[] = {
		"s          sort by the next of exits, kernel, average, user, blocked, number",
		"/          show only reasons with what is typed; Enter keeps it, Esc drops it",
		"v          the next vCPU by itself, then all together again",
		"n          on a host: the next virtual machine",
		"up, down   move the cursor; k and j do, too",
		"Enter      what the exits for the reason under the cursor are for",
		"p          pause, and go on",
		"h          this help, and back",
		"q          quit",
		"",
		"exits/s    exits per second; share, of all exits",
		"kernel/s   cycles per second in KVM for these exits; share, of all such cycles",
		"average    cycles in KVM per exit",
		"user/s     cycles per second in the VMM for these exits",
		"blkd/s     cycles per second halted after them",
		"",
		"At the top, the vCPUs' time, all of it: in the guest, in KVM, in the VMM,",
		"halted, or waiting for a CPU of the host.",
	};
	size_t i;
	int y;

	line(2, A_NORMAL, "%s", "");
	line(3, A_REVERSE, "keys and columns");
	for (y = HEAD, i = 0; y < LINES - 1; y++, i++)
		line(y, A_NORMAL, "%s", i < sizeof(text) / sizeof(text[0]) ? text[i] : "");
	line(LINES - 1, A_REVERSE, "h back  q quit");
}

void top_draw(const struct top *t)
{
	erase();
	draw_head(t);
	if (t->page == TOP_KEYS)
		draw_keys(t);
	else if (t->page == TOP_HELP)
		draw_help();
	else
		draw_reasons(t);
	if (t->page != TOP_HELP)
		draw_title(t);
	refresh();
}
