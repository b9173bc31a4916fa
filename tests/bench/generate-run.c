// SPDX-License-Identifier: GPL-2.0
/*
 * Makes a big run out of a small one, to see how exitreport copes: the same cells with more
 * seeds, and then again as workloads of other names. Of each cell the first seed is taken.
 *
 * A copy differs from its original in name, seed, and a few guest cycles of its window, so
 * that no two repeats are equal and all laws still hold.
 *
 * usage: generate-run FROM TO RECORDS [SEEDS]
 *   FROM     a run
 *   TO       folder to make
 *   RECORDS  how many
 *   SEEDS    of each cell; 10 if not given
 */
#include <dirent.h>
#include <errno.h>
#include <jansson.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "util/json-text.h"

/* More would show in what is compared. */
#define GUEST_CYCLES	20000

static int is_first_seed(const struct dirent *e)
{
	const char *seed = strstr(e->d_name, ".s1.");

	return seed && strstr(seed, ".json");
}

static void fail(const char *what, const char *path)
{
	fprintf(stderr, "generate-run: %s %s: %s\n", what, path, strerror(errno));
	exit(1);
}

static json_t *load(const char *from, const char *name)
{
	char path[PATH_MAX];
	json_error_t error;
	json_t *json;

	snprintf(path, sizeof(path), "%s/records/%s", from, name);
	json = json_load_file(path, 0, &error);
	if (!json) {
		fprintf(stderr, "generate-run: %s:%d: %s\n", path, error.line, error.text);
		exit(1);
	}
	return json;
}

static void add(json_t *ledger, const char *key, json_int_t cycles)
{
	json_t *value = json_object_get(ledger, key);

	if (json_is_integer(value))
		json_integer_set(value, json_integer_value(value) + cycles);
}

/* Only where the window is no sum of anything. */
static void disturb(json_t *record, json_int_t cycles)
{
	json_t *measured = json_object_get(record, "measured");
	json_t *window = json_object_get(measured, "window");

	if (json_object_get(measured, "points") || json_object_get(window, "vcpus"))
		return;
	add(json_object_get(window, "end"), "guest", cycles);
	add(json_object_get(window, "end"), "wall", cycles);
	add(json_object_get(window, "net"), "guest", cycles);
	add(json_object_get(window, "net"), "wall", cycles);
}

/* Numbers that look like any, the same each time. */
static uint64_t mix(uint64_t x)
{
	x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ull;
	x = (x ^ (x >> 27)) * 0x94d049bb133111ebull;
	return x ^ (x >> 31);
}

static const char *text(const json_t *object, const char *key)
{
	const char *value = json_string_value(json_object_get(object, key));

	return value ? value : "";
}

/* The copy's name, as the runner makes it. */
static void name(json_t *cell, const char *original, size_t copy, size_t seed, char id[512])
{
	const char *parameter = text(cell, "parameter"), *variant = text(cell, "variant");
	int equals = strcspn(parameter, "=");
	char workload[256];

	if (copy)
		snprintf(workload, sizeof(workload), "%s-%zu", original, copy);
	else
		snprintf(workload, sizeof(workload), "%s", original);
	snprintf(id, 512, "%s.%.*s%s.%s.s%zu%s%s", text(cell, "platform"), equals, parameter,
		 parameter[equals] ? parameter + equals + 1 : "", workload, seed,
		 *variant ? "." : "", variant);
	json_object_set_new(cell, "workload", json_string(workload));
	json_object_set_new(cell, "seed", json_integer(seed));
	json_object_set_new(cell, "id", json_string(id));
}

static void write_text(const char *path, json_t *json)
{
	char *out = json_text(json);
	FILE *f = fopen(path, "w");

	if (!out || !f || fputs(out, f) == EOF || fputc('\n', f) == EOF || fclose(f))
		fail("write", path);
	free(out);
}

static void make(const char *to, const char *folder)
{
	char path[PATH_MAX];

	snprintf(path, sizeof(path), "%s%s", to, folder);
	if (mkdir(path, 0755) && errno != EEXIST)
		fail("make", path);
}

int main(int argc, char *argv[])
{
	size_t records = argc > 3 ? strtoul(argv[3], NULL, 10) : 0;
	size_t seeds = argc > 4 ? strtoul(argv[4], NULL, 10) : 10, made, copy, seed;
	struct dirent **entries;
	json_t *cells = json_array(), **originals, *run;
	char path[PATH_MAX], id[512];
	int n, i;

	if (!records || !seeds) {
		fprintf(stderr, "usage: generate-run FROM TO RECORDS [SEEDS]\n");
		return 2;
	}
	snprintf(path, sizeof(path), "%s/records", argv[1]);
	n = scandir(path, &entries, is_first_seed, versionsort);
	if (n <= 0)
		fail("no records in", path);
	originals = calloc(n, sizeof(json_t *));
	for (i = 0; i < n; i++)
		originals[i] = load(argv[1], entries[i]->d_name);
	make(argv[2], "");
	make(argv[2], "/records");
	for (made = copy = 0; made < records; copy++) {
		/* Both modes of a cell are neighbours in no order; whole copies keep pairs. */
		for (i = 0; i < n && made < records; i++) {
			for (seed = 1; seed <= seeds && made < records; seed++) {
				json_t *record = json_deep_copy(originals[i]);
				json_t *cell = json_object_get(record, "cell");

				name(cell, text(json_object_get(originals[i], "cell"), "workload"),
				     copy, seed, id);
				disturb(record, mix(made + 1) % GUEST_CYCLES);
				snprintf(path, sizeof(path), "%s/records/%s.json", argv[2], id);
				write_text(path, record);
				json_array_append_new(cells, json_string(id));
				json_decref(record);
				made++;
			}
		}
	}
	run = json_pack("{s:s, s:s, s:s, s:i, s:o}", "schema", "exitmeter-run/1", "matrix", "bench",
			"started", "2026-01-01T00:00:00Z", "jobs", 1, "cells", cells);
	snprintf(path, sizeof(path), "%s/run.json", argv[2]);
	write_text(path, run);
	json_decref(run);
	for (i = 0; i < n; i++) {
		json_decref(originals[i]);
		free(entries[i]);
	}
	free(originals);
	free(entries);
	return 0;
}
