// SPDX-License-Identifier: GPL-2.0
#include "command-line.h"

#include <ctype.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cell/job.h"
#include "util/memory.h"

/* What a shell takes as it is. */
#define PLAIN	"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789%+,-./:=@_"

/* As a record and a job can hold it. */
static bool is_text(const char *word)
{
	json_t *json = json_string(word);
	bool is = json;

	json_decref(json);
	for (; *word; word++)
		is &= !iscntrl((unsigned char)*word);
	return is;
}

bool command_line_job(char *const argv[], char *line, size_t size)
{
	size_t used = 0;
	int i, n;

	*line = '\0';
	for (i = 0; argv[i]; i++) {
		const char *quote = !*argv[i] || strchr(argv[i], ' ') ? "\"" : "";

		if (i == JOB_MAX_ARGS - 1 || strchr(argv[i], '"') || !is_text(argv[i]))
			return false;
		n = snprintf(line + used, size - used, "%s%s%s%s", i ? " " : "", quote, argv[i],
			     quote);
		if ((size_t)n >= size - used)
			return false;
		used += n;
	}
	return !strstr(line, JOB_POINT);
}

/* In single quotes, in which only such a quote means anything. */
static void append_quoted(char **line, const char *word)
{
	char *part, *at;

	memory_append(line, "", "'");
	for (; (at = strchr(word, '\'')); word = at + 1) {
		part = memory_printf("%.*s'\\''", (int)(at - word), word);
		memory_append(line, "", part);
		free(part);
	}
	memory_append(line, "", word);
	memory_append(line, "", "'");
}

char *command_line_shell(char *const argv[])
{
	char *line = memory_printf("%s", "");
	int i;

	for (i = 0; argv[i]; i++) {
		memory_append(&line, "", i ? " " : "");
		if (*argv[i] && strspn(argv[i], PLAIN) == strlen(argv[i]))
			memory_append(&line, "", argv[i]);
		else
			append_quoted(&line, argv[i]);
	}
	return line;
}
