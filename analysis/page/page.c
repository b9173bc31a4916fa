// SPDX-License-Identifier: GPL-2.0
#include "page.h"

#include <err.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "output/resource.h"
#include "util/memory.h"

#define STATUS_NOT_FOUND	127

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

static void become_pandoc(int markdown, int filter, int page, const char *folder, const char *style)
{
	char *lua = memory_printf("--lua-filter=/proc/self/fd/%d", filter);
	char *from = memory_printf("--metadata=folder:%s", folder);
	char *css = memory_printf("--metadata=style:%s", style);

	dup2(markdown, STDIN_FILENO);
	dup2(page, STDOUT_FILENO);
	setenv("LC_ALL", "C.UTF-8", 1);
	execlp("pandoc", "pandoc", "--from=gfm-autolink_bare_uris-emoji", "--to=html5",
	       "--wrap=preserve", lua, from, css, (char *)NULL);
	_exit(STATUS_NOT_FOUND);
}

static int wait_for(pid_t pid)
{
	int status = -1;

	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	if (WIFEXITED(status) && WEXITSTATUS(status) == STATUS_NOT_FOUND)
		warnx("pandoc: not found; install pandoc, or write Markdown: -o FILE.md");
	else if (WIFSIGNALED(status))
		warnx("pandoc: %s", strsignal(WTERMSIG(status)));
	return status ? -1 : 0;
}

int page_write(FILE *f, const char *markdown, size_t size, const char *folder)
{
	char *style = resource_read("analysis/page/page.css");
	char *lua = resource_read("analysis/page/page.lua");
	int text = -1, filter = -1, err = -1;
	pid_t pid;

	if (!style || !lua)
		goto out;
	text = file_of("report.md", markdown, size);
	filter = file_of("page.lua", lua, strlen(lua));
	if (text < 0 || filter < 0 || fflush(f))
		goto out;
	pid = fork();
	if (!pid)
		become_pandoc(text, filter, fileno(f), folder, style);
	if (pid < 0)
		warnx("start pandoc: %s", strerror(errno));
	else
		err = wait_for(pid);
out:
	if (filter >= 0)
		close(filter);
	if (text >= 0)
		close(text);
	free(lua);
	free(style);
	return err;
}
