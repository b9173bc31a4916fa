// SPDX-License-Identifier: GPL-2.0
#include "svg.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "message.h"
#include "outfile.h"

#define DESC		"<desc>"
#define DESC_END	"</desc>"

/* How gnuplot names fonts, and what is meant. */
static const struct {
	const char *gnuplot;
	const char *svg;
} fonts[] = {
	{ "font-family=\"DejaVu Sans\"", "font-family=\"DejaVu Sans, Verdana, sans-serif\"" },
	{ "font-family=\"DejaVu Sans:Bold\"",
	  "font-family=\"DejaVu Sans, Verdana, sans-serif\" font-weight=\"bold\"" },
};

#define NR_FONTS (sizeof(fonts) / sizeof(fonts[0]))

static bool read_file(const char *path, char **text)
{
	FILE *f = fopen(path, "r");
	size_t size = 0;
	bool good;

	*text = NULL;
	good = f && getdelim(text, &size, '\0', f) >= 0;
	if (!good)
		message("read %s: %s", path, strerror(errno));
	if (f)
		fclose(f);
	return good;
}

static void put_escaped(const char *s, FILE *f)
{
	for (; *s; s++) {
		switch (*s) {
		case '&':
			fputs("&amp;", f);
			break;
		case '<':
			fputs("&lt;", f);
			break;
		case '>':
			fputs("&gt;", f);
			break;
		default:
			fputc(*s, f);
		}
	}
}

static void put_with_fonts(const char *s, FILE *f)
{
	const char *font;
	size_t i, len;

	for (; (font = strstr(s, "font-family=")); s = font + len) {
		fwrite(s, 1, font - s, f);
		for (i = 0; i < NR_FONTS; i++)
			if (!strncmp(font, fonts[i].gnuplot, strlen(fonts[i].gnuplot)))
				break;
		len = i < NR_FONTS ? strlen(fonts[i].gnuplot) : 1;
		if (i < NR_FONTS)
			fputs(fonts[i].svg, f);
		else
			fputc(*font, f);
	}
	fputs(s, f);
}

int svg_polish(const char *from, const char *to, const char *description)
{
	const char *desc, *end;
	struct outfile out;
	char *text;
	int err = -1;

	if (!read_file(from, &text))
		goto out;
	desc = strstr(text, DESC);
	end = strstr(text, DESC_END);
	if (!desc || !end) {
		message("%s: not an SVG as gnuplot 5 writes it; install gnuplot 5", to);
		goto out;
	}
	err = outfile_open(&out, to);
	if (err)
		goto out;
	fwrite(text, 1, desc + strlen(DESC) - text, out.file);
	put_escaped(description, out.file);
	put_with_fonts(end, out.file);
	err = outfile_close(&out);
out:
	unlink(from);
	free(text);
	return err;
}
