// SPDX-License-Identifier: GPL-2.0
#include "page.h"

#include <err.h>
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "output/child.h"
#include "output/markup.h"
#include "output/palette.h"
#include "output/resource.h"
#include "util/memory.h"
#include "util/outfile.h"
#include "util/strfile.h"

/**
 * struct job - a page being made
 * @page: which
 * @out: where it goes to
 * @is_open: @out is
 * @pid: of its pandoc; 0 if it doesn't run
 */
struct job {
	const struct page *page;
	struct outfile out;
	bool is_open;
	pid_t pid;
};

/**
 * struct pages - all that are made
 * @folder: that they are in
 * @style: CSS of all
 * @lua: pandoc's filter
 */
struct pages {
	const char *folder;
	char *style;
	char *lua;
	struct job *jobs;
	size_t nr;
};

/* A file without a name; Return: its descriptor, or -1 with a message. */
static int file_of(const char *name, const char *text, size_t size)
{
	int fd = memfd_create(name, 0);
	FILE *f = fd < 0 ? NULL : fdopen(dup(fd), "w");

	if (f && fwrite(text, 1, size, f) == size && !fclose(f) && !lseek(fd, 0, SEEK_SET))
		return fd;
	warnx("write %s for pandoc: %s", name, strerror(errno));
	if (fd >= 0)
		close(fd);
	return -1;
}

/* The style sheet, and the dark shades of the charts. */
static char *make_style(void)
{
	char *css = resource_read("analysis/page/page.css");
	struct strfile s;

	if (!css)
		return NULL;
	strfile_open(&s);
	fputs(css, s.file);
	palette_style(s.file, NULL, "svg ");
	free(css);
	return strfile_close(&s);
}

static void put_title(FILE *f, const struct page *page)
{
	const size_t length = strcspn(page->markdown, "\n");
	char *title = memory_printf("%.*s", (int)length, page->markdown);

	markup_put(f, title + strspn(title, "# "));
	free(title);
}

/* Entries of the contents before or behind that of a page itself, as HTML. */
static char *links(const struct page *pages, size_t from, size_t to)
{
	struct strfile s;
	size_t i;

	strfile_open(&s);
	for (i = from; i < to; i++) {
		fputs("<li><a href=\"", s.file);
		markup_put(s.file, pages[i].file);
		fputs("\">", s.file);
		put_title(s.file, &pages[i]);
		fputs("</a></li>\n", s.file);
	}
	return strfile_close(&s);
}

/* Return: its pid, or 0 with a message. */
static pid_t start_pandoc(const struct pages *p, int markdown, int filter, int page)
{
	char *lua = memory_printf("--lua-filter=/proc/self/fd/%d", filter);
	char *words[] = {
		"pandoc", "--from=gfm-autolink_bare_uris-emoji", "--to=html5", "--wrap=preserve",
		lua, NULL,
	};
	pid_t pid;

	setenv("LC_ALL", "C.UTF-8", 1);
	setenv("PAGE_FOLDER", p->folder, 1);
	setenv("PAGE_STYLE", p->style, 1);
	pid = child_start(words, markdown, page);
	free(lua);
	if (pid > 0)
		return pid;
	if (errno == ENOENT)
		warnx("pandoc: not found; install pandoc, or write Markdown: without --html");
	else
		warnx("start pandoc: %s", strerror(errno));
	return 0;
}

static int start(const struct pages *p, const struct page *all, struct job *job)
{
	const size_t at = job->page - all;
	char *path = memory_printf("%s/%s", p->folder, job->page->file);
	char *before = links(all, 0, at), *behind = links(all, at + 1, p->nr);
	int markdown = -1, filter = -1, err = -1;

	if (outfile_open(&job->out, path))
		goto out;
	job->is_open = true;
	markdown = file_of("document.md", job->page->markdown, job->page->size);
	filter = file_of("page.lua", p->lua, strlen(p->lua));
	if (markdown < 0 || filter < 0)
		goto out;
	setenv("PAGE_BEFORE", before, 1);
	setenv("PAGE_BEHIND", behind, 1);
	job->pid = start_pandoc(p, markdown, filter, fileno(job->out.file));
	err = job->pid ? 0 : -1;
out:
	if (filter >= 0)
		close(filter);
	if (markdown >= 0)
		close(markdown);
	free(behind);
	free(before);
	free(path);
	return err;
}

/* Whichever ends first: some pages take ten times as long as others. */
static int wait_for_one(struct pages *p)
{
	int status = -1;
	pid_t pid;
	size_t i;

	while ((pid = waitpid(-1, &status, 0)) < 0 && errno == EINTR)
		;
	for (i = 0; i < p->nr; i++)
		if (p->jobs[i].pid == pid)
			p->jobs[i].pid = 0;
	if (WIFSIGNALED(status))
		warnx("pandoc: %s", strsignal(WTERMSIG(status)));
	return status ? -1 : 0;
}

/* As many at a time as there are CPUs; none begins once one has failed. */
static int make_all(struct pages *p, const struct page *pages)
{
	const long cpus = sysconf(_SC_NPROCESSORS_ONLN);
	size_t at_a_time = cpus > 0 ? cpus : 1, running = 0, i;
	int err = 0;

	for (i = 0; i < p->nr && !err; i++) {
		if (running == at_a_time) {
			err = wait_for_one(p);
			running--;
		}
		p->jobs[i].page = &pages[i];
		if (!err)
			err = start(p, pages, &p->jobs[i]);
		running += p->jobs[i].pid != 0;
	}
	for (; running; running--)
		err |= wait_for_one(p);
	return err;
}

int pages_write(const char *folder, const struct page *pages, size_t nr)
{
	struct pages p = {
		.folder = folder, .style = make_style(),
		.lua = resource_read("analysis/page/page.lua"), .nr = nr,
	};
	int err = -1;
	size_t i;

	if (!p.style || !p.lua)
		goto out;
	p.jobs = memory_zalloc((nr + 1) * sizeof(*p.jobs));
	err = make_all(&p, pages);
	for (i = 0; i < nr; i++) {
		if (!p.jobs[i].is_open)
			continue;
		if (err)
			outfile_discard(&p.jobs[i].out);
		else
			err = outfile_close(&p.jobs[i].out);
	}
	free(p.jobs);
out:
	free(p.lua);
	free(p.style);
	return err;
}
