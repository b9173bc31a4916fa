// SPDX-License-Identifier: GPL-2.0
#include "prose.h"

#include <err.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "output/resource.h"

static const char *find(const char *file, const struct prose_value *v, const char *name, size_t len)
{
	for (; v && v->name; v++)
		if (strlen(v->name) == len && !strncmp(v->name, name, len))
			return v->text;
	warnx("%s: nothing is known of \"@%.*s@\"", file, (int)len, name);
	abort();
}

/* Is a line to be there?  Its condition is passed over. */
static bool is_wanted(const char *file, const struct prose_value *values, const char **line)
{
	size_t len;
	bool has, wants;

	if (**line != '@' || ((*line)[1] != '?' && (*line)[1] != '!'))
		return true;
	wants = (*line)[1] == '?';
	*line += 2;
	len = strcspn(*line, " ");
	has = find(file, values, *line, len);
	*line += len + 1;
	return has == wants;
}

static void put_line(FILE *f, const char *file, const char *line, const struct prose_value *values)
{
	const char *at, *end, *text;

	for (; (at = strchr(line, '@')); line = end + 1) {
		fwrite(line, 1, at - line, f);
		end = strchr(at + 1, '@');
		if (!end) {
			warnx("%s: an @ without another in \"%s\"", file, at);
			abort();
		}
		text = find(file, values, at + 1, end - at - 1);
		fputs(text ? text : "", f);
	}
	fputs(line, f);
}

int prose_print(FILE *f, const char *file, const struct prose_value *values)
{
	char *text = resource_read(file), *line, *next;
	const char *at, *separator = "";
	bool indented;

	if (!text)
		return -1;
	for (line = text; *line; line = next) {
		next = line + strcspn(line, "\n");
		if (*next)
			*next++ = '\0';
		at = line + strspn(line, " ");
		indented = at > line;
		if (!*at) {
			fputs("\n\n", f);
			separator = "";
			continue;
		}
		if (!is_wanted(file, values, &at))
			continue;
		/* An item begins a line of its own. */
		if (*separator && !indented && !strncmp(at, "- ", 2))
			separator = "\n";
		fputs(separator, f);
		put_line(f, file, at, values);
		separator = " ";
	}
	fputs("\n\n", f);
	free(text);
	return 0;
}
