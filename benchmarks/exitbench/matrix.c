// SPDX-License-Identifier: GPL-2.0
#include "matrix.h"

#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <asm/kvm_exitmeter.h>

#define MAX_WORDS 64

/* The file that is read. */
struct source {
	const char *path;
	const struct config_key *keys;
};

static struct config_place place(const struct source *from, const char *key)
{
	return config_place(from->path, from->keys, key);
}

struct lists {
	char platforms[CONFIG_VALUE_SIZE];
	char paging[CONFIG_VALUE_SIZE];
	char workloads[CONFIG_VALUE_SIZE];
	char seeds[CONFIG_VALUE_SIZE];
	char memory[CONFIG_VALUE_SIZE];
	char vcpus[CONFIG_VALUE_SIZE];
};

static int split(const struct source *from, const char *key, char *value, char *words[MAX_WORDS])
{
	char *save = NULL, *word;
	int n = 0;

	for (word = strtok_r(value, " \t,", &save); word; word = strtok_r(NULL, " \t,", &save)) {
		if (n == MAX_WORDS) {
			fprintf(stderr, "exitbench: %s: %s has more than %d words\n",
				place(from, key).text, key, MAX_WORDS);
			return -1;
		}
		words[n++] = word;
	}
	if (!n)
		fprintf(stderr, "exitbench: %s: %s is empty\n", place(from, key).text, key);
	return n ? n : -1;
}

static int paging_mode(const struct source *from, const char *word)
{
	if (!strcmp(word, "tdp"))
		return KVM_EXITMETER_PAGING_TDP;
	if (!strcmp(word, "shadow"))
		return KVM_EXITMETER_PAGING_SHADOW;
	fprintf(stderr, "exitbench: %s: paging = \"%s\" is neither tdp nor shadow\n",
		place(from, "paging").text, word);
	return -1;
}

static int read_workloads(struct matrix *m, const struct source *from, char *value,
			  const char *dir)
{
	char *words[MAX_WORDS];
	int n = split(from, "workloads", value, words), i;

	if (n < 0)
		return -1;
	m->workloads = calloc(n, sizeof(*m->workloads));
	for (i = 0; i < n; i++) {
		if (!workload_read(&m->workloads[m->nr_workloads++], dir, words[i]))
			continue;
		fprintf(stderr, "exitbench: %s: named here\n", place(from, "workloads").text);
		return -1;
	}
	return 0;
}

static const struct platform *find_platform(const struct source *from, const char *name)
{
	const struct platform *p = platform_find(name);
	const struct platform *const *each;

	if (p)
		return p;
	fprintf(stderr, "exitbench: %s: no platform \"%s\"; there are:",
		place(from, "platforms").text, name);
	for (each = platforms; *each; each++)
		fprintf(stderr, " %s", (*each)->name);
	fputc('\n', stderr);
	return NULL;
}

/* All cells of one platform and workload, so that a pair of modes is together. */
static int add_cells(struct matrix *m, const struct source *from, const struct cell *like,
		     char *paging[], int nr_paging, char *seeds[], int nr_seeds)
{
	struct cell *c;
	int p, s, mode;

	for (s = 0; s < nr_seeds; s++) {
		for (p = 0; p < nr_paging; p++) {
			c = &m->cells[m->nr_cells++];
			*c = *like;
			c->seed = config_number(place(from, "seeds").text, "seeds", seeds[s],
						1, 1000000);
			mode = paging_mode(from, paging[p]);
			if (mode < 0 || c->seed < 0)
				return -1;
			c->paging = mode;
			cell_name(c);
		}
	}
	return 0;
}

/* Two cells of one name would write to the same record. */
static int refuse_twins(const struct matrix *m, const struct source *from)
{
	size_t i, j;

	for (i = 0; i < m->nr_cells; i++) {
		for (j = 0; j < i; j++) {
			if (strcmp(m->cells[i].id, m->cells[j].id))
				continue;
			fprintf(stderr, "exitbench: %s: cell %s is named twice\n",
				from->path, m->cells[i].id);
			return -1;
		}
	}
	return 0;
}

static int expand(struct matrix *m, const struct source *from, struct lists *l)
{
	char *names[MAX_WORDS], *paging[MAX_WORDS], *seeds[MAX_WORDS];
	int nr_platforms = split(from, "platforms", l->platforms, names);
	int nr_paging = split(from, "paging", l->paging, paging);
	int nr_seeds = split(from, "seeds", l->seeds, seeds);
	struct cell like = {
		.memory = config_number(place(from, "memory").text, "memory", l->memory, 64, 65536),
		.vcpus = config_number(place(from, "vcpus").text, "vcpus", l->vcpus, 1, 8),
	};
	size_t w;
	int p;

	if (nr_platforms < 0 || nr_paging < 0 || nr_seeds < 0 || like.memory < 0 || like.vcpus < 0)
		return -1;
	m->cells = calloc((size_t)nr_platforms * nr_paging * nr_seeds * m->nr_workloads,
			  sizeof(*m->cells));
	for (p = 0; p < nr_platforms; p++) {
		like.platform = find_platform(from, names[p]);
		if (!like.platform)
			return -1;
		if (like.memory > like.platform->max_memory) {
			fprintf(stderr, "exitbench: %s: memory = %ld: %s has room for %ld MiB\n",
				place(from, "memory").text, like.memory, names[p],
				like.platform->max_memory);
			return -1;
		}
		for (w = 0; w < m->nr_workloads; w++) {
			like.workload = &m->workloads[w];
			if (add_cells(m, from, &like, paging, nr_paging, seeds, nr_seeds))
				return -1;
		}
	}
	return 0;
}

int matrix_read(struct matrix *m, const char *file, const char *workload_dir)
{
	struct lists l = { .seeds = "1", .memory = "256", .vcpus = "1" };
	struct config_key keys[] = {
		{ "platforms", l.platforms, 1, 0 },
		{ "paging", l.paging, 1, 0 },
		{ "workloads", l.workloads, 1, 0 },
		{ "seeds", l.seeds, 0, 0 },
		{ "memory", l.memory, 0, 0 },
		{ "vcpus", l.vcpus, 0, 0 },
		{ NULL, NULL, 0, 0 },
	};
	char path[PATH_MAX], copy[PATH_MAX], *base, *suffix;
	const struct source from = { path, keys };

	memset(m, 0, sizeof(*m));
	if (strchr(file, '/') || !access(file, R_OK))
		snprintf(path, sizeof(path), "%s", file);
	else
		snprintf(path, sizeof(path), MATRIX_DIR "/%s" MATRIX_SUFFIX, file);

	snprintf(copy, sizeof(copy), "%s", path);
	base = basename(copy);
	suffix = strstr(base, MATRIX_SUFFIX);
	if (suffix)
		*suffix = '\0';
	snprintf(m->name, sizeof(m->name), "%.63s", base);

	if (config_read(path, keys) || read_workloads(m, &from, l.workloads, workload_dir))
		return -1;
	return expand(m, &from, &l) || refuse_twins(m, &from) ? -1 : 0;
}

void matrix_free(struct matrix *m)
{
	free(m->cells);
	free(m->workloads);
	memset(m, 0, sizeof(*m));
}
