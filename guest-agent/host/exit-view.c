// SPDX-License-Identifier: GPL-2.0
#include "exit-view.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "ledger/reasons.h"
#include "ledger/row.h"
#include "show/csv-end.h"
#include "show/figure.h"
#include "util/memory.h"

/* Lines of a table of slow exits, and of keys if --detail does not say. */
#define LINES	15

static bool is_wanted(const struct stat_view *v, unsigned int row)
{
	return !v->wanted || v->wanted[row];
}

/* In the order of the table above: most frequent first. */
static size_t order_of(const struct vm_window *vm, const struct stat_view *v,
		       unsigned int order[LEDGER_MAX_ROWS])
{
	return stat_rows(v, &vm->w.net, order);
}

static void print_times(FILE *f, const struct vm_window *vm, const struct stat_view *v)
{
	unsigned int order[LEDGER_MAX_ROWS];
	char p50[FIGURE_SIZE], p99[FIGURE_SIZE], max[FIGURE_SIZE];
	size_t nr = order_of(vm, v, order), i;
	const struct exit_times *t;

	if (!vm->exits.nr_times)
		return;
	fprintf(f, "%-22s %9s %6s %6s %6s\n", "ns, exit to entry", "", "p50", "p99", "max");
	for (i = 0; i < nr; i++) {
		t = exit_times_of(&vm->exits, order[i]);
		if (t)
			fprintf(f, "%-32s %6s %6s %6s\n",
				row_label(vm->w.info.vendor, order[i]).text,
				figure_short(exit_times_below(t, 0.5), p50),
				figure_short(exit_times_below(t, 0.99), p99),
				figure_short(exit_times_longest(t), max));
	}
}

static int by_count(const void *a, const void *b)
{
	const struct exit_key *x = a, *y = b;

	if (x->count != y->count)
		return x->count < y->count ? 1 : -1;
	return x->value < y->value ? -1 : x->value > y->value;
}

/* Those of a kind, most frequent first; free() it. */
static struct exit_key *keys_of(const struct vm_window *vm, unsigned int by, size_t *nr)
{
	struct exit_key *keys = memory_zalloc((vm->exits.nr_keys + 1) * sizeof(*keys));
	size_t i;

	*nr = 0;
	for (i = 0; i < vm->exits.nr_keys; i++)
		if (vm->exits.keys[i].by == by)
			keys[(*nr)++] = vm->exits.keys[i];
	qsort(keys, *nr, sizeof(*keys), by_count);
	return keys;
}

static void print_keys(FILE *f, const struct vm_window *vm, const struct stat_view *v,
		       unsigned int by)
{
	const size_t most = v->detail ? v->detail : LINES;
	char text[EXIT_KEY_SIZE], average[FIGURE_SIZE];
	size_t nr, i, printed = 0;
	struct exit_key *keys = keys_of(vm, by, &nr);

	if (nr)
		fprintf(f, "%-32s %-32s %9s %6s\n",
			by == EXIT_BY_USERSPACE ? "to the VMM" : "exits by", exit_by_name(by),
			"count",
			by == EXIT_BY_USERSPACE ? "ns/VMM" : "ns avg");
	for (i = 0; i < nr && printed < most; i++) {
		if (!is_wanted(v, keys[i].row))
			continue;
		fprintf(f, "%-32s %-32s %9" PRIu64 " %6s\n",
			row_label(vm->w.info.vendor, keys[i].row).text,
			exit_key_text(&keys[i], text), keys[i].count,
			figure_average(keys[i].ns, keys[i].count, average));
		printed++;
	}
	free(keys);
}

void exit_view_table(FILE *f, const struct vm_window *vm, const struct stat_view *v)
{
	unsigned int by;

	print_times(f, vm, v);
	for (by = 0; by < EXIT_BY_NR; by++)
		print_keys(f, vm, v, by);
}

/* The columns of stat_csv_print(). */
static void print_csv(FILE *f, const struct vm_window *vm, const struct stat_view *v, char s,
		      unsigned int row, const char *quantity, uint64_t value)
{
	char name[REASON_NAME_SIZE];

	fprintf(f, "1%c", s);
	if (v->interval)
		fprintf(f, "%.6f", v->time);
	fprintf(f, "%c%zu%c%c", s, v->r->nr, s, s);
	if (row < vm->w.net.nr_reasons)
		fprintf(f, "%u", row);
	fprintf(f, "%c%s%c%s%c%" PRIu64 "%c%" PRIu64 "%c%" PRIu64 CSV_END, s,
		reason_name(vm->w.info.vendor, row, name), s, quantity, s, value, s, value, s,
		value);
}

static void print_csv_key(FILE *f, const struct vm_window *vm, const struct stat_view *v, char s,
			  const struct exit_key *key)
{
	char text[EXIT_KEY_SIZE], quantity[EXIT_KEY_SIZE + 32];

	snprintf(quantity, sizeof(quantity), "%s %s", exit_by_name(key->by),
		 exit_key_text(key, text));
	print_csv(f, vm, v, s, key->row, quantity, key->count);
	snprintf(quantity, sizeof(quantity), "%s %s ns", exit_by_name(key->by), text);
	print_csv(f, vm, v, s, key->row, quantity, key->ns);
}

void exit_view_csv(FILE *f, const struct vm_window *vm, const struct stat_view *v, char separator)
{
	const struct exit_times *t;
	size_t i;

	for (i = 0; i < vm->exits.nr_times; i++) {
		t = &vm->exits.times[i];
		if (!is_wanted(v, t->row))
			continue;
		print_csv(f, vm, v, separator, t->row, "p50 ns", exit_times_below(t, 0.5));
		print_csv(f, vm, v, separator, t->row, "p99 ns", exit_times_below(t, 0.99));
		print_csv(f, vm, v, separator, t->row, "max ns", exit_times_longest(t));
	}
	for (i = 0; i < vm->exits.nr_keys; i++)
		if (is_wanted(v, vm->exits.keys[i].row))
			print_csv_key(f, vm, v, separator, &vm->exits.keys[i]);
}

static json_t *times_to_json(const struct vm_window *vm, const struct exit_times *t)
{
	char name[REASON_NAME_SIZE];

	return json_pack("{s:i, s:s, s:I, s:I, s:I}", "reason", (int)t->row,
			 "name", reason_name(vm->w.info.vendor, t->row, name),
			 "p50_ns", (json_int_t)exit_times_below(t, 0.5),
			 "p99_ns", (json_int_t)exit_times_below(t, 0.99),
			 "max_ns", (json_int_t)exit_times_longest(t));
}

static json_t *key_to_json(const struct vm_window *vm, const struct exit_key *key)
{
	char name[REASON_NAME_SIZE], text[EXIT_KEY_SIZE];

	return json_pack("{s:i, s:s, s:s, s:s, s:I, s:I}", "reason", (int)key->row,
			 "name", reason_name(vm->w.info.vendor, key->row, name),
			 "by", exit_by_name(key->by), "what", exit_key_text(key, text),
			 "count", (json_int_t)key->count, "ns", (json_int_t)key->ns);
}

void exit_view_json(json_t *out, const struct vm_window *vm)
{
	json_t *times = json_array(), *keys = json_array();
	size_t i;

	for (i = 0; i < vm->exits.nr_times; i++)
		json_array_append_new(times, times_to_json(vm, &vm->exits.times[i]));
	for (i = 0; i < vm->exits.nr_keys; i++)
		json_array_append_new(keys, key_to_json(vm, &vm->exits.keys[i]));
	json_object_set_new(out, "times", times);
	json_object_set_new(out, "keys", keys);
}

/* The time of day in UTC, to the microsecond. */
static const char *time_of(double at, char text[40])
{
	time_t second = at;
	struct tm tm;
	size_t n = strftime(text, 40, "%H:%M:%S", gmtime_r(&second, &tm));

	snprintf(text + n, 40 - n, ".%06d", (int)((at - second) * 1e6));
	return text;
}

static void print_userspace(FILE *f, int userspace)
{
	const struct exit_key key = { .by = EXIT_BY_USERSPACE, .value = userspace };
	char text[EXIT_KEY_SIZE];

	if (userspace >= 0)
		fprintf(f, " %s", exit_key_text(&key, text));
}

void slow_exits_table(FILE *f, const struct slow_exits *s, const struct host *h)
{
	char took[FIGURE_SIZE], user[FIGURE_SIZE], offcpu[FIGURE_SIZE], at[40];
	const struct slow_exit *e;
	size_t i;

	fprintf(f, "exits that took %s ns or longer: %lu%s\n",
		figure_short(h->options.than, took), s->seen,
		s->seen > LINES ? ", the slowest:" : "");
	if (s->nr)
		fprintf(f, "%-15s %7s %4s %-22s %6s %6s %6s  %s\n", "end, UTC", "VM", "vCPU",
			"reason", "ns", "in VMM", "offcpu", "RIP, why the VMM");
	for (i = 0; i < s->nr && i < LINES; i++) {
		e = &s->all[i];
		fprintf(f, "%-15s %7d %4u %-22s %6s %6s %6s  0x%" PRIx64, time_of(e->at, at),
			(int)e->pid, e->vcpu, row_label(h->facts.info.vendor, e->row).text,
			figure_short(e->took, took), figure_short(e->user, user),
			figure_short(e->offcpu, offcpu), e->rip);
		print_userspace(f, e->userspace);
		fputc('\n', f);
	}
}

static json_t *slow_to_json(const struct slow_exit *e, unsigned int vendor)
{
	char name[REASON_NAME_SIZE], rip[32];

	snprintf(rip, sizeof(rip), "0x%" PRIx64, e->rip);
	return json_pack("{s:f, s:i, s:i, s:i, s:s, s:I, s:I, s:I, s:I, s:i, s:s}", "at", e->at,
			 "pid", (int)e->pid, "vcpu", (int)e->vcpu, "reason", (int)e->row,
			 "name", reason_name(vendor, e->row, name), "ns", (json_int_t)e->took,
			 "user_ns", (json_int_t)e->user, "offcpu_ns", (json_int_t)e->offcpu,
			 "blocked_ns", (json_int_t)e->blocked, "kvm_exit", e->userspace,
			 "rip", rip);
}

json_t *slow_exits_json(const struct slow_exits *s, const struct host *h)
{
	json_t *list = json_array();
	size_t i;

	for (i = 0; i < s->nr; i++)
		json_array_append_new(list, slow_to_json(&s->all[i], h->facts.info.vendor));
	return json_pack("{s:I, s:I, s:o}", "than_ns", (json_int_t)h->options.than,
			 "seen", (json_int_t)s->seen, "slowest", list);
}
