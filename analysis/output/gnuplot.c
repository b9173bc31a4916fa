// SPDX-License-Identifier: GPL-2.0
#include "gnuplot.h"

#include <ctype.h>
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "util/memory.h"
#include "palette.h"
#include "resource.h"
#include "svg.h"

/* How a script begins a line that loads another. */
#define LOAD	"load '"

/* What a shell reports for a program that is not there. */
#define STATUS_NOT_FOUND 127

/* The second only for those who ask. */
static const char *const formats[] = { "svg", "png" };

static size_t nr_formats(const struct gnuplot *g)
{
	return g->png ? 2 : 1;
}

static void become_gnuplot(int in)
{
	if (dup2(in, STDIN_FILENO) < 0)
		_exit(STATUS_NOT_FOUND);
	/* The user's start-up files and terminal must not change the charts. */
	setenv("HOME", "/nonexistent", 1);
	setenv("LC_ALL", "C.UTF-8", 1);
	unsetenv("GNUTERM");
	execlp("gnuplot", "gnuplot", "-d", "-", (char *)NULL);
	_exit(STATUS_NOT_FOUND);
}

/* COLOUR_CR and so on, as scripts name them. */
static void tell_colours(struct gnuplot *g)
{
	enum colour c;

	for (c = 0; c < COLOUR_NR; c++)
		fprintf(g->commands, "COLOUR_%s = '#%06x'\n", palette[c].name, palette[c].light);
}

int gnuplot_start(struct gnuplot *g, bool png)
{
	int pipe_ends[2];

	memset(g, 0, sizeof(*g));
	g->png = png;

	/* A gnuplot that ends early shows in its status, not in a signal to us. */
	signal(SIGPIPE, SIG_IGN);
	if (pipe2(pipe_ends, O_CLOEXEC)) {
		warnx("start gnuplot: %s", strerror(errno));
		return -1;
	}
	g->pid = fork();
	if (!g->pid)
		become_gnuplot(pipe_ends[0]);
	close(pipe_ends[0]);
	g->commands = fdopen(pipe_ends[1], "w");
	if (g->pid < 0 || !g->commands) {
		warnx("start gnuplot: %s", strerror(errno));
		return -1;
	}
	tell_colours(g);
	return 0;
}

/* In single quotes gnuplot takes everything as it is but the quote. */
void gnuplot_text(struct gnuplot *g, const char *name, const char *value)
{
	fprintf(g->commands, "%s = '", name);
	for (; *value; value++) {
		if (*value == '\'')
			fputc('\'', g->commands);
		fputc(*value == '\n' ? ' ' : *value, g->commands);
	}
	fputs("'\n", g->commands);
}

void gnuplot_number(struct gnuplot *g, const char *name, double value)
{
	fprintf(g->commands, "%s = %.17g\n", name, value);
}

/* gnuplot wants an SVG to be called by letters, digits and underscores. */
static void set_chart_name(struct gnuplot *g, const char *chart)
{
	const char *base = strrchr(chart, '/');
	char *name = memory_printf("%s", base ? base + 1 : chart), *c;

	for (c = name; *c; c++)
		if (!isalnum((unsigned char)*c))
			*c = '_';
	gnuplot_text(g, "chart", name);
	free(name);
}

static char *file_name(const char *chart, const char *format)
{
	return memory_printf("%s.%s", chart, format);
}

int gnuplot_open_data(struct outfile *out, const char *chart)
{
	char *path = file_name(chart, "dat");
	int err = outfile_open(out, path);

	free(path);
	return err;
}

/* A script as gnuplot's input, and in it those that it loads: it need not find their files. */
static void put_script(struct gnuplot *g, const char *name)
{
	char *text = resource_read(name), *line, *next, *quote;

	if (!text) {
		g->failed = true;
		return;
	}
	for (line = text; line; line = next) {
		next = strchr(line, '\n');
		if (next)
			*next++ = '\0';
		if (!strncmp(line, LOAD, strlen(LOAD))) {
			quote = strrchr(line + strlen(LOAD), '\'');
			if (quote)
				*quote = '\0';
			put_script(g, line + strlen(LOAD));
		} else {
			fprintf(g->commands, "%s\n", line);
		}
	}
	free(text);
}

void gnuplot_draw(struct gnuplot *g, const char *script, const char *chart,
		  const char *description)
{
	char *data = file_name(chart, "dat"), *path, *temporary;
	size_t i;

	gnuplot_text(g, "data", data);
	set_chart_name(g, chart);
	for (i = 0; i < nr_formats(g); i++) {
		path = file_name(chart, formats[i]);
		temporary = outfile_temporary(path);
		gnuplot_text(g, "format", formats[i]);
		gnuplot_text(g, "file", temporary);
		put_script(g, script);
		free(path);
		free(temporary);
	}
	free(data);
	g->charts = memory_grow(g->charts, g->nr_charts, sizeof(char *));
	g->descriptions = memory_grow(g->descriptions, g->nr_charts, sizeof(char *));
	g->charts[g->nr_charts] = memory_printf("%s", chart);
	g->descriptions[g->nr_charts++] = memory_printf("%s", description);
}

static int name_svg(const char *chart, const char *description)
{
	char *svg = file_name(chart, "svg"), *temporary = outfile_temporary(svg);
	/* outfile_open() takes the same temporary name: step aside. */
	char *raw = memory_printf("%s.raw", temporary);
	int err;

	err = outfile_rename(temporary, raw);
	if (!err)
		err = svg_polish(raw, svg, description);
	free(svg);
	free(temporary);
	free(raw);
	return err;
}

static int name_png(const char *chart)
{
	char *png = file_name(chart, "png"), *temporary = outfile_temporary(png);
	int err = outfile_rename(temporary, png);

	free(png);
	free(temporary);
	return err;
}

static void remove_temporary(const struct gnuplot *g, const char *chart)
{
	char *path, *temporary;
	size_t i;

	for (i = 0; i < nr_formats(g); i++) {
		path = file_name(chart, formats[i]);
		temporary = outfile_temporary(path);
		unlink(temporary);
		free(path);
		free(temporary);
	}
}

int gnuplot_finish(struct gnuplot *g)
{
	int status = -1, err = g->failed ? -1 : 0;
	size_t i;

	fputs("unset output\n", g->commands);
	fclose(g->commands);
	while (waitpid(g->pid, &status, 0) < 0 && errno == EINTR)
		;
	if (WIFEXITED(status) && WEXITSTATUS(status) == STATUS_NOT_FOUND) {
		warnx("gnuplot: not found; install gnuplot-nox");
		err = -1;
	} else if (status) {
		warnx("gnuplot failed (wait status %d); its message is above", status);
		err = -1;
	}
	for (i = 0; i < g->nr_charts; i++) {
		if (err)
			remove_temporary(g, g->charts[i]);
		else
			err = name_svg(g->charts[i], g->descriptions[i]);
		if (!err && g->png)
			err = name_png(g->charts[i]);
		free(g->charts[i]);
		free(g->descriptions[i]);
	}
	free(g->charts);
	free(g->descriptions);
	return err;
}
