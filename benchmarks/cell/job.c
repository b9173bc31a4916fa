// SPDX-License-Identifier: GPL-2.0
#include "job.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static const struct {
	const char *key;
	size_t offset;
} job_keys[] = {
#define X(key) { #key, offsetof(struct job, key) },
	JOB_KEYS(X)
#undef X
};

#define NR_KEYS (sizeof(job_keys) / sizeof(job_keys[0]))

static int find_key(const char *key)
{
	size_t i;

	for (i = 0; i < NR_KEYS; i++)
		if (!strcmp(job_keys[i].key, key))
			return i;
	return -1;
}

int job_parse(struct job *job, char *text, char *error, size_t size)
{
	char *line, *save = NULL, *value;
	bool seen[NR_KEYS] = { false };
	size_t nr = 0;
	int key;

	memset(job, 0, sizeof(*job));
	for (line = strtok_r(text, "\n", &save); line; line = strtok_r(NULL, "\n", &save)) {
		value = strchr(line, '=');
		if (!value) {
			snprintf(error, size, "job: \"%.60s\" is not key=value", line);
			return -1;
		}
		*value++ = '\0';
		key = find_key(line);
		if (key < 0 || seen[key]) {
			snprintf(error, size, "job: %s key \"%.60s\"",
				 key < 0 ? "unknown" : "second", line);
			return -1;
		}
		seen[key] = true;
		if (strlen(value) >= JOB_VALUE_SIZE) {
			snprintf(error, size, "job: value of \"%s\" is too long", line);
			return -1;
		}
		strcpy((char *)job + job_keys[key].offset, value);
		nr++;
	}
	if (nr != NR_KEYS) {
		snprintf(error, size, "job: %zu keys, not %zu", nr, (size_t)NR_KEYS);
		return -1;
	}
	return 0;
}

int job_format(const struct job *job, char *text, size_t size)
{
	size_t used = 0, i;
	int n;

	for (i = 0; i < NR_KEYS; i++) {
		n = snprintf(text + used, size - used, "%s=%s\n", job_keys[i].key,
			     (const char *)job + job_keys[i].offset);
		if (n < 0 || (size_t)n >= size - used)
			return -1;
		used += n;
	}
	return used;
}

int job_split(char *line, char *argv[JOB_MAX_ARGS])
{
	bool quoted = false, word = false;
	char *from, *to = line;
	int n = 0;

	for (from = line; *from; from++) {
		bool blank = *from == ' ' || *from == '\t';

		if (blank && !quoted) {
			if (word)
				*to++ = '\0';
			word = false;
			continue;
		}
		if (!word) {
			if (n == JOB_MAX_ARGS - 1)
				return -1;
			argv[n++] = to;
			word = true;
		}
		if (*from == '"')
			quoted = !quoted;
		else
			*to++ = *from;
	}
	*to = '\0';
	argv[n] = NULL;
	return quoted ? -1 : n;
}

int job_points(char *text, char *points[JOB_MAX_POINTS])
{
	char *save = NULL, *word;
	int n = 0;

	for (word = strtok_r(text, " \t", &save); word; word = strtok_r(NULL, " \t", &save)) {
		if (n == JOB_MAX_POINTS)
			return -1;
		points[n++] = word;
	}
	return n;
}

int job_expand(const char *line, const char *point, char *text, size_t size)
{
	const char *mark;
	size_t used = 0;
	int n;

	for (; (mark = strstr(line, JOB_POINT)); line = mark + strlen(JOB_POINT)) {
		n = snprintf(text + used, size - used, "%.*s%s", (int)(mark - line), line, point);
		if (n < 0 || (size_t)n >= size - used)
			return -1;
		used += n;
	}
	n = snprintf(text + used, size - used, "%s", line);
	return n < 0 || (size_t)n >= size - used ? -1 : 0;
}
