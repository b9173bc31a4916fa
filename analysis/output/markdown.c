// SPDX-License-Identifier: GPL-2.0
#include "markdown.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>
#include <strings.h>

#include "util/strfile.h"

static bool starts(const char *at, const char *with)
{
	return !strncmp(at, with, strlen(with));
}

/*
 * An underscore or a tilde inside of a word is no markup, and names and versions have many.
 * GitHub makes links of addresses that no bracket marks, and mathematics of what is between
 * dollars.
 */
static bool is_markup(const char *text, const char *at)
{
	if (*at == '_' || *at == '~')
		return at == text || !isalnum((unsigned char)at[-1]) ||
		       !isalnum((unsigned char)at[1]);
	if (*at == ':')
		return starts(at, "://");
	if (*at == '.')
		return at - text >= 3 && !strncasecmp(at - 3, "www", 3);
	return strchr("\\`*[]<&$", *at);
}

char *markdown_escaped(const char *text)
{
	struct strfile s;
	const char *at;

	strfile_open(&s);
	for (at = text; *at; at++) {
		if (is_markup(text, at))
			fputc('\\', s.file);
		fputc(*at == '\n' || *at == '\r' ? ' ' : *at, s.file);
	}
	return strfile_close(&s);
}
