// SPDX-License-Identifier: GPL-2.0
#include "program.h"

#include <elf.h>
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* What the kernel reads of a file to know what it is. */
#define BEGINNING	256
#define MAX_HEADERS	64

static bool read_at(int fd, void *to, size_t size, off_t at)
{
	return pread(fd, to, size, at) == (ssize_t)size;
}

static void read_elf(struct program *p, int fd)
{
	bool linked = false;
	Elf64_Ehdr head;
	Elf64_Phdr part;
	size_t i, size;

	p->kind = PROGRAM_FOREIGN;
	if (!read_at(fd, &head, sizeof(head), 0) || head.e_ident[EI_CLASS] != ELFCLASS64 ||
	    head.e_ident[EI_DATA] != ELFDATA2LSB || head.e_machine != EM_X86_64)
		return;
	p->kind = PROGRAM_NONE;
	if (head.e_type != ET_EXEC && head.e_type != ET_DYN)
		return;
	for (i = 0; i < head.e_phnum && i < MAX_HEADERS; i++) {
		if (!read_at(fd, &part, sizeof(part), head.e_phoff + i * sizeof(part)))
			return;
		linked |= part.p_type == PT_DYNAMIC;
		if (part.p_type != PT_INTERP)
			continue;
		size = part.p_filesz;
		if (!size || size >= sizeof(p->interpreter) ||
		    !read_at(fd, p->interpreter, size, part.p_offset))
			return;
		p->interpreter[size] = '\0';
	}
	p->kind = *p->interpreter ? PROGRAM_DYNAMIC : linked ? PROGRAM_OBJECT : PROGRAM_STATIC;
}

/* "#! /usr/bin/env python3": the rest of the line is one argument. */
static void read_script(struct program *p, char *line)
{
	char *end;

	line += strspn(line, " \t");
	end = line + strcspn(line, " \t\n");
	snprintf(p->interpreter, sizeof(p->interpreter), "%.*s", (int)(end - line), line);
	end += strspn(end, " \t");
	snprintf(p->argument, sizeof(p->argument), "%.*s", (int)strcspn(end, "\n"), end);
	p->kind = *p->interpreter ? PROGRAM_SCRIPT : PROGRAM_NONE;
}

int program_read(struct program *p, const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	char text[BEGINNING + 1];
	ssize_t n = fd < 0 ? -1 : pread(fd, text, BEGINNING, 0);

	memset(p, 0, sizeof(*p));
	if (n < 0) {
		warn("%s", path);
	} else {
		text[n] = '\0';
		if (n >= SELFMAG && !memcmp(text, ELFMAG, SELFMAG))
			read_elf(p, fd);
		else if (!strncmp(text, "#!", 2))
			read_script(p, text + 2);
	}
	if (fd >= 0)
		close(fd);
	return n < 0 ? -1 : 0;
}

static bool can_be_run(const char *path)
{
	struct stat st;

	if (stat(path, &st))
		return false;
	if (!S_ISREG(st.st_mode))
		errno = S_ISDIR(st.st_mode) ? EISDIR : EACCES;
	return S_ISREG(st.st_mode) && !access(path, X_OK);
}

int program_find(const char *name, char path[PATH_MAX])
{
	const char *dir = getenv("PATH");
	int length;

	if (strchr(name, '/')) {
		snprintf(path, PATH_MAX, "%s", name);
		if (can_be_run(path))
			return 0;
		warn("%s", name);
		return -1;
	}
	for (dir = dir ? dir : "/bin:/usr/bin"; *name && *dir; dir += length + !!dir[length]) {
		length = strcspn(dir, ":");
		snprintf(path, PATH_MAX, "%.*s%s%s", length, dir, length ? "/" : "", name);
		if (can_be_run(path))
			return 0;
	}
	warnx("no program \"%s\" in PATH", name);
	return -1;
}

/* The end of a pipe that reads what the dynamic linker prints. */
static FILE *run_linker(const char *linker, const char *path, pid_t *pid)
{
	int fd[2];

	if (pipe2(fd, O_CLOEXEC))
		return NULL;
	*pid = fork();
	if (!*pid) {
		/* L2 has none of these. */
		unsetenv("LD_LIBRARY_PATH");
		unsetenv("LD_PRELOAD");
		unsetenv("LD_AUDIT");
		dup2(fd[1], 1);
		dup2(fd[1], 2);
		execl(linker, linker, "--list", path, NULL);
		_exit(127);
	}
	close(fd[1]);
	if (*pid > 0)
		return fdopen(fd[0], "r");
	close(fd[0]);
	return NULL;
}

/*
 * "libc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x7f...)", "/lib64/ld-linux-x86-64.so.2 (0x7f...)",
 * "linux-vdso.so.1 (0x7f...)".
 */
static int take_line(char *line, int (*each)(const char *library, void *context), void *context)
{
	static const char arrow[] = " => ";
	char *to = strstr(line, arrow), *library = to ? to + strlen(arrow) : line, *end;

	library += strspn(library, " \t");
	end = strstr(library, " (0x");
	if (*library != '/' || !end)
		return 0;
	*end = '\0';
	return each(library, context);
}

/* The linker's last line, of the program that it was asked about. */
static void complain(const char *path, const char *linker, const char *last)
{
	static const char missing[] = "error while loading shared libraries: ";
	const char *at = strstr(last, missing);

	if (at)
		warnx("%s: its library %s", path, at + strlen(missing));
	else
		warnx("%s: %s does not tell its libraries: %s", path, linker, last);
}

int program_libraries(const char *path, const char *linker,
		      int (*each)(const char *library, void *context), void *context)
{
	char absolute[PATH_MAX], *line = NULL, last[256] = "";
	size_t size = 0;
	int err = 0, status;
	pid_t pid;
	FILE *f;

	if (!realpath(path, absolute)) {
		warn("%s", path);
		return -1;
	}
	f = run_linker(linker, absolute, &pid);
	if (!f) {
		warn("run %s", linker);
		return -1;
	}
	while (getline(&line, &size, f) > 0) {
		snprintf(last, sizeof(last), "%.*s", (int)strcspn(line, "\n"), line);
		if (!err)
			err = take_line(line, each, context);
	}
	free(line);
	fclose(f);
	if (waitpid(pid, &status, 0) != pid)
		status = -1;
	if (!err && status) {
		complain(path, linker, last);
		err = -1;
	}
	return err;
}
