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

static bool is_in_word(const char *text, const char *at)
{
	return at != text && isalnum((unsigned char)at[-1]) && isalnum((unsigned char)at[1]);
}

/* Does a word of an emoji begin here, ":NAME:"? */
static bool starts_emoji(const char *at)
{
	size_t length = strspn(at + 1, "abcdefghijklmnopqrstuvwxyz0123456789_+-");

	return length && at[1 + length] == ':';
}

/*
 * An underscore inside of a word is no markup, nor is a tilde alone, and names and versions have
 * many. GitHub makes links of addresses that no bracket marks, mathematics of what is between
 * dollars, and pictures of words between colons.
 */
static bool is_markup(const char *text, const char *at)
{
	if (*at == '_')
		return !is_in_word(text, at);
	if (*at == '~')
		return !is_in_word(text, at) || strchr(text, '~') != strrchr(text, '~');
	if (*at == ':')
		return starts(at, "://") || starts_emoji(at);
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
