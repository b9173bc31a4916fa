// SPDX-License-Identifier: GPL-2.0
#include "workload.h"

#include <err.h>
#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cell/job.h"
#include "util/name.h"
#include "util/place.h"

#define DEFAULT_TIMEOUT "240"

static const char *const measures[] = { JOB_MEASURE_COMMAND, JOB_MEASURE_BOOT,
					JOB_MEASURE_NONE, JOB_MEASURE_L1,
					JOB_MEASURE_LOGIN, NULL };
static const char *const systems[] = { JOB_SYSTEM_SMALL, JOB_SYSTEM_DEBIAN, NULL };
static const char *const networks[] = { JOB_NETWORK_NONE, JOB_NETWORK_USER, NULL };
static const char *const scratches[] = { JOB_SCRATCH_RAW, JOB_SCRATCH_EXT4, NULL };

static int check_choice(const char *path, const struct config_key *keys, const char *key,
			const char *value, const char *const choices[])
{
	const char *const *c;

	for (c = choices; *c; c++)
		if (!strcmp(*c, value))
			return 0;
	fprintf(stderr, "exitbench: %s: %s = \"%s\" is not one of:",
		config_place(path, keys, key).text, key, value);
	for (c = choices; *c; c++)
		fprintf(stderr, " %s", *c);
	fputc('\n', stderr);
	return -1;
}

static int check_command(const char *path, const struct config_key *keys, const char *key,
			 const char *line)
{
	char copy[CONFIG_VALUE_SIZE], *argv[JOB_MAX_ARGS];

	strcpy(copy, line);
	if (job_split(copy, argv) >= 0)
		return 0;
	warnx("%s: %s: too many words or an open quotation mark: %s",
	      config_place(path, keys, key).text, key, line);
	return -1;
}

/* What a command is at each of the points. */
static int check_expanded(const char *path, const struct config_key *keys, const char *key,
			  const char *line, char *const points[], int nr)
{
	char text[JOB_VALUE_SIZE];
	int i;

	for (i = 0; i < nr; i++) {
		if (job_expand(line, points[i], text, sizeof(text))) {
			warnx("%s: %s: too long at point %s", config_place(path, keys, key).text,
			      key, points[i]);
			return -1;
		}
		if (check_command(path, keys, key, text))
			return -1;
	}
	return 0;
}

/* They are in the record's tables and the charts: names and numbers, and nothing twice. */
static int check_words(const char *path, const struct config_key *keys, char *const points[],
		       int nr)
{
	int i, k;

	for (i = 0; i < nr; i++) {
		for (k = 0; k < i && strcmp(points[i], points[k]); k++)
			;
		if (k == i && name_is_good(points[i]))
			continue;
		warnx("%s: points: \"%s\" %s", config_place(path, keys, "points").text, points[i],
		      k < i ? "is named twice" : "can't be: " NAME_RULE);
		return -1;
	}
	return 0;
}

static int complain_of_point(const char *path, const struct config_key *keys, const char *key,
			     const char *what)
{
	warnx("%s: %s: %s", config_place(path, keys, key).text, key, what);
	return -1;
}

static int check_points(const struct workload *w, const char *path, const struct config_key *keys)
{
	char copy[CONFIG_VALUE_SIZE], *points[JOB_MAX_POINTS];
	int nr;

	if (strstr(w->prepare, JOB_POINT))
		return complain_of_point(path, keys, "prepare",
					 "has " JOB_POINT ", but it runs once for all points");
	strcpy(copy, w->points);
	nr = job_points(copy, points);
	if (nr < 0)
		return complain_of_point(path, keys, "points", "there are too many");
	if (!nr && strstr(w->command, JOB_POINT))
		return complain_of_point(path, keys, "command", "has " JOB_POINT
					 ", but there is no key \"points\"");
	if (!nr && strstr(w->startup, JOB_POINT))
		return complain_of_point(path, keys, "startup", "has " JOB_POINT
					 ", but there is no key \"points\"");
	if (nr && strcmp(w->measure, JOB_MEASURE_COMMAND))
		return complain_of_point(path, keys, "points",
					 "only with measure = " JOB_MEASURE_COMMAND);
	if (nr && !strstr(w->command, JOB_POINT))
		return complain_of_point(path, keys, "command", "has no " JOB_POINT
					 ": it would do the same at each of the points");
	return check_words(path, keys, points, nr) ||
	       check_expanded(path, keys, "startup", w->startup, points, nr) ||
	       check_expanded(path, keys, "command", w->command, points, nr) ? -1 : 0;
}

/* In a distribution there is nothing that could run a command. */
static int check_system(const struct workload *w, const char *path, const struct config_key *keys)
{
	bool login = !strcmp(w->measure, JOB_MEASURE_LOGIN);

	if (login != !strcmp(w->system, JOB_SYSTEM_SMALL) &&
	    (!login || !(*w->prepare || *w->startup || strcmp(w->scratch, JOB_SCRATCH_RAW))))
		return 0;
	warnx("%s: measure = " JOB_MEASURE_LOGIN " goes with a system that is "
	      "not " JOB_SYSTEM_SMALL ", and with neither prepare, startup nor scratch; every "
	      "other measure with " JOB_SYSTEM_SMALL,
	      config_place(path, keys, login ? "measure" : "system").text);
	return -1;
}

/* A rule about a point that there is not would never be looked at. */
static int check_rule(const struct workload *w, const struct rule *rule, char *const points[],
		      int nr, const char *place)
{
	char copy[CONFIG_VALUE_SIZE], *word, *rest = copy;
	int i;

	strcpy(copy, rule->points ? rule->points : "");
	while ((word = strsep(&rest, ","))) {
		for (i = 0; i < nr && strcmp(points[i], word); i++)
			;
		if (!nr || (i == nr && rule->points))
			break;
	}
	if (!word)
		return 0;
	fprintf(stderr, "exitbench: %s: " RULES_EXPECT ": ", place);
	if (nr)
		fprintf(stderr, "\"%s\" is not one of the points: %s\n", word, w->points);
	else
		fprintf(stderr, "there are no points, and only at points is it looked at\n");
	return -1;
}

static int read_rules(struct workload *w, const char *path, const char *explain,
		      const struct config_values *expect)
{
	char copy[CONFIG_VALUE_SIZE], *points[JOB_MAX_POINTS], place[PATH_MAX + 16];
	size_t i;
	int nr;

	if (rules_set(&w->rules, explain, expect, path))
		return -1;
	strcpy(copy, w->points);
	nr = job_points(copy, points);
	for (i = 0; i < w->rules.nr; i++) {
		snprintf(place, sizeof(place), "%s:%d", path, expect->line[i]);
		if (check_rule(w, &w->rules.rule[i], points, nr, place))
			return -1;
	}
	return 0;
}

static int check(const struct workload *w, const char *path, const struct config_key *keys)
{
	bool boot = !strcmp(w->measure, JOB_MEASURE_BOOT) ||
		    !strcmp(w->measure, JOB_MEASURE_LOGIN);

	if (check_choice(path, keys, "measure", w->measure, measures) ||
	    check_choice(path, keys, "system", w->system, systems) ||
	    check_choice(path, keys, "scratch", w->scratch, scratches) ||
	    check_choice(path, keys, "network", w->network, networks) ||
	    check_system(w, path, keys) ||
	    check_command(path, keys, "prepare", w->prepare) ||
	    check_command(path, keys, "startup", w->startup) ||
	    check_command(path, keys, "command", w->command))
		return -1;
	if (boot == !*w->command)
		return check_points(w, path, keys);
	if (boot)
		warnx("%s: measure = %s has no command", path, w->measure);
	else
		warnx("%s: key \"command\" is missing", path);
	return -1;
}

int workload_read(struct workload *w, const char *dir, const char *name)
{
	char path[PATH_MAX], usual[PATH_MAX], timeout[CONFIG_VALUE_SIZE] = DEFAULT_TIMEOUT;
	char explain[CONFIG_VALUE_SIZE] = "";
	struct config_values expect = { .name = RULES_EXPECT };
	struct config_key keys[] = {
		{ "summary", w->summary, 1, 0 },
		{ "group", w->group, 1, 0 },
		{ "measure", w->measure, 0, 0 },
		{ "system", w->system, 0, 0 },
		{ "scratch", w->scratch, 0, 0 },
		{ "network", w->network, 0, 0 },
		{ "prepare", w->prepare, 0, 0 },
		{ "startup", w->startup, 0, 0 },
		{ "command", w->command, 0, 0 },
		{ "points", w->points, 0, 0 },
		{ "operations", w->operations, 0, 0 },
		{ "timeout", timeout, 0, 0 },
		{ RULES_EXPLAIN, explain, 0, 0 },
		{ NULL, NULL, 0, 0 },
	};
	int err;

	memset(w, 0, sizeof(*w));
	if (!name_is_good(name)) {
		warnx("\"%s\" can't be a workload: " NAME_RULE, name);
		return -1;
	}
	strcpy(w->measure, JOB_MEASURE_COMMAND);
	strcpy(w->system, JOB_SYSTEM_SMALL);
	strcpy(w->scratch, JOB_SCRATCH_RAW);
	strcpy(w->network, JOB_NETWORK_NONE);
	strcpy(w->name, name);
	if (!dir)
		dir = place_find(WORKLOAD_DIR, usual);
	if ((size_t)snprintf(path, sizeof(path), "%s/%s" WORKLOAD_SUFFIX, dir, name) >=
	    sizeof(path)) {
		warnx("%s: the name of the folder is too long", dir);
		return -1;
	}
	if (access(path, R_OK)) {
		warnx("workload \"%s\": %s: %s; 'exitbench list' names them", name, path,
		      strerror(errno));
		return -1;
	}
	err = config_read_values(path, keys, &expect);
	if (!err) {
		w->timeout = config_number(config_place(path, keys, "timeout").text, "timeout",
					   timeout, 1, 86400);
		err = w->timeout < 0 || check(w, path, keys) ||
		      read_rules(w, path, explain, &expect) ? -1 : 0;
	}
	config_values_free(&expect);
	return err;
}

void workload_free(struct workload *w)
{
	rules_free(&w->rules);
}
