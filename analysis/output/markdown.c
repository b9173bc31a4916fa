// SPDX-License-Identifier: GPL-2.0
#include "markdown.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

#include "record/strfile.h"

/* An underscore inside of a word is no markup, and names have many. */
static bool is_markup(const char *text, const char *at)
{
	if (*at == '_')
		return at == text || !isalnum((unsigned char)at[-1]) ||
		       !isalnum((unsigned char)at[1]);
	return strchr("\\`*[]<&", *at);
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
