// SPDX-License-Identifier: GPL-2.0
/* exitmeter diff: what is different between two windows. */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "commands.h"
#include "show/figure.h"
#include "ledger/reasons.h"
#include "meter/meter.h"
#include "options.h"
#include "show/csv-end.h"
#include "show/output.h"
#include "show/window-file.h"

#define ROOM	(64 << 10)

static const char doc[] =
	"Show by reason what is different between two windows that 'exitmeter record' left: exits and "
	"kernel cycles of both, and by how much OTHER has more; the largest difference of "
	"kernel cycles first. Needs no meter.\v"
	"A window is one measurement: it does not tell how much of a difference is chance. "
	"'exitbench' and 'exitreport compare' repeat and do.\n"
	"\n"
	"EXAMPLES:\n"
	"  exitmeter record -o before.json -- ./benchmark\n"
	"  exitmeter record -o after.json -- ./benchmark\n"
	"  exitmeter diff before.json after.json\n"
	"  exitmeter diff -x before.json after.json > difference.csv\n"
	"\n"
	"Exit status: 0 ok, 1 a file can't be read, they are of different vendors, or the output "
	"was not written; 2 bad usage.";

enum format { TABLE, CSV, JSON };

struct arguments {
	enum format format;
	const char *output;
	const char *files[2];
};

static const struct argp_option options[] = {
	{ "json", 'j', NULL, 0, "print JSON", 0 },
	{ "output", 'o', "FILE", 0, "print into FILE; - is standard output", 0 },
	{ "csv", 'x', NULL, 0, "print CSV (RFC 4180)", 0 },
	{ 0 }
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct arguments *args = state->input;

	switch (key) {
	case 'j':
		args->format = JSON;
		return 0;
	case 'o':
		args->output = arg;
		return 0;
	case 'x':
		args->format = CSV;
		return 0;
	case ARGP_KEY_ARG:
		if (state->arg_num > 1)
			return ARGP_ERR_UNKNOWN;
		args->files[state->arg_num] = arg;
		return 0;
	case ARGP_KEY_END:
		if (state->arg_num < 2)
			argp_error(state, "two files are wanted");
		return 0;
	}
	return ARGP_ERR_UNKNOWN;
}

/**
 * struct entry - a reason in both windows
 * @row: LEDGER_MAX_ROWS is the total
 * @count: exits in each
 * @kernel: cycles in each
 */
struct entry {
	unsigned int row;
	int64_t count[2];
	int64_t kernel[2];
};

/* struct difference - two windows and what is in either */
struct difference {
	struct window w[2];
	size_t nr;
	struct entry entries[LEDGER_MAX_ROWS + 1];
};

static int by_kernel(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;
	int64_t i = llabs(x->kernel[1] - x->kernel[0]), j = llabs(y->kernel[1] - y->kernel[0]);

	if (i != j)
		return i < j ? 1 : -1;
	i = llabs(x->count[1] - x->count[0]);
	j = llabs(y->count[1] - y->count[0]);
	if (i != j)
		return i < j ? 1 : -1;
	return x->row < y->row ? -1 : 1;
}

static void compare(struct difference *d)
{
	const struct ledger *a = &d->w[0].net, *b = &d->w[1].net;
	unsigned int row;

	d->nr = 0;
	for (row = 0; row < a->nr_rows; row++) {
		if (ledger_row_is_zero(&a->rows[row]) && ledger_row_is_zero(&b->rows[row]))
			continue;
		d->entries[d->nr++] = (struct entry) {
			.row = row,
			.count = { a->rows[row].count, b->rows[row].count },
			.kernel = { a->rows[row].kernel, b->rows[row].kernel },
		};
	}
	qsort(d->entries, d->nr, sizeof(d->entries[0]), by_kernel);
	d->entries[d->nr++] = (struct entry) {
		.row = LEDGER_MAX_ROWS,
		.count = { a->exits, b->exits },
		.kernel = { a->kernel, b->kernel },
	};
}

static const char *name_of(const struct difference *d, const struct entry *e,
			   char buf[REASON_NAME_SIZE])
{
	if (e->row == LEDGER_MAX_ROWS)
		return "total";
	return reason_name(d->w[0].info.vendor, e->row, buf);
}

/* The reason's number; empty for what has only a name. */
static const char *number_of(const struct difference *d, const struct entry *e, char buf[16])
{
	*buf = '\0';
	if (e->row < d->w[0].net.nr_reasons)
		snprintf(buf, 16, "%u", e->row);
	return buf;
}

/* "+12.5%", "new" or "gone". */
static const char *change(const int64_t of[2], char buf[16])
{
	double percent = of[0] ? 100.0 * (of[1] - of[0]) / of[0] : 0;

	if (of[0] == of[1])
		snprintf(buf, 16, "=");
	else if (!of[0])
		snprintf(buf, 16, "new");
	else if (!of[1])
		snprintf(buf, 16, "gone");
	else if (fabs(percent) < 1000)
		snprintf(buf, 16, "%+.1f%%", percent);
	else
		snprintf(buf, 16, "x%.0f", (double)of[1] / of[0]);
	return buf;
}

static void print_side(FILE *f, const struct window *w, const char *label)
{
	fprintf(f, "%s: %s %s, %u vCPU%s", label, meter_vendor_name(w->info.vendor),
		meter_paging_name(&w->info), w->info.nr_vcpus, w->info.nr_vcpus == 1 ? "" : "s");
	if (w->info.tsc_khz)
		fprintf(f, ", %.6f s", (w->end.tsc - w->begin.tsc) / (w->info.tsc_khz * 1000.0));
	if (w->command && *w->command) {
		fprintf(f, ": ");
		figure_words(f, w->command, 40);
	}
	fputc('\n', f);
}

static int render_table(FILE *f, const void *data)
{
	const struct difference *d = data;
	char name[REASON_NAME_SIZE], number[16], percent[16], a[FIGURE_SIZE], b[FIGURE_SIZE];
	const struct entry *e;
	size_t i;

	print_side(f, &d->w[0], "BASE ");
	print_side(f, &d->w[1], "OTHER");
	fprintf(f, "%-23s %10s %10s %8s %7s %7s %8s\n", "reason", "BASE", "OTHER", "change",
		"kernel", "kernel", "change");
	for (i = 0; i < d->nr; i++) {
		e = &d->entries[i];
		fprintf(f, "%3s %-19s %10" PRId64 " %10" PRId64 " %8s", number_of(d, e, number),
			name_of(d, e, name), e->count[0], e->count[1], change(e->count, percent));
		fprintf(f, " %7s %7s %8s\n", figure_short(e->kernel[0], a),
			figure_short(e->kernel[1], b), change(e->kernel, percent));
	}
	return 0;
}

static int render_csv(FILE *f, const void *data)
{
	const struct difference *d = data;
	char name[REASON_NAME_SIZE], number[16];
	const struct entry *e;
	size_t i;

	fprintf(f, "schema,reason,name,count_base,count_other,count_difference,kernel_base,"
		"kernel_other,kernel_difference" CSV_END);
	for (i = 0; i < d->nr; i++) {
		e = &d->entries[i];
		fprintf(f, "1,%s,%s,%" PRId64 ",%" PRId64 ",%" PRId64 ",%" PRId64 ",%" PRId64
			",%" PRId64 CSV_END, number_of(d, e, number), name_of(d, e, name),
			e->count[0], e->count[1], e->count[1] - e->count[0],
			e->kernel[0], e->kernel[1], e->kernel[1] - e->kernel[0]);
	}
	return 0;
}

static json_t *pair_to_json(const int64_t of[2])
{
	return json_pack("{s:I, s:I, s:I}", "base", (json_int_t)of[0], "other",
			 (json_int_t)of[1], "difference", (json_int_t)(of[1] - of[0]));
}

static json_t *to_json(const struct difference *d)
{
	json_t *rows = json_array();
	char name[REASON_NAME_SIZE];
	const struct entry *e;
	size_t i;

	for (i = 0; i < d->nr; i++) {
		e = &d->entries[i];
		json_array_append_new(rows, json_pack("{s:o, s:s, s:o, s:o}",
			"reason", e->row < d->w[0].net.nr_reasons ? json_integer(e->row) :
								    json_null(),
			"name", name_of(d, e, name), "count", pair_to_json(e->count),
			"kernel", pair_to_json(e->kernel)));
	}
	return json_pack("{s:s, s:o}", "schema", "exitmeter-diff/1", "rows", rows);
}

static int print(const struct difference *d, enum format as, struct output *out)
{
	int err = 0;

	switch (as) {
	case TABLE:
		err = output_render(out, render_table, d);
		break;
	case CSV:
		err = output_render(out, render_csv, d);
		break;
	case JSON:
		err = output_json(out, to_json(d), false);
		break;
	}
	return err ? err : output_commit(out);
}

int cmd_diff(int argc, char **argv)
{
	static const struct argp argp = {
		.options = options, .parser = parse, .doc = doc, .args_doc = "BASE OTHER",
	};
	static struct difference d;
	struct arguments args = { 0 };
	struct output out = { .fd = -1 };
	int status = STATUS_FAILED;

	if (argp_parse(&argp, argc, argv, 0, NULL, &args))
		return STATUS_UNUSABLE;
	if (window_file_read(&d.w[0], args.files[0]) || window_file_read(&d.w[1], args.files[1]))
		goto out;
	if (d.w[0].info.vendor != d.w[1].info.vendor) {
		fprintf(stderr, "exitmeter: %s is of %s and %s of %s; their reasons have nothing "
			"in common\n", args.files[0], meter_vendor_name(d.w[0].info.vendor),
			args.files[1], meter_vendor_name(d.w[1].info.vendor));
		goto out;
	}
	compare(&d);
	if (!output_open(&out, args.output, ROOM) && !print(&d, args.format, &out))
		status = STATUS_OK;
out:
	output_close(&out);
	window_free(&d.w[0]);
	window_free(&d.w[1]);
	return status;
}
