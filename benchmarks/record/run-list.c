// SPDX-License-Identifier: GPL-2.0
#include "run-list.h"

#include <dirent.h>
#include <err.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "util/memory.h"
#include "util/name.h"
#include "run-dir.h"
#include "run.h"

#define SUFFIX		".json"
/* More than there are; what is beyond them is with the last. */
#define MAX_PLATFORMS	64

static int is_record(const struct dirent *e)
{
	size_t len = strlen(e->d_name);

	return e->d_name[0] != '.' && len > strlen(SUFFIX) &&
	       !strcmp(e->d_name + len - strlen(SUFFIX), SUFFIX);
}

/* Of what is not used: names become paths, words of tables, and Markdown, without escapes. */
static void refuse_name(const char *path, const char *what)
{
	warnx("%s: %s has a name that none may have; it is left out", path, what);
	run_note(RUN_SEEN_INVALID);
}

/* Names of matrices, joined by "+". */
static bool is_matrix(const char *names)
{
	char *copy = memory_printf("%s", names), *name, *save = NULL;
	bool is = true;

	for (name = strtok_r(copy, "+", &save); name && is; name = strtok_r(NULL, "+", &save))
		is = name_is_good(name);
	free(copy);
	return is;
}

static int load_run_json(struct run_list *list, json_t **cells)
{
	char *path = memory_printf("%s/run.json", list->folder);
	const char *schema = NULL;
	json_error_t error;
	int err = -1;

	list->matrix = "";
	/* A few records copied together are a run too. */
	if (access(path, F_OK)) {
		free(path);
		return 0;
	}
	list->json = json_load_file(path, JSON_REJECT_DUPLICATES, &error);
	if (!list->json)
		warnx("%s:%d: not valid JSON: %s; restore the file or remove it", path,
			error.line, error.text);
	else if (json_unpack_ex(list->json, &error, 0, "{s:s, s?s, s:o}", "schema", &schema,
				"matrix", &list->matrix, "cells", cells))
		warnx("%s: %s; restore the file or remove it", path, error.text);
	else if (strcmp(schema, RUN_SCHEMA) || !json_is_array(*cells))
		warnx("%s: schema is \"%s\", wanted \"" RUN_SCHEMA "\" with a list of cells",
			path, schema);
	else
		err = 0;
	if (!err && !is_matrix(list->matrix)) {
		refuse_name(path, "the matrix");
		list->matrix = "";
	}
	free(path);
	return err;
}

/* An index of entries, sorted by something. */
struct index {
	const struct run_list *list;
	size_t *at;
	size_t nr;
};

static int by_id(const void *a, const void *b, void *list)
{
	const struct run_entry *entry = ((const struct run_list *)list)->entry;

	return strcmp(entry[*(const size_t *)a].id, entry[*(const size_t *)b].id);
}

static void index_by_id(struct index *x, struct run_list *list)
{
	size_t i;

	x->list = list;
	x->nr = list->nr;
	x->at = memory_zalloc((list->nr + 1) * sizeof(*x->at));
	for (i = 0; i < list->nr; i++)
		x->at[i] = i;
	qsort_r(x->at, x->nr, sizeof(*x->at), by_id, list);
}

static struct run_entry *find(const struct index *x, const char *id, size_t length)
{
	size_t low = 0, high = x->nr, middle;
	struct run_entry *e;
	int order;

	while (low < high) {
		middle = low + (high - low) / 2;
		e = &x->list->entry[x->at[middle]];
		order = strncmp(e->id, id, length);
		if (!order && e->id[length])
			order = 1;
		if (!order)
			return e;
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

static struct run_entry *add(struct run_list *list, const char *id, size_t length)
{
	struct run_entry *e;

	list->entry = memory_grow(list->entry, list->nr, sizeof(*e));
	e = &list->entry[list->nr++];
	e->id = memory_printf("%.*s", (int)length, id);
	return e;
}

/* Which cells are named for the first time, one for each of them. */
static bool *first_named(const struct run_list *list, const json_t *cells)
{
	char *path = memory_printf("%s/run.json", list->folder), *what;
	bool *is_first = memory_zalloc(json_array_size(cells) + 1);
	json_t *named = json_object(), *cell;
	const char *id;
	size_t i;

	json_array_foreach((json_t *)cells, i, cell) {
		id = json_string_value(cell);
		if (!id || !name_is_cell(id)) {
			what = memory_printf("cell %zu", i + 1);
			refuse_name(path, what);
			free(what);
			continue;
		}
		if (json_object_get(named, id))
			continue;
		json_object_set_new(named, id, json_true());
		is_first[i] = true;
	}
	json_decref(named);
	free(path);
	return is_first;
}

/*
 * What is freed is freed before anything that stays is allocated: between 100,000 names it would be
 * as many holes, into which malloc() then put the records, all over the memory, for a third more
 * time.
 */
static void add_matrix(struct run_list *list, const json_t *cells)
{
	bool *is_first = first_named(list, cells);
	const char *id;
	size_t i;

	for (i = 0; i < json_array_size(cells); i++) {
		if (!is_first[i])
			continue;
		id = json_string_value(json_array_get(cells, i));
		add(list, id, strlen(id))->in_matrix = true;
	}
	free(is_first);
}

static bool is_cell(const char *name, size_t length)
{
	char *id = memory_printf("%.*s", (int)length, name);
	bool is = name_is_cell(id);

	free(id);
	return is;
}

static int add_files(struct run_list *list)
{
	char *folder = memory_printf("%s/records", list->folder);
	struct dirent **entries;
	struct run_entry *e;
	struct index x;
	size_t length;
	int n, i;

	n = scandir(folder, &entries, is_record, versionsort);
	if (n < 0)
		warnx("%s: %s; a run is a folder with records/ in it, as exitbench makes it",
			folder, strerror(errno));
	if (!n)
		warnx("%s: no records; run the matrix first", folder);
	index_by_id(&x, list);
	for (i = 0; i < n; i++) {
		length = strlen(entries[i]->d_name) - strlen(SUFFIX);
		if (!is_cell(entries[i]->d_name, length)) {
			refuse_name(folder, "a file");
			free(entries[i]);
			continue;
		}
		e = find(&x, entries[i]->d_name, length);
		if (!e)
			e = add(list, entries[i]->d_name, length);
		e->has_file = true;
		free(entries[i]);
	}
	free(x.at);
	if (n >= 0)
		free(entries);
	free(folder);
	return n >= 0 ? 0 : -1;
}

int run_list_read(struct run_list *list, const char *folder)
{
	size_t len = strlen(folder);
	json_t *cells = NULL;

	memset(list, 0, sizeof(*list));
	while (len > 1 && folder[len - 1] == '/')
		len--;
	list->folder = memory_printf("%.*s", (int)len, folder);
	if (!load_run_json(list, &cells)) {
		add_matrix(list, cells);
		if (!add_files(list))
			return 0;
	}
	run_list_free(list);
	return -1;
}

/* The id without mode and seed: PLATFORM.MODE.WORKLOAD.sSEED[.VARIANT] */
static char *group_key(const char *id)
{
	const char *mode = strchr(id, '.'), *workload = mode ? strchr(mode + 1, '.') : NULL;
	const char *at, *seed = NULL, *rest = NULL;
	size_t digits;

	/* The last that looks like one: a workload's name may, too, but no setting does. */
	for (at = workload; at; at = strstr(at + 1, ".s")) {
		digits = at[1] == 's' ? strspn(at + 2, "0123456789") : 0;
		if (digits && (!at[2 + digits] || at[2 + digits] == '.')) {
			seed = at;
			rest = at + 2 + digits;
		}
	}
	if (!seed)
		return memory_printf("%s", id);
	return memory_printf("%.*s%.*s%s", (int)(mode - id), id, (int)(seed - workload), workload,
			     rest);
}

struct keyed {
	char *key;
	size_t at;
};

static int by_key(const void *a, const void *b)
{
	const struct keyed *x = a, *y = b;
	int order = strcmp(x->key, y->key);

	return order ? order : (x->at > y->at) - (x->at < y->at);
}

static size_t platform_length(const struct run_entry *e)
{
	return strcspn(e->id, ".");
}

static bool same_platform(const struct run_entry *a, const struct run_entry *b)
{
	size_t length = platform_length(a);

	return length == platform_length(b) && !strncmp(a->id, b->id, length);
}

static void number_groups(struct run_list *list)
{
	struct keyed *keyed = memory_zalloc((list->nr + 1) * sizeof(*keyed));
	size_t i, first = 0;

	for (i = 0; i < list->nr; i++)
		keyed[i] = (struct keyed) { group_key(list->entry[i].id), i };
	qsort(keyed, list->nr, sizeof(*keyed), by_key);
	for (i = 0; i < list->nr; i++) {
		if (strcmp(keyed[first].key, keyed[i].key))
			first = i;
		list->entry[keyed[i].at].group = keyed[first].at;
	}
	for (i = 0; i < list->nr; i++)
		free(keyed[i].key);
	free(keyed);
}

/* Where a platform appears first; there are few. */
static size_t first_of_platform(const struct run_list *list, size_t firsts[], size_t *nr, size_t at)
{
	size_t i;

	for (i = 0; i < *nr; i++)
		if (same_platform(&list->entry[firsts[i]], &list->entry[at]))
			return i;
	if (*nr == MAX_PLATFORMS)
		return *nr - 1;
	firsts[*nr] = at;
	return (*nr)++;
}

struct place {
	size_t platform;
	size_t group;
	size_t at;
};

static int by_place(const void *a, const void *b)
{
	const struct place *x = a, *y = b;

	if (x->platform != y->platform)
		return x->platform < y->platform ? -1 : 1;
	if (x->group != y->group)
		return x->group < y->group ? -1 : 1;
	return (x->at > y->at) - (x->at < y->at);
}

void run_list_group(struct run_list *list)
{
	struct run_entry *sorted = memory_zalloc((list->nr + 1) * sizeof(*sorted));
	struct place *place = memory_zalloc((list->nr + 1) * sizeof(*place));
	size_t firsts[MAX_PLATFORMS], nr = 0, i;

	number_groups(list);
	for (i = 0; i < list->nr; i++)
		place[i] = (struct place) { first_of_platform(list, firsts, &nr, i),
					    list->entry[i].group, i };
	qsort(place, list->nr, sizeof(*place), by_place);
	for (i = 0; i < list->nr; i++)
		sorted[i] = list->entry[place[i].at];
	free(list->entry);
	free(place);
	list->entry = sorted;
}

size_t run_list_part(const struct run_list *list, size_t from, size_t least)
{
	size_t to = from;

	while (to < list->nr && same_platform(&list->entry[from], &list->entry[to]) &&
	       (to - from < least || list->entry[to].group == list->entry[to - 1].group))
		to++;
	return to;
}

void run_list_free(struct run_list *list)
{
	size_t i;

	for (i = 0; i < list->nr; i++)
		free(list->entry[i].id);
	free(list->entry);
	free(list->folder);
	json_decref(list->json);
	memset(list, 0, sizeof(*list));
}
