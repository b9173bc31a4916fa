// SPDX-License-Identifier: GPL-2.0
#include "gnuplot.h"

#include <ctype.h>
#include <err.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "util/memory.h"
#include "child.h"
#include "palette.h"
#include "resource.h"
#include "svg.h"

/* How a script begins a line that loads another. */
#define LOAD	"load '"

/**
 * enum shape - what a chart is drawn as
 * @SHAPE_WIDE: SVG
 * @SHAPE_NARROW: SVG for phones, by scripts that load LAYOUT
 * @SHAPE_PNG: only for those who ask
 */
enum shape { SHAPE_WIDE, SHAPE_NARROW, SHAPE_PNG, SHAPE_NR };

static const struct {
	const char *format;
	const char *suffix;
} shapes[SHAPE_NR] = {
	[SHAPE_WIDE] = { "svg", "svg" },
	[SHAPE_NARROW] = { "svg", "narrow.svg" },
	[SHAPE_PNG] = { "png", "png" },
};

#define LAYOUT	"analysis/output/layout.gp"

static bool has_shape(const struct gnuplot *g, enum shape s, bool has_narrow)
{
	return s == SHAPE_WIDE || (s == SHAPE_NARROW && has_narrow) || (s == SHAPE_PNG && g->png);
}

static bool has_narrow(const char *script)
{
	char *text = resource_read(script);
	bool has = text && strstr(text, LOAD LAYOUT);

	free(text);
	return has;
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
	int fd = memfd_create("charts.gp", 0);

	memset(g, 0, sizeof(*g));
	g->png = png;
	g->commands = fd < 0 ? NULL : fdopen(fd, "w");
	if (!g->commands) {
		warnx("write gnuplot's commands: %s", strerror(errno));
		if (fd >= 0)
			close(fd);
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
	const bool narrow = has_narrow(script);
	enum shape shape;

	gnuplot_text(g, "data", data);
	set_chart_name(g, chart);
	for (shape = 0; shape < SHAPE_NR; shape++) {
		if (!has_shape(g, shape, narrow))
			continue;
		path = file_name(chart, shapes[shape].suffix);
		temporary = outfile_temporary(path);
		gnuplot_text(g, "format", shapes[shape].format);
		gnuplot_number(g, "narrow", shape == SHAPE_NARROW);
		gnuplot_text(g, "file", temporary);
		put_script(g, script);
		free(path);
		free(temporary);
	}
	free(data);
	g->charts = memory_grow(g->charts, g->nr_charts, sizeof(*g->charts));
	g->charts[g->nr_charts++] = (struct gnuplot_chart) {
		memory_printf("%s", chart), memory_printf("%s", description), narrow,
	};
}

static int name_shape(const struct gnuplot_chart *chart, enum shape s)
{
	char *path = file_name(chart->path, shapes[s].suffix);
	char *temporary = outfile_temporary(path);
	int err = s == SHAPE_PNG ? outfile_rename(temporary, path) :
				   svg_polish(temporary, path, chart->description);

	free(path);
	free(temporary);
	return err;
}

static void remove_temporary(const struct gnuplot_chart *chart, enum shape s)
{
	char *path = file_name(chart->path, shapes[s].suffix);
	char *temporary = outfile_temporary(path);

	unlink(temporary);
	free(path);
	free(temporary);
}

/* Give a chart its names, or leave none of it if something failed before. */
static int finish_chart(const struct gnuplot *g, struct gnuplot_chart *chart, int err)
{
	enum shape shape;

	for (shape = 0; shape < SHAPE_NR; shape++) {
		if (!has_shape(g, shape, chart->has_narrow))
			continue;
		if (err)
			remove_temporary(chart, shape);
		else
			err = name_shape(chart, shape);
	}
	free(chart->path);
	free(chart->description);
	return err;
}

/* Return: 0, or -1 with a message. */
static int run_gnuplot(int commands)
{
	char *file = memory_printf("/proc/self/fd/%d", commands);
	char *words[] = { "gnuplot", "-d", file, NULL };
	int status = -1;
	pid_t pid;

	/* The user's start-up files and terminal must not change the charts. */
	setenv("HOME", "/nonexistent", 1);
	setenv("LC_ALL", "C.UTF-8", 1);
	unsetenv("GNUTERM");
	pid = child_start(words, STDIN_FILENO, STDOUT_FILENO);
	free(file);
	if (pid < 0) {
		warnx("gnuplot: %s", errno == ENOENT ? "not found; install gnuplot-nox" :
						       strerror(errno));
		return -1;
	}
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	if (status)
		warnx("gnuplot failed (wait status %d); its message is above", status);
	return status ? -1 : 0;
}

int gnuplot_finish(struct gnuplot *g)
{
	int err = g->failed ? -1 : 0;
	size_t i;

	fputs("unset output\n", g->commands);
	if (fflush(g->commands)) {
		warnx("write gnuplot's commands: %s", strerror(errno));
		err = -1;
	}
	if (!err)
		err = run_gnuplot(fileno(g->commands));
	fclose(g->commands);
	for (i = 0; i < g->nr_charts; i++)
		err = finish_chart(g, &g->charts[i], err);
	free(g->charts);
	return err;
}
