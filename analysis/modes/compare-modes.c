// SPDX-License-Identifier: GPL-2.0
#include "compare-modes.h"

#include <err.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "modes-table.h"
#include "parts/in-parts.h"
#include "parts/record-table.h"
#include "util/memory.h"
#include "runs/difference-table.h"
#include "tables.h"

/* The metrics whose medians are shown, in words of metric_key(). */
#define SUMS	"@(exits|kernel|guest|busy|wall)"

/* Streams of a part. */
enum {
	OUT_PLATFORMS,
	OUT_LINES,
	OUT_DIFFERENCES,
	OUT_TEXT,
	OUT_OBSERVED,
	OUT_FOUND,
	OUT_NR,
};

/**
 * struct part - what a part has of a platform, in OUT_PLATFORMS, before the platform's name
 * @vendor: KVM_EXITMETER_VENDOR_*
 * @lines: of the overview, in OUT_LINES
 * @text: bytes about the pairs, in OUT_TEXT
 */
struct part {
	unsigned int vendor;
	size_t lines;
	long text;
};

/**
 * struct platform - what all parts have
 * @text: about the pairs, in a temporary file
 */
struct platform {
	char *name;
	unsigned int vendor;
	struct overview_line *lines;
	size_t nr_lines;
	FILE *text;
};

/**
 * struct comparing - what the parts are joined to
 * @workloads: see compare_modes()
 * @found: for each of them, was it measured?
 * @csv_text: in a temporary file: of a name that there is not nothing is printed
 * @is_first: no part was joined yet
 * @differences: in a temporary file
 * @observed: cells left out
 */
struct comparing {
	char *const *workloads;
	bool *found;
	bool csv;
	FILE *csv_text;
	bool is_first;
	struct platform *platforms;
	size_t nr;
	FILE *differences;
	size_t observed;
};

/* --- a part ------------------------------------------------------------------------- */

static void print_pair(const struct pair *p, FILE *f)
{
	fprintf(f, "%s, %s: the whole window\n", p->label, p->platform);
	if (!pair_is_whole(p))
		fprintf(f, "no measurement with %s\n", record_mode_name(p->vendor, p->tdp));
	modes_table_reasons(TABLE_TEXT, p, f);
	putc('\n', f);
	modes_table_accounts(TABLE_TEXT, p, f);
	putc('\n', f);
}

static void print_platform(const struct run *run, const char *platform, FILE *const out[])
{
	struct part part = { .text = ftell(out[OUT_TEXT]) };
	struct overview_line line;
	struct pairs pairs;
	size_t i;

	pairs_of_run(&pairs, run, platform);
	for (i = 0; i < pairs.nr; i++) {
		line = overview_of_pair(&pairs.pair[i]);
		in_parts_put(out[OUT_LINES], &line, sizeof(line));
		in_parts_put_text(out[OUT_LINES], line.label);
		print_pair(&pairs.pair[i], out[OUT_TEXT]);
	}
	part.vendor = pairs.pair[0].vendor;
	part.lines = pairs.nr;
	part.text = ftell(out[OUT_TEXT]) - part.text;
	in_parts_put(out[OUT_PLATFORMS], &part, sizeof(part));
	in_parts_put_text(out[OUT_PLATFORMS], platform);
	pairs_free(&pairs);
}

static void print_run(const struct run *run, FILE *const out[], bool csv)
{
	size_t observed = pairs_observed(run), nr, i;
	const char **platforms;

	in_parts_put(out[OUT_OBSERVED], &observed, sizeof(observed));
	if (csv) {
		compare_csv(run, out[OUT_TEXT]);
		return;
	}
	nr = platforms_of_run(run, &platforms);
	for (i = 0; i < nr; i++)
		print_platform(run, platforms[i], out);
	free(platforms);
	differences_of_part(out[OUT_DIFFERENCES], run, SUMS);
}

static void tell_found(const struct run *run, const char *workload, FILE *out)
{
	bool found = false;
	size_t i;

	for (i = 0; i < run->nr_records && !found; i++)
		found = run->records[i]->ok && !strcmp(run->records[i]->workload, workload);
	in_parts_put(out, &found, sizeof(found));
}

static int print_part(const struct run *run, FILE *const out[], void *context)
{
	const struct comparing *c = context;
	struct run wanted = *run;
	size_t i;

	for (i = 0; c->workloads[i]; i++)
		tell_found(run, c->workloads[i], out[OUT_FOUND]);
	wanted.records = memory_zalloc((run->nr_records + 1) * sizeof(*wanted.records));
	for (i = wanted.nr_records = 0; i < run->nr_records; i++)
		if (workload_is_wanted(run->records[i]->workload, c->workloads))
			wanted.records[wanted.nr_records++] = run->records[i];
	print_run(&wanted, out, c->csv);
	free(wanted.records);
	return 0;
}

/* --- all of them ---------------------------------------------------------------------- */

static FILE *temporary(void)
{
	FILE *f = tmpfile();

	if (!f)
		warnx("make a temporary file: %s; free some space in " P_tmpdir, strerror(errno));
	return f;
}

/* Takes the name over. */
static struct platform *find_platform(struct comparing *c, char *name, unsigned int vendor)
{
	struct platform *p;
	size_t i;

	for (i = 0; i < c->nr; i++) {
		if (strcmp(c->platforms[i].name, name))
			continue;
		free(name);
		return &c->platforms[i];
	}
	c->platforms = memory_grow(c->platforms, c->nr, sizeof(*p));
	p = &c->platforms[c->nr++];
	p->name = name;
	p->vendor = vendor;
	p->text = temporary();
	return p->text ? p : NULL;
}

static int copy_bytes(FILE *from, FILE *to, long nr)
{
	int c;

	while (nr-- > 0) {
		c = getc_unlocked(from);
		if (c == EOF || putc_unlocked(c, to) == EOF)
			return -1;
	}
	return 0;
}

static int join_platform(struct comparing *c, const struct part *part, FILE *const out[])
{
	char *name = in_parts_get_text(out[OUT_PLATFORMS]);
	struct platform *p = name ? find_platform(c, name, part->vendor) : NULL;
	struct overview_line *line;
	size_t i;

	for (i = 0; p && i < part->lines; i++) {
		p->lines = memory_grow(p->lines, p->nr_lines, sizeof(*line));
		line = &p->lines[p->nr_lines++];
		in_parts_get(out[OUT_LINES], line, sizeof(*line));
		line->label = in_parts_get_text(out[OUT_LINES]);
		if (!line->label)
			return -1;
	}
	return p ? copy_bytes(out[OUT_TEXT], p->text, part->text) : -1;
}

static int join(FILE *const out[], void *context)
{
	struct comparing *c = context;
	struct part part;
	size_t observed, i;
	bool found;

	for (i = 0; c->workloads[i]; i++) {
		if (!in_parts_get(out[OUT_FOUND], &found, sizeof(found)))
			return -1;
		c->found[i] |= found;
	}
	if (!in_parts_get(out[OUT_OBSERVED], &observed, sizeof(observed)))
		return -1;
	c->observed += observed;
	if (c->csv) {
		if (!c->is_first)
			in_parts_skip_line(out[OUT_TEXT]);
		c->is_first = false;
		return in_parts_copy(out[OUT_TEXT], c->csv_text);
	}
	while (in_parts_get(out[OUT_PLATFORMS], &part, sizeof(part)))
		if (join_platform(c, &part, out))
			return -1;
	return in_parts_copy(out[OUT_DIFFERENCES], c->differences);
}

/* Medians and intervals, if there are several seeds. */
static void print_medians(const struct differences *d, const struct platform *p)
{
	const char *const sides[] = {
		record_mode_name(p->vendor, false), record_mode_name(p->vendor, true),
	};

	if (!differences_have_seeds(d, p->name))
		return;
	printf("Medians over the seeds, %s\n", p->name);
	difference_table(TABLE_TEXT, d, p->name, difference_is_sum, sides, stdout);
	putchar('\n');
}

static int print(struct comparing *c)
{
	struct differences differences;
	const struct platform *p;
	int err = 0;

	rewind(c->differences);
	differences_of_parts(&differences, c->differences);
	for (p = c->platforms; p < c->platforms + c->nr && !err; p++) {
		print_medians(&differences, p);
		printf("Without starting the program, %s\n", p->name);
		modes_table_lines(TABLE_TEXT, p->lines, p->nr_lines, p->vendor, stdout);
		putchar('\n');
		rewind(p->text);
		err = in_parts_copy(p->text, stdout);
	}
	differences_free(&differences);
	return err;
}

static void comparing_free(struct comparing *c)
{
	struct platform *p;
	size_t i;

	for (p = c->platforms; p < c->platforms + c->nr; p++) {
		for (i = 0; i < p->nr_lines; i++)
			free(p->lines[i].label);
		free(p->lines);
		free(p->name);
		if (p->text)
			fclose(p->text);
	}
	free(c->platforms);
	free(c->found);
	if (c->csv_text)
		fclose(c->csv_text);
	if (c->differences)
		fclose(c->differences);
}

static int check_found(const struct comparing *c, const char *folder)
{
	size_t i;

	for (i = 0; c->workloads[i]; i++) {
		if (c->found[i])
			continue;
		warnx("%s: no measurements of a workload \"%s\", nor is there a run of that name",
		      folder, c->workloads[i]);
		return -1;
	}
	return 0;
}

static int print_csv(const struct comparing *c)
{
	rewind(c->csv_text);
	return in_parts_copy(c->csv_text, stdout);
}

int compare_modes(const char *folder, char *const workloads[], bool csv)
{
	static const struct in_parts todo = {
		.nr_out = OUT_NR, .work = print_part, .join = join,
	};
	struct comparing c = {
		.workloads = workloads, .csv = csv, .is_first = true,
		.csv_text = temporary(), .differences = temporary(),
	};
	size_t nr = 0;
	int err = -1;

	while (workloads[nr])
		nr++;
	c.found = memory_zalloc(nr + 1);
	if (c.csv_text && c.differences)
		err = in_parts_do(folder, &todo, &c);
	if (!err)
		err = check_found(&c, folder);
	if (!err)
		pairs_tell_left_out(folder, c.observed);
	if (!err)
		err = csv ? print_csv(&c) : print(&c);
	comparing_free(&c);
	return err;
}
