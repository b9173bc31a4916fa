// SPDX-License-Identifier: GPL-2.0
#include "payload.h"

#include <err.h>
#include <errno.h>
#include <fts.h>
#include <inttypes.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fnv.h"
#include "program.h"
#include "util/memory.h"

/* Where the dynamic linker of a library is that is not a program's. */
#define LINKER		"/lib64/ld-linux-x86-64.so.2"
/* Where it looks for libraries first. */
#define LINKER_CACHE	"/etc/ld.so.cache"
/* All of L2's PATH. */
#define BIN		"/bin"

/*
 * L2's first process, whose working folder is the disk's root, runs this before it opens the
 * window.  It moves what is mounted over and makes the disk the root, of that process, too. No
 * access is noted on it, for that would be work that is not the command's.  Its
 * results go out through /bin/busybox.  Standard input is the console, where nobody types: a
 * reader is told so, rather than waits.  What is read here is in memory when the command begins,
 * as on a machine where it has been run before.
 */
static const char prepare[] =
	"set -e\n"
	"/bin/busybox mount -o remount,noatime /scratch\n"
	"for each in proc sys dev run; do\n"
	"	/bin/busybox mount --move /$each /scratch/$each\n"
	"done\n"
	"/bin/busybox mkdir run/l2\n"
	"/bin/busybox pivot_root /scratch /scratch/run/l2\n"
	"busybox=/run/l2/bin/busybox\n"
	"if [ ! -e /bin/busybox ]; then\n"
	"	: > /bin/busybox\n"
	"	$busybox mount --bind $busybox /bin/busybox\n"
	"fi\n"
	"$busybox stty -icanon min 0 time 0 < /dev/console\n"
	"$busybox rm /.prepare\n"
	"$busybox rmdir /lost+found\n"
	"$busybox find / -xdev -type f -exec $busybox cat {} + > /dev/null\n";

/* How a file came to be brought, which says what it must be. */
enum role {
	ROLE_RUN,	/* as a program, which it must be, whole */
	ROLE_NAMED,	/* it may be anything, but what it is it must be whole */
	ROLE_FOUND,	/* in a folder, where some need not work */
};

static int add_needs(struct payload *p, const char *path, enum role role);

/* --- what is loaded with it --------------------------------------------------------------- */

/* At its own place, with what it needs unless it was there. */
static int add_loaded(struct payload *p, const char *path)
{
	char real[PATH_MAX];
	int is_new = tree_add(&p->tree, path, real);

	return is_new > 0 ? add_needs(p, real, ROLE_RUN) : is_new;
}

static int add_library(const char *path, void *context)
{
	char real[PATH_MAX];

	return tree_add(&((struct payload *)context)->tree, path, real) < 0 ? -1 : 0;
}

static int add_linked(struct payload *p, const char *path, const char *linker)
{
	if (add_library(linker, p) || program_libraries(path, linker, add_library, p))
		return -1;
	return access(LINKER_CACHE, R_OK) ? 0 : add_library(LINKER_CACHE, p);
}

/* Words of "#!/usr/bin/env -S NAME=VALUE python3 -u": the first that is a program. */
static int add_env_program(struct payload *p, const char *argument)
{
	char copy[256], *word, *save = NULL;

	snprintf(copy, sizeof(copy), "%s", argument);
	for (word = strtok_r(copy, " \t", &save); word; word = strtok_r(NULL, " \t", &save))
		if (*word != '-' && !strchr(word, '='))
			return payload_add_command(p, word);
	return 0;
}

static int add_interpreter(struct payload *p, const char *path, const struct program *program)
{
	char copy[PATH_MAX];

	if (*program->interpreter != '/' || access(program->interpreter, X_OK)) {
		warnx("%s: its interpreter %s is not there", path, program->interpreter);
		return -1;
	}
	strcpy(copy, program->interpreter);
	if (add_loaded(p, program->interpreter))
		return -1;
	return strcmp(basename(copy), "env") ? 0 : add_env_program(p, program->argument);
}

/* A library, or a static program that can be anywhere in memory, which looks the same. */
static int add_object(struct payload *p, const char *path)
{
	return access(LINKER, X_OK) ? 0 : program_libraries(path, LINKER, add_library, p);
}

static int refuse(const char *path, const char *what)
{
	warnx("%s: is %s", path, what);
	return -1;
}

static int add_needs(struct payload *p, const char *path, enum role role)
{
	struct program program;
	int err = 0;

	if (program_read(&program, path))
		return -1;
	switch (program.kind) {
	case PROGRAM_STATIC:
		break;
	case PROGRAM_DYNAMIC:
		err = add_linked(p, path, program.interpreter);
		break;
	case PROGRAM_OBJECT:
		err = add_object(p, path);
		break;
	case PROGRAM_SCRIPT:
		/* Text may begin like one. */
		if (role == ROLE_RUN || !access(path, X_OK))
			err = add_interpreter(p, path, &program);
		break;
	case PROGRAM_FOREIGN:
		if (role == ROLE_RUN)
			err = refuse(path, "a program for another CPU than x86-64");
		break;
	case PROGRAM_NONE:
		if (role == ROLE_RUN)
			err = refuse(path, "neither an ELF program nor a script that begins with "
				     "#!");
		break;
	}
	return role == ROLE_FOUND ? 0 : err;
}

/* --- what is named ------------------------------------------------------------------------ */

/* A name is what it is here if it is absolute, and else what it is seen from the root. */
static int add_named(struct payload *p, const char *name)
{
	char real[PATH_MAX], *path;
	int is_new;

	if (*name == '/')
		return tree_add(&p->tree, name, real);
	path = memory_printf("/%s", name);
	is_new = tree_add_at(&p->tree, name, path);
	free(path);
	return is_new;
}

static void note_program(struct payload *p, const char *path)
{
	p->programs = memory_grow(p->programs, p->nr_programs, sizeof(*p->programs));
	p->programs[p->nr_programs++] = memory_printf("%s%s", *path == '/' ? "" : "/", path);
}

int payload_add_command(struct payload *p, const char *name)
{
	char path[PATH_MAX];

	if (program_find(name, path))
		return -1;
	note_program(p, path);
	return add_named(p, path) < 0 || add_needs(p, path, ROLE_RUN) ? -1 : 0;
}

static int by_name(const FTSENT **a, const FTSENT **b)
{
	return strcmp((*a)->fts_name, (*b)->fts_name);
}

/* With what is loaded with it, if it is a program or a library. */
static int add_one(struct payload *p, const FTSENT *e)
{
	int is_new = add_named(p, e->fts_path);
	struct stat st;

	if (is_new <= 0)
		return is_new;
	return !stat(e->fts_accpath, &st) && S_ISREG(st.st_mode) ?
		add_needs(p, e->fts_accpath, e->fts_level ? ROLE_FOUND : ROLE_NAMED) : 0;
}

static int add_entry(struct payload *p, const FTSENT *e)
{
	switch (e->fts_info) {
	case FTS_F:
	case FTS_D:
		return add_one(p, e);
	case FTS_SL:
		/* Where it points to comes along, but for what is in a folder. */
		return access(e->fts_accpath, F_OK) ? 0 : add_one(p, e);
	case FTS_DNR:
	case FTS_ERR:
	case FTS_NS:
		warnx("%s: %s", e->fts_path, strerror(e->fts_errno));
		return -1;
	default:
		/* The end of a folder, a link that points nowhere, a device, a socket. */
		return 0;
	}
}

static int add_below(struct payload *p, const char *name)
{
	char *const names[] = { (char *)name, NULL };
	FTS *walk = fts_open(names, FTS_PHYSICAL | FTS_COMFOLLOW | FTS_NOCHDIR, by_name);
	FTSENT *e;
	int err = 0;

	if (!walk) {
		warn("%s", name);
		return -1;
	}
	while (!err && (e = fts_read(walk)))
		err = add_entry(p, e);
	fts_close(walk);
	return err;
}

int payload_add_file(struct payload *p, const char *name)
{
	struct stat st;

	if (!strchr(name, '/') && access(name, F_OK)) {
		if (!payload_add_command(p, name))
			return 0;
		warnx("--file %s: nor is there a file of that name here", name);
		return -1;
	}
	if (stat(name, &st)) {
		warn("%s", name);
		return -1;
	}
	if (!S_ISREG(st.st_mode) && !S_ISDIR(st.st_mode)) {
		warnx("%s: is neither a file nor a folder", name);
		return -1;
	}
	if (S_ISREG(st.st_mode) && !access(name, X_OK))
		note_program(p, name);
	return add_below(p, name);
}

int payload_add_script(struct payload *p, const char *path, const char *text)
{
	return tree_add_text(&p->tree, path, text) < 0 ? -1 : 0;
}

/* --- the whole ---------------------------------------------------------------------------- */

/* In a folder that is not in L2's PATH. */
static int add_to_bin(struct payload *p, const char *path, const char *bin)
{
	char copy[PATH_MAX], real[PATH_MAX], *link, *name;
	int err = 0;

	snprintf(copy, sizeof(copy), "%s", path);
	name = strrchr(copy, '/') + 1;
	link = memory_printf("%s/%s", bin, name);
	*name = '\0';
	if (tree_place(&p->tree, copy, real) < 0)
		err = -1;
	else if (strcmp(real, bin) && !tree_has(&p->tree, link))
		err = tree_add_link(&p->tree, link, path) < 0 ? -1 : 0;
	free(link);
	return err;
}

int payload_finish(struct payload *p)
{
	/* What L2 mounts, and what every program expects. */
	static const char *const folders[] = { "/proc", "/sys", "/dev", "/run", "/tmp" };
	char bin[PATH_MAX], real[PATH_MAX];
	uint64_t hash;
	size_t i;

	for (i = 0; i < sizeof(folders) / sizeof(folders[0]); i++)
		if (tree_add(&p->tree, folders[i], real) < 0)
			return -1;
	if (tree_add(&p->tree, BIN, bin) < 0 || payload_add_script(p, "/.prepare", prepare))
		return -1;
	for (i = 0; i < p->nr_programs; i++)
		if (add_to_bin(p, p->programs[i], bin))
			return -1;
	if (p->tree.bytes > PAYLOAD_ROOM) {
		warnx("command and files are %lld MiB, and the disk that brings them into L2 has "
		      "room for %ld", (long long)(p->tree.bytes >> 20), PAYLOAD_ROOM >> 20);
		return -1;
	}
	if (tree_hash(&p->tree, &hash))
		return -1;
	snprintf(p->hash, sizeof(p->hash), FNV_TEXT, hash);
	return 0;
}

void payload_free(struct payload *p)
{
	size_t i;

	for (i = 0; i < p->nr_programs; i++)
		free(p->programs[i]);
	free(p->programs);
	tree_free(&p->tree);
}
