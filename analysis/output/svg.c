// SPDX-License-Identifier: GPL-2.0
#include "svg.h"

#include <err.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "util/infile.h"
#include "markup.h"
#include "util/outfile.h"

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
	char *text = infile_read(from, "see gnuplot's message above");
	int err = -1;

	if (!text)
		goto out;
	desc = strstr(text, DESC);
	end = strstr(text, DESC_END);
	if (!desc || !end) {
		warnx("%s: not an SVG as gnuplot 5 writes it; install gnuplot 5", to);
		goto out;
	}
	err = outfile_open(&out, to);
	if (err)
		goto out;
	fwrite(text, 1, desc + strlen(DESC) - text, out.file);
	markup_put(out.file, description);
	put_with_fonts(end, out.file);
	err = outfile_close(&out);
out:
	unlink(from);
	free(text);
	return err;
}
