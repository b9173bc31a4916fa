// SPDX-License-Identifier: GPL-2.0
#include "selection.h"

#include <err.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "util/memory.h"

/* What a file names. */
struct names {
	char **name;
	size_t nr;
};

static int compare(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static int read_names(struct names *n, const char *file)
{
	FILE *f = strcmp(file, "-") ? fopen(file, "r") : stdin;
	char name[1024];
	int err;

	/* Longer than any cell's name is caught as one that no matrix has. */
	while (f && fscanf(f, "%1023s", name) == 1) {
		n->name = memory_grow(n->name, n->nr, sizeof(char *));
		n->name[n->nr++] = memory_printf("%s", name);
	}
	err = !f || ferror(f);
	if (err)
		warnx("--only: read %s: %s", file, strerror(errno));
	if (f && f != stdin)
		fclose(f);
	qsort(n->name, n->nr, sizeof(char *), compare);
	return err ? -1 : 0;
}

static void free_names(struct names *n)
{
	size_t i;

	for (i = 0; i < n->nr; i++)
		free(n->name[i]);
	free(n->name);
}

static bool is_named(const struct names *n, const char *id)
{
	return bsearch(&id, n->name, n->nr, sizeof(char *), compare);
}

/* Names what the file names, but no matrix has: a file of another run, most likely. */
static int check_names(const struct selection *s, const struct names *n)
{
	struct names cells = { .nr = s->cells.nr_cells };
	size_t i;
	int err = 0;

	cells.name = memory_zalloc(cells.nr * sizeof(char *) + 1);
	for (i = 0; i < cells.nr; i++)
		cells.name[i] = s->cells.cells[i].id;
	qsort(cells.name, cells.nr, sizeof(char *), compare);
	for (i = 0; i < n->nr && !err; i++) {
		if (is_named(&cells, n->name[i]))
			continue;
		warnx("--only: %s names the cell \"%.200s\", which %s does "
		      "not have",
		      s->only, n->name[i], s->cells.name);
		err = -1;
	}
	free(cells.name);
	return err;
}

static int take_named(struct selection *s)
{
	struct names n = { NULL, 0 };
	size_t i, taken = 0;
	int err;

	err = read_names(&n, s->only);
	if (!err)
		err = check_names(s, &n);
	for (i = 0; i < s->cells.nr_cells && !err; i++)
		if (is_named(&n, s->cells.cells[i].id))
			s->cells.cells[taken++] = s->cells.cells[i];
	s->cells.nr_cells = taken;
	free_names(&n);
	return err;
}

int selection_read(struct selection *s)
{
	int i;

	memset(&s->cells, 0, sizeof(s->cells));
	s->parts = memory_zalloc(s->nr_files * sizeof(*s->parts) + 1);
	for (i = 0; i < s->nr_files; i++) {
		if (matrix_read(&s->parts[i], s->files[i], s->workloads, s->platforms))
			return -1;
		if (s->verify &&
		    matrix_override(&s->parts[i], SETTING_observer, SETTING_OBSERVER_HIST))
			return -1;
		if (matrix_join(&s->cells, &s->parts[i], s->pattern))
			return -1;
	}
	if (s->only && take_named(s))
		return -1;
	if (s->cells.nr_cells)
		return 0;
	warnx("no cell of %s fits '%s'; 'exitbench list MATRIX' names them", s->cells.name,
	      s->pattern ? s->pattern :
	      s->only	 ? s->only :
			   "*");
	return -1;
}

void selection_free(struct selection *s)
{
	int i;

	free(s->cells.cells);
	for (i = 0; s->parts && i < s->nr_files; i++)
		matrix_free(&s->parts[i]);
	free(s->parts);
	s->parts = NULL;
}
