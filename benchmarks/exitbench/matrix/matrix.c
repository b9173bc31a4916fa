// SPDX-License-Identifier: GPL-2.0
#include "matrix.h"

#include <err.h>
#include <fnmatch.h>
#include <libgen.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <asm/kvm_exitmeter.h>

#include "util/memory.h"
#include "util/place.h"

#define MAX_WORDS 64

/* One key of the file, and its value split into words. */
struct words {
	char text[CONFIG_VALUE_SIZE];
	char *word[MAX_WORDS];
	int nr;
};

/* The dimensions of a matrix; the last one varies fastest, so that modes come in pairs. */
enum axis {
	AXIS_PLATFORMS,
	AXIS_WORKLOADS,
	AXIS_SETTINGS,
	AXIS_SEEDS = AXIS_SETTINGS + SETTING_NR,
	AXIS_PAGING,
	AXIS_NR
};

struct matrix_values {
	char path[PATH_MAX];
	bool other_platforms;
	struct config_key keys[AXIS_NR + 1];
	struct words axes[AXIS_NR];
};

static struct config_place place(const struct matrix_values *v, int axis)
{
	if (!*v->path)
		return (struct config_place) { "command line" };
	if (axis == AXIS_PLATFORMS && v->other_platforms)
		return (struct config_place) { "--platform" };
	return config_place(v->path, v->keys, v->keys[axis].name);
}

static int split(struct matrix_values *v, int axis)
{
	struct words *w = &v->axes[axis];
	char *save = NULL, *word;

	for (word = strtok_r(w->text, " \t,", &save); word; word = strtok_r(NULL, " \t,", &save)) {
		if (w->nr == MAX_WORDS) {
			warnx("%s: %s has more than %d words", place(v, axis).text,
			      v->keys[axis].name, MAX_WORDS);
			return -1;
		}
		w->word[w->nr++] = word;
	}
	if (!w->nr)
		warnx("%s: %s is empty", place(v, axis).text, v->keys[axis].name);
	return w->nr ? 0 : -1;
}

static int paging_mode(const struct matrix_values *v, const char *word)
{
	if (!strcmp(word, "tdp"))
		return KVM_EXITMETER_PAGING_TDP;
	if (!strcmp(word, "shadow"))
		return KVM_EXITMETER_PAGING_SHADOW;
	warnx("%s: paging = \"%s\" is neither tdp nor shadow", place(v, AXIS_PAGING).text, word);
	return -1;
}

static const struct platform *find_platform(const struct matrix_values *v, const char *name)
{
	const struct platform *p = platform_find(name);
	const struct platform *const *each;

	if (!strcmp(name, PLATFORM_AUTO))
		return platform_auto();
	if (p)
		return p;
	fprintf(stderr, "exitbench: %s: no platform \"%s\"; there are:",
		place(v, AXIS_PLATFORMS).text, name);
	for (each = platforms; *each; each++)
		fprintf(stderr, " %s", (*each)->name);
	fprintf(stderr, ", and " PLATFORM_AUTO "\n");
	return NULL;
}

static int read_workloads(struct matrix *m, const char *dir)
{
	const struct words *names = &m->values->axes[AXIS_WORKLOADS];
	int i;

	m->workloads = memory_zalloc(names->nr * sizeof(*m->workloads));
	for (i = 0; i < names->nr; i++) {
		if (!workload_read(&m->workloads[m->nr_workloads++], dir, names->word[i]))
			continue;
		warnx("%s: named here", place(m->values, AXIS_WORKLOADS).text);
		return -1;
	}
	return 0;
}

static int check_settings(const struct matrix_values *v)
{
	int i, w;

	for (i = 0; i < SETTING_NR; i++)
		for (w = 0; w < v->axes[AXIS_SETTINGS + i].nr; w++)
			if (setting_check(&settings[i], place(v, AXIS_SETTINGS + i).text,
					  v->axes[AXIS_SETTINGS + i].word[w]))
				return -1;
	return 0;
}

/* The words that make up a cell. */
static void pick(const struct matrix_values *v, size_t number, const char *words[AXIS_NR])
{
	int axis;

	for (axis = AXIS_NR - 1; axis >= 0; axis--) {
		words[axis] = v->axes[axis].word[number % v->axes[axis].nr];
		number /= v->axes[axis].nr;
	}
}

static int choose_cpu(const struct matrix_values *v, struct cell *c)
{
	const struct cpu *cpu;

	if (cell_choose_cpu(c))
		return 0;
	fprintf(stderr, "exitbench: %s: cpu = %s: %s ",
		place(v, AXIS_SETTINGS + SETTING_cpu).text, c->settings[SETTING_cpu],
		c->platform->name);
	if (!c->platform->cpus)
		fprintf(stderr, "has this machine's own");
	else
		fprintf(stderr, "can play:");
	for (cpu = c->platform->cpus; cpu && cpu->name; cpu++)
		fprintf(stderr, " %s", cpu->name);
	fputc('\n', stderr);
	return -1;
}

/* A ledger that is read from the host's side, of a guest that does not tell when it works. */
static int check_login(const struct matrix_values *v, const struct cell *c)
{
	static const struct {
		enum setting_index setting;
		const char *value;
		bool wanted;
	} rules[] = {
		{ SETTING_meter, SETTING_ON, true },
		{ SETTING_detail, SETTING_OFF, true },
		{ SETTING_spare, "0", true },
		{ SETTING_observer, SETTING_OBSERVER_PERF, false },
		{ SETTING_observer, SETTING_OBSERVER_BPF, false },
	};
	const char *value;
	size_t i;

	if (strcmp(c->workload->measure, JOB_MEASURE_LOGIN))
		return 0;
	for (i = 0; i < sizeof(rules) / sizeof(rules[0]); i++) {
		value = c->settings[rules[i].setting];
		if (!strcmp(value, rules[i].value) == rules[i].wanted)
			continue;
		warnx("%s: %s = %s: not with %s, which is measured in L1, by "
		      "KVM's ledger of the whole VM",
		      place(v, AXIS_SETTINGS + rules[i].setting).text,
		      settings[rules[i].setting].name, value, c->workload->name);
		return -1;
	}
	return 0;
}

/* Settings that the platform does not have, or that exclude each other. */
static int check_cell(const struct matrix_values *v, const struct cell *c)
{
	if (atol(c->settings[SETTING_memory]) > c->platform->max_memory) {
		warnx("%s: memory = %s: %s has room for %ld MiB",
		      place(v, AXIS_SETTINGS + SETTING_memory).text, c->settings[SETTING_memory],
		      c->platform->name, c->platform->max_memory);
		return -1;
	}
	if (!strcmp(c->settings[SETTING_vpid], SETTING_OFF) &&
	    platform_vendor(c->platform) != &vendor_vmx) {
		warnx("%s: vpid = off: %s has SVM, which always has tags",
		      place(v, AXIS_SETTINGS + SETTING_vpid).text, c->platform->name);
		return -1;
	}
	if (strcmp(c->settings[SETTING_timeline], SETTING_OFF) &&
	    strcmp(c->settings[SETTING_meter], SETTING_ON)) {
		warnx("%s: timeline = %s: with meter = off there is no "
		      "ledger to look at",
		      place(v, AXIS_SETTINGS + SETTING_timeline).text,
		      c->settings[SETTING_timeline]);
		return -1;
	}
	return check_login(v, c);
}

static int make_cell(const struct matrix *m, size_t number, struct cell *c)
{
	const struct matrix_values *v = m->values;
	const char *words[AXIS_NR];
	int mode;
	size_t w;

	pick(v, number, words);
	c->platform = find_platform(v, words[AXIS_PLATFORMS]);
	c->seed = config_number(place(v, AXIS_SEEDS).text, "seeds", words[AXIS_SEEDS], 1, 1000000);
	mode = paging_mode(v, words[AXIS_PAGING]);
	if (!c->platform || c->seed < 0 || mode < 0)
		return -1;
	c->paging = mode;
	for (w = 0; w < m->nr_workloads; w++)
		if (!strcmp(m->workloads[w].name, words[AXIS_WORKLOADS]))
			c->workload = &m->workloads[w];
	memcpy(c->settings, words + AXIS_SETTINGS, sizeof(c->settings));
	return choose_cpu(v, c) || check_cell(v, c) || cell_name(c) ? -1 : 0;
}

static int by_id(const void *a, const void *b)
{
	return strcmp((*(const struct cell *const *)a)->id, (*(const struct cell *const *)b)->id);
}

/* Two cells of one name would write to the same record. */
static int refuse_twins(const struct matrix *m)
{
	const struct cell **sorted = memory_zalloc((m->nr_cells + 1) * sizeof(*sorted));
	size_t i;
	int err = 0;

	for (i = 0; i < m->nr_cells; i++)
		sorted[i] = &m->cells[i];
	qsort(sorted, m->nr_cells, sizeof(*sorted), by_id);
	for (i = 1; i < m->nr_cells && !err; i++) {
		if (by_id(&sorted[i - 1], &sorted[i]))
			continue;
		warnx("matrix %s: cell %s is named twice", m->name, sorted[i]->id);
		err = -1;
	}
	free(sorted);
	return err;
}

static int refuse_many(const char *name, size_t nr)
{
	if (nr <= MATRIX_MAX_CELLS)
		return 0;
	warnx("matrix %s: more than %d cells: make several runs of it", name, MATRIX_MAX_CELLS);
	return -1;
}

/* The product of all axes, before there is memory for any cell. */
static int count_cells(const struct matrix *m, size_t *nr)
{
	int axis;

	*nr = 1;
	for (axis = 0; axis < AXIS_NR; axis++) {
		*nr *= m->values->axes[axis].nr;
		if (refuse_many(m->name, *nr))
			return -1;
	}
	return 0;
}

static int expand(struct matrix *m)
{
	size_t nr;

	if (count_cells(m, &nr))
		return -1;
	m->cells = memory_zalloc(nr * sizeof(*m->cells));
	for (; m->nr_cells < nr; m->nr_cells++)
		if (make_cell(m, m->nr_cells, &m->cells[m->nr_cells]))
			return -1;
	return refuse_twins(m);
}

static int name_matrix(struct matrix *m, const char *file)
{
	struct matrix_values *v = m->values;
	char copy[PATH_MAX], *base, *suffix;
	bool is_path = strchr(file, '/') || !access(file, R_OK);
	int length;

	if (is_path)
		length = snprintf(v->path, sizeof(v->path), "%s", file);
	else
		length = snprintf(v->path, sizeof(v->path), "%s/%s" MATRIX_SUFFIX,
				  place_find(MATRIX_DIR, copy), file);
	if (!*file || length >= (int)sizeof(v->path)) {
		warnx("\"%.60s\" is no matrix: the name is %s", file, *file ? "too long" : "empty");
		return -1;
	}
	if (!is_path && access(place_find(MATRIX_DIR, copy), F_OK)) {
		warnx("no matrix \"%s\" here, and the project's own are not found: call "
		      "build/exitbench of the project, or install it ('make install')", file);
		return -1;
	}
	if (!is_path && access(v->path, F_OK)) {
		warnx("no matrix \"%s\": neither is there a file of that name "
		      "here, nor %s; 'exitbench list' names those that there are",
		      file, v->path);
		return -1;
	}
	strcpy(copy, v->path);
	base = basename(copy);
	suffix = strstr(base, MATRIX_SUFFIX);
	if (suffix && suffix > base)
		*suffix = '\0';
	name_make_good(base);
	strcpy(m->name, base);
	return 0;
}

static void name_keys(struct matrix_values *v)
{
	static const struct config_key own[AXIS_NR] = {
		[AXIS_PLATFORMS] = { "platforms", NULL, 1, 0 },
		[AXIS_WORKLOADS] = { "workloads", NULL, 1, 0 },
		[AXIS_SEEDS] = { "seeds", NULL, 0, 0 },
		[AXIS_PAGING] = { "paging", NULL, 1, 0 },
	};
	int axis, i;

	memcpy(v->keys, own, sizeof(own));
	for (i = 0; i < SETTING_NR; i++) {
		v->keys[AXIS_SETTINGS + i].name = settings[i].name;
		strcpy(v->axes[AXIS_SETTINGS + i].text, settings[i].initial);
	}
	strcpy(v->axes[AXIS_SEEDS].text, "1");
	for (axis = 0; axis < AXIS_NR; axis++)
		v->keys[axis].value = v->axes[axis].text;
}

static int use_platforms(struct matrix_values *v, const char *names)
{
	char *text = v->axes[AXIS_PLATFORMS].text;

	if (!names)
		return 0;
	if (snprintf(text, CONFIG_VALUE_SIZE, "%s", names) >= CONFIG_VALUE_SIZE) {
		warnx("--platform: too many");
		return -1;
	}
	v->other_platforms = true;
	return 0;
}

int matrix_read(struct matrix *m, const char *file, const char *workload_dir,
		const char *platform_names)
{
	int axis;

	memset(m, 0, sizeof(*m));
	m->values = memory_zalloc(sizeof(*m->values));
	if (name_matrix(m, file))
		return -1;
	name_keys(m->values);
	if (config_read(m->values->path, m->values->keys) ||
	    use_platforms(m->values, platform_names))
		return -1;
	for (axis = 0; axis < AXIS_NR; axis++)
		if (split(m->values, axis))
			return -1;
	if (check_settings(m->values) || read_workloads(m, workload_dir))
		return -1;
	return expand(m);
}

/* Words for an axis, in the place of its default. */
static int set_axis(struct matrix_values *v, int axis, const char *text)
{
	if (!text)
		return 0;
	if (snprintf(v->axes[axis].text, CONFIG_VALUE_SIZE, "%s", text) < CONFIG_VALUE_SIZE)
		return 0;
	warnx("%s: %s: too many", place(v, axis).text, v->keys[axis].name);
	return -1;
}

int matrix_make(struct matrix *m, const struct matrix_words *words, const struct workload *w)
{
	int axis, i;

	memset(m, 0, sizeof(*m));
	m->values = memory_zalloc(sizeof(*m->values));
	strcpy(m->name, w->name);
	name_keys(m->values);
	if (set_axis(m->values, AXIS_PLATFORMS, words->platforms) ||
	    set_axis(m->values, AXIS_PAGING, words->paging) ||
	    set_axis(m->values, AXIS_SEEDS, words->seeds) ||
	    set_axis(m->values, AXIS_WORKLOADS, w->name))
		return -1;
	for (i = 0; i < SETTING_NR; i++)
		if (set_axis(m->values, AXIS_SETTINGS + i, words->settings[i]))
			return -1;
	for (axis = 0; axis < AXIS_NR; axis++)
		if (split(m->values, axis))
			return -1;
	if (check_settings(m->values))
		return -1;
	m->workloads = memory_zalloc(sizeof(*m->workloads));
	m->nr_workloads = 1;
	*m->workloads = *w;
	m->workloads->rules = rules_copy(&w->rules);
	return expand(m);
}

const char *matrix_path(const struct matrix *m)
{
	return m->values->path;
}

int matrix_override(struct matrix *m, enum setting_index setting, const char *value)
{
	size_t i;

	for (i = 0; i < m->nr_cells; i++) {
		m->cells[i].settings[setting] = value;
		if (cell_name(&m->cells[i]))
			return -1;
	}
	/* Two that differed in it are the same cell now. */
	return refuse_twins(m);
}

int matrix_join(struct matrix *all, const struct matrix *part, const char *pattern)
{
	size_t i;

	snprintf(all->name + strlen(all->name), sizeof(all->name) - strlen(all->name), "%s%s",
		 *all->name ? "+" : "", part->name);
	all->cells = memory_resize(all->cells, all->nr_cells + part->nr_cells,
				   sizeof(*all->cells));
	for (i = 0; i < part->nr_cells; i++)
		if (!pattern || !fnmatch(pattern, part->cells[i].id, 0))
			all->cells[all->nr_cells++] = part->cells[i];
	return refuse_many(all->name, all->nr_cells) || refuse_twins(all) ? -1 : 0;
}

void matrix_free(struct matrix *m)
{
	size_t i;

	for (i = 0; i < m->nr_workloads; i++)
		workload_free(&m->workloads[i]);
	free(m->values);
	free(m->cells);
	free(m->workloads);
	memset(m, 0, sizeof(*m));
}
