// SPDX-License-Identifier: GPL-2.0
/* exitreport reproduce: does one run reproduce another? */
#include <ctype.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "output/format.h"
#include "util/memory.h"
#include "record/facts/platform-facts.h"
#include "record/run-dir.h"
#include "record/run.h"

static const char doc[] =
	"Compare RUN with REFERENCE, cell by cell. With the same image everything measured must "
	"be the same, to the last cycle. With another image it can't be: what differs in the "
	"identity is named, and by how much exits and cycles do. So it is for platforms whose "
	"runs differ.\v"
	"Exit status 1: the image is the same and a measured value is not, or the runs have no "
	"cell in common. Cells that are in one run only are named and not compared.\n"
	"\n"
	"EXAMPLES:\n"
	"  exitreport reproduce data/reference RUN\n";

/* Cells that one run alone has are named, up to so many. */
#define NAMED	4
/* So are those of another image, the ones that differ most. */
#define NAMED_OTHERS	8

/* And packages of another version. */
#define NAMED_PACKAGES	12

/* A cell in both runs. */
struct both {
	const struct record *reference;
	const struct record *now;
};

struct reproduced {
	size_t cells;
	size_t same;
	size_t different;	/* in spite of the same image */
	size_t invalid;		/* in either */
	size_t other_image;
	struct both *others;	/* those */
	size_t inexact;		/* on platforms whose runs differ */
	double least;		/* of those, exits now / exits then */
	double most;
	size_t not_run;		/* in the reference only */
	size_t added;		/* in the run only */
};

/* "exits +20 (+0.78 %)", with what comes before */
static void print_change(const char *before, int64_t reference, int64_t now)
{
	int64_t change = now - reference;

	printf("%s %s%s", before, change < 0 ? "" : "+", format_int(change).text);
	if (reference)
		printf(" (%+.2f %%)", 100.0 * change / reference);
}

/* The first thing below "measured" that is not the same, as a path. */
static const char *first_difference(const json_t *a, const json_t *b, char *path, size_t size)
{
	size_t len = strlen(path), i;
	const char *key;
	json_t *value;

	if (json_is_object(a) && json_is_object(b)) {
		json_object_foreach((json_t *)a, key, value) {
			if (json_equal(value, json_object_get(b, key)))
				continue;
			snprintf(path + len, size - len, ".%s", key);
			return first_difference(value, json_object_get(b, key), path, size);
		}
	} else if (json_is_array(a) && json_is_array(b)) {
		json_array_foreach(a, i, value) {
			if (json_equal(value, json_array_get(b, i)))
				continue;
			snprintf(path + len, size - len, "[%zu]", i);
			return first_difference(value, json_array_get(b, i), path, size);
		}
	}
	return path;
}

static const char *text_of(const json_t *json, const char *key)
{
	const char *s = json_string_value(json_object_get(json, key));

	return s ? s : "(none)";
}

/* Out of a file of anybody's. */
static void print_change_of(const char *name, const char *then, const char *now)
{
	char *line = memory_printf("%s: %s -> %s", name, then, now), *at;

	for (at = line; *at; at++)
		if (iscntrl((unsigned char)*at))
			*at = '?';
	printf("    %s\n", line);
	free(line);
}

/*
 * print_changes - where two objects of strings differ
 * @most: so many are printed
 *
 * Return: how many there are.
 */
static size_t print_changes(const json_t *then, const json_t *now, size_t most)
{
	const char *name;
	json_t *value;
	size_t nr = 0;

	json_object_foreach((json_t *)then, name, value)
		if (!json_equal(value, json_object_get(now, name)) && nr++ < most)
			print_change_of(name, text_of(then, name), text_of(now, name));
	json_object_foreach((json_t *)now, name, value)
		if (!json_object_get(then, name) && nr++ < most)
			print_change_of(name, text_of(then, name), text_of(now, name));
	return nr;
}

static void print_amount(const struct record *a, const struct record *b)
{
	const struct ledger *x = &a->window.net, *y = &b->window.net;

	if (!a->ok || !b->ok)
		return;
	print_change("    exits", x->exits, y->exits);
	print_change(", kernel cycles", x->kernel, y->kernel);
	print_change(", guest cycles", x->guest, y->guest);
	print_change(", window", x->wall, y->wall);
	putchar('\n');
}

/* On a platform whose runs differ: by how much. */
static void compare_inexact(const struct record *a, const struct record *b,
			    struct reproduced *tally)
{
	const struct ledger *x = &a->window.net, *y = &b->window.net;
	double ratio = x->exits > 0 ? (double)y->exits / x->exits : 1;

	if (!tally->inexact || ratio < tally->least)
		tally->least = ratio;
	if (!tally->inexact || ratio > tally->most)
		tally->most = ratio;
	tally->inexact++;
	printf("%s:", a->id);
	print_change(" exits", x->exits, y->exits);
	print_change(", kernel cycles", x->kernel, y->kernel);
	putchar('\n');
}

/* The image, and the emulator and firmware that it ran under. */
static bool is_same_identity(const struct record *a, const struct record *b)
{
	return json_equal(a->identity, b->identity);
}

/* In whatever version of the schema each was written. */
static bool measured_the_same(const struct record *a, const struct record *b, char *path,
			      size_t size)
{
	json_t *x = record_measured_to_json(a), *y = record_measured_to_json(b);
	bool same = json_equal(x, y);

	if (!same)
		first_difference(x, y, path, size);
	json_decref(x);
	json_decref(y);
	return same;
}

static void compare_cell(const struct record *a, const struct record *b, struct reproduced *tally)
{
	char path[256] = "measured";

	if (!a->ok && !b->ok) {
		printf("%s: %s in the reference, %s now: nothing to compare\n", a->id, a->status,
		       b->status);
		return;
	}
	tally->cells++;
	if (a->ok != b->ok) {
		printf("%s: %s in the reference, %s now\n", a->id, a->status, b->status);
		tally->different++;
	} else if (measured_the_same(a, b, path, sizeof(path))) {
		tally->same++;
	} else if (!platform_facts(a->platform)->is_exact) {
		compare_inexact(a, b, tally);
	} else if (is_same_identity(a, b)) {
		printf("%s: same image and tools, other values, the first is %s\n", a->id, path);
		print_amount(a, b);
		tally->different++;
	} else {
		tally->others[tally->other_image++] = (struct both) { a, b };
	}
}

static double exits_ratio(const struct both *cell)
{
	int64_t then = cell->reference->window.net.exits, now = cell->now->window.net.exits;

	return then > 0 && now > 0 ? (double)now / then : 1;
}

/* What differs most comes first. */
static int by_distance(const void *a, const void *b)
{
	double x = fabs(log(exits_ratio(a))), y = fabs(log(exits_ratio(b)));

	return (x < y) - (x > y);
}

static bool is_same_change(const struct both *a, const struct both *b)
{
	return json_equal(a->reference->identity, b->reference->identity) &&
	       json_equal(a->now->identity, b->now->identity);
}

static bool is_other_image(const struct both *cell)
{
	return !json_equal(json_object_get(cell->reference->identity, "image"),
			   json_object_get(cell->now->identity, "image"));
}

/*
 * What the image was made of: run.json tells it of the run's last image, which all records of a
 * run have.
 */
static void explain_image(const struct run *reference, const struct run *run)
{
	const json_t *then = json_object_get(reference->json, RUN_PACKAGES);
	const json_t *now = json_object_get(run->json, RUN_PACKAGES);
	size_t nr;

	if (!then || !now) {
		printf("    run.json of %s does not tell of which packages the image was made\n",
		       then ? run->folder : reference->folder);
		return;
	}
	nr = print_changes(then, now, NAMED_PACKAGES);
	if (nr > NAMED_PACKAGES)
		printf("    and %zu more packages\n", nr - NAMED_PACKAGES);
	if (!nr)
		printf("    the packages that the images were made of are the same: programs or "
		       "patches of this project differ\n");
}

/* Once for all the cells for which it is the same. */
static void print_identities(const struct reproduced *t, const struct run *reference,
			     const struct run *run)
{
	size_t i, k, nr;

	for (i = 0; i < t->other_image; i++) {
		for (k = 0; k < i && !is_same_change(&t->others[k], &t->others[i]); k++)
			;
		if (k < i)
			continue;
		for (nr = 0; k < t->other_image; k++)
			nr += is_same_change(&t->others[k], &t->others[i]);
		printf("another image or other tools, %zu cell%s:\n", nr, nr == 1 ? "" : "s");
		print_changes(t->others[i].reference->identity, t->others[i].now->identity,
			      SIZE_MAX);
		if (is_other_image(&t->others[i]))
			explain_image(reference, run);
	}
}

static void print_others(const struct reproduced *t, const struct run *reference,
			 const struct run *run)
{
	double least = INFINITY, most = 0;
	size_t i;

	print_identities(t, reference, run);
	if (t->other_image)
		qsort(t->others, t->other_image, sizeof(*t->others), by_distance);
	for (i = 0; i < t->other_image; i++) {
		least = fmin(least, exits_ratio(&t->others[i]));
		most = fmax(most, exits_ratio(&t->others[i]));
		if (i >= NAMED_OTHERS)
			continue;
		printf("%s:\n", t->others[i].reference->id);
		print_amount(t->others[i].reference, t->others[i].now);
	}
	if (t->other_image > NAMED_OTHERS)
		printf("and %zu more that differ less; exits of all %zu: %+.2f %% to %+.2f %%\n",
		       t->other_image - NAMED_OTHERS, t->other_image, 100 * (least - 1),
		       100 * (most - 1));
}

static bool has_platform(const struct run *run, const char *platform)
{
	size_t i;

	for (i = 0; i < run->nr_records; i++)
		if (!strcmp(run->records[i]->platform, platform))
			return true;
	return false;
}

/* The cells of a platform need not be next to each other. */
static bool is_first_of_platform(const struct run *run, size_t i)
{
	size_t before;

	for (before = 0; before < i; before++)
		if (!strcmp(run->records[before]->platform, run->records[i]->platform))
			return false;
	return true;
}

/* Name the cells of one run that the other does not have, the first of them, or the platform. */
static size_t print_one_sided(const struct run *in, const struct run *not_in)
{
	const struct record *r;
	size_t n = 0, cells = 0, i;

	for (i = 0; i < in->nr_records; i++) {
		r = in->records[i];
		if (run_find(not_in, r->id))
			continue;
		n++;
		if (has_platform(not_in, r->platform)) {
			if (run_is_invalid(not_in, r->id))
				printf("%s: invalid in %s\n", r->id, not_in->folder);
			else if (cells++ < NAMED)
				printf("%s: only in %s\n", r->id, in->folder);
		} else if (is_first_of_platform(in, i)) {
			printf("%s: only in %s\n", r->platform, in->folder);
		}
	}
	if (cells > NAMED)
		printf("and %zu more only in %s\n", cells - NAMED, in->folder);
	return n;
}

static int verdict(const struct reproduced *t)
{
	bool bad = t->different || t->invalid;

	if (!t->cells) {
		printf("no cell in common with the reference run: nothing to compare\n");
		return EXIT_OK;
	}
	if (t->cells == t->inexact)
		printf("as the reference run, but for what differs from run to run");
	else
		printf("%s the reference run: %zu of %zu cells identical",
		       bad || t->other_image ? "differs from" : "reproduces", t->same,
		       t->cells - t->inexact);
	if (t->inexact)
		printf(", exits of %zu cell%s on platforms whose runs differ %+.1f %% to %+.1f %%",
		       t->inexact, t->inexact == 1 ? "" : "s", 100 * (t->least - 1),
		       100 * (t->most - 1));
	if (t->different)
		printf(", %zu differ with the same image and tools", t->different);
	if (t->invalid)
		printf(", %zu invalid", t->invalid);
	if (t->other_image)
		printf(", %zu come from another image or other tools and need not be identical",
		       t->other_image);
	if (t->not_run)
		printf(", %zu of the reference not run", t->not_run);
	if (t->added)
		printf(", %zu not in the reference", t->added);
	putchar('\n');
	return bad ? EXIT_FAILED : EXIT_OK;
}

static int run_reproduce(char *words[], const void *options)
{
	struct reproduced tally = { 0 };
	struct run reference, run;
	const struct record *other;
	int status = EXIT_FAILED;
	size_t i;

	(void)options;
	if (run_load(&reference, words[0]))
		return status;
	if (run_load(&run, words[1]))
		goto out;
	tally.invalid = reference.nr_invalid + run.nr_invalid;
	tally.others = memory_zalloc((reference.nr_records + 1) * sizeof(*tally.others));
	for (i = 0; i < reference.nr_records; i++) {
		other = run_find(&run, reference.records[i]->id);
		if (other)
			compare_cell(reference.records[i], other, &tally);
	}
	print_others(&tally, &reference, &run);
	tally.not_run = print_one_sided(&reference, &run);
	tally.added = print_one_sided(&run, &reference);
	status = verdict(&tally);
	free(tally.others);
	run_free(&run);
out:
	run_free(&reference);
	return status;
}

const struct command command_reproduce = {
	.name = "reproduce",
	.summary = "does one run reproduce another?",
	.usage = "REFERENCE RUN",
	.doc = doc,
	.min = 2,
	.max = 2,
	.run = run_reproduce,
};
