// SPDX-License-Identifier: GPL-2.0
#include "tree.h"

#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <search.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fnv.h"
#include "util/memory.h"

/* As the kernel does. */
#define MAX_LINKS	40

/* Of what this machine does not have: that of an image's files. */
#define NO_TIME		1735689600

enum kind { FOLDER, COPY, LINK, TEXT };

/**
 * struct node
 * @path: absolute, without symbolic links but for the last name; the key
 * @from: of a copy the path here, of a link where it points to, of a text what it says; NULL of
 *	a folder
 * @mode: permissions
 * @size: bytes
 * @time: of the last change
 */
struct node {
	char *path;
	enum kind kind;
	char *from;
	mode_t mode;
	off_t size;
	struct timespec time;
};

static int compare(const void *a, const void *b)
{
	return strcmp(((const struct node *)a)->path, ((const struct node *)b)->path);
}

static struct node *find(const struct tree *t, const char *path)
{
	const struct node key = { .path = (char *)path };
	void *found = tfind(&key, &t->root, compare);

	return found ? *(struct node **)found : NULL;
}

bool tree_has(const struct tree *t, const char *path)
{
	return find(t, path);
}

static bool is_same(const struct node *a, const struct node *b)
{
	return a->kind == b->kind && (a->kind == FOLDER || !strcmp(a->from, b->from));
}

/* The strings of @like are copied. */
static int add(struct tree *t, const struct node *like)
{
	struct node *there = find(t, like->path), *node;

	if (there && is_same(there, like))
		return 0;
	if (there) {
		warnx("%s would be two things in L2: %s and %s", like->path,
		      there->from ? there->from : "a folder", like->from ? like->from : "a folder");
		return -1;
	}
	node = memory_zalloc(sizeof(*node));
	*node = *like;
	node->path = memory_printf("%s", like->path);
	node->from = like->from ? memory_printf("%s", like->from) : NULL;
	if (!tsearch(node, &t->root, compare))
		errx(1, "out of memory");
	t->nr++;
	t->bytes += (like->size + TREE_BLOCK - 1) / TREE_BLOCK * TREE_BLOCK +
		    (like->kind == FOLDER ? TREE_BLOCK : 0);
	return 1;
}

static int add_folder(struct tree *t, const char *path)
{
	const struct node node = {
		.path = (char *)path, .kind = FOLDER, .mode = 0755, .time.tv_sec = NO_TIME,
	};

	return *path ? add(t, &node) : 0;
}

/* "/a/b" and "c" to "/a/b/c"; ".." takes a name away. -1 if it is too long. */
static int append(char path[PATH_MAX], const char *name, size_t length)
{
	size_t used = strlen(path);
	char *slash = strrchr(path, '/');

	if (!length || (length == 1 && *name == '.'))
		return 0;
	if (length == 2 && !strncmp(name, "..", 2)) {
		if (slash)
			*slash = '\0';
		return 0;
	}
	if (snprintf(path + used, PATH_MAX - used, "/%.*s", (int)length, name) >=
	    (int)(PATH_MAX - used)) {
		warnx("%.60s...: the name is too long", path);
		return -1;
	}
	return 0;
}

/* Take a link at @path along; @rest becomes what is still to be walked from where it points to. */
static int follow(struct tree *t, char path[PATH_MAX], char rest[PATH_MAX])
{
	char target[PATH_MAX], copy[PATH_MAX];
	ssize_t n = readlink(path, target, sizeof(target) - 1);

	if (n < 0) {
		warn("%s", path);
		return -1;
	}
	target[n] = '\0';
	if (tree_add_link(t, path, target) < 0)
		return -1;
	strcpy(copy, rest);
	if (snprintf(rest, PATH_MAX, "%s/%s", target, copy) >= PATH_MAX) {
		warnx("%s: the name is too long", target);
		return -1;
	}
	if (*target == '/')
		*path = '\0';
	else
		*strrchr(path, '/') = '\0';
	return 0;
}

/*
 * Walk along a path as the kernel does, and take the folders and links on the way. Names that
 * this machine does not have are folders. @real is "" for the root.
 */
static int walk(struct tree *t, const char *path, bool follow_last, char real[PATH_MAX])
{
	char rest[PATH_MAX];
	int links = 0, length, behind;
	struct stat st;

	*real = '\0';
	if (snprintf(rest, sizeof(rest), "%s", path) >= (int)sizeof(rest)) {
		warnx("%.60s...: the name is too long", path);
		return -1;
	}
	for (;;) {
		length = strspn(rest, "/");
		memmove(rest, rest + length, strlen(rest + length) + 1);
		if (!*rest)
			return 0;
		length = strcspn(rest, "/");
		if (add_folder(t, real) < 0 || append(real, rest, length))
			return -1;
		behind = length + strspn(rest + length, "/");
		memmove(rest, rest + behind, strlen(rest + behind) + 1);
		if ((!*rest && !follow_last) || lstat(real, &st) || !S_ISLNK(st.st_mode))
			continue;
		if (++links > MAX_LINKS) {
			warnx("%s: %s", path, strerror(ELOOP));
			return -1;
		}
		if (follow(t, real, rest))
			return -1;
	}
}

static int add_copy(struct tree *t, const char *source, const char *path)
{
	struct node node = { .path = (char *)path, .kind = COPY, .from = (char *)source };
	struct stat st;

	if (stat(source, &st)) {
		warn("%s", source);
		return -1;
	}
	if (S_ISDIR(st.st_mode))
		return add_folder(t, path);
	if (!S_ISREG(st.st_mode)) {
		warnx("%s: is neither a file nor a folder", source);
		return -1;
	}
	if (access(source, R_OK)) {
		warn("%s", source);
		return -1;
	}
	node.mode = st.st_mode & 0777;
	node.size = st.st_size;
	node.time = st.st_mtim;
	return add(t, &node);
}

int tree_place(struct tree *t, const char *path, char real[PATH_MAX])
{
	return walk(t, path, true, real);
}

int tree_add(struct tree *t, const char *path, char real[PATH_MAX])
{
	return walk(t, path, true, real) ? -1 : add_copy(t, *real ? real : "/", real);
}

int tree_add_at(struct tree *t, const char *source, const char *path)
{
	char at[PATH_MAX], real[PATH_MAX];

	if (!realpath(source, real)) {
		warn("%s", source);
		return -1;
	}
	return walk(t, path, false, at) ? -1 : add_copy(t, real, at);
}

int tree_add_link(struct tree *t, const char *path, const char *target)
{
	const struct node node = {
		.path = (char *)path, .kind = LINK, .from = (char *)target, .mode = 0777,
		.time.tv_sec = NO_TIME,
	};

	return add(t, &node);
}

int tree_add_text(struct tree *t, const char *path, const char *text)
{
	const struct node node = {
		.path = (char *)path, .kind = TEXT, .from = (char *)text, .mode = 0755,
		.size = strlen(text), .time.tv_sec = NO_TIME,
	};

	return add(t, &node);
}

/* --- in the order of paths: folders come before what is in them ------------------------- */

struct visit {
	int (*one)(const struct node *node, struct visit *v);
	uint64_t hash;
	int dir;
	int err;
};

static void visit_node(const void *at, VISIT which, void *context)
{
	struct visit *v = context;

	if ((which == postorder || which == leaf) && !v->err)
		v->err = v->one(*(const struct node *const *)at, v);
}

static int hash_node(const struct node *node, struct visit *v)
{
	char head[64];
	int err = 0;

	/* Names end with their NUL, so that no two trees give the same bytes. */
	snprintf(head, sizeof(head), "%d %o %lld", node->kind, (unsigned int)node->mode,
		 (long long)node->size);
	v->hash = fnv_add(v->hash, head, strlen(head) + 1);
	v->hash = fnv_add(v->hash, node->path, strlen(node->path) + 1);
	if (node->kind == COPY)
		err = fnv_add_file(&v->hash, node->from);
	else if (node->from)
		v->hash = fnv_add(v->hash, node->from, strlen(node->from) + 1);
	if (err)
		warnx("read %s: %s", node->from, strerror(-err));
	return err ? -1 : 0;
}

int tree_hash(const struct tree *t, uint64_t *hash)
{
	struct visit v = { .one = hash_node, .hash = FNV_BEGIN };

	twalk_r(t->root, visit_node, &v);
	*hash = v.hash;
	return v.err;
}

static int copy_bytes(int from, int to)
{
	char buf[1 << 16];
	ssize_t n;

	while ((n = read(from, buf, sizeof(buf))) > 0)
		if (write(to, buf, n) != n)
			return -1;
	return n < 0 ? -1 : 0;
}

static int write_file(const struct node *node, int dir, const char *name)
{
	int from = node->kind == COPY ? open(node->from, O_RDONLY | O_CLOEXEC) : -1;
	int to = openat(dir, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0700);
	int err = -1;

	if (to < 0 || (node->kind == COPY && from < 0))
		goto out;
	if (node->kind == COPY)
		err = copy_bytes(from, to);
	else
		err = write(to, node->from, node->size) == node->size ? 0 : -1;
	if (!err && fchmod(to, node->mode))
		err = -1;
out:
	if (from >= 0)
		close(from);
	if (to >= 0)
		close(to);
	return err;
}

static int write_node(const struct node *node, struct visit *v)
{
	const char *name = node->path + 1;
	int err;

	if (node->kind == FOLDER)
		err = mkdirat(v->dir, name, node->mode);
	else if (node->kind == LINK)
		err = symlinkat(node->from, v->dir, name);
	else
		err = write_file(node, v->dir, name);
	if (err)
		warn("copy %s", node->kind == COPY ? node->from : node->path);
	return err;
}

/* A folder's time changes with what is made in it, and its mode depends on who makes it. */
static int finish_node(const struct node *node, struct visit *v)
{
	const struct timespec times[] = { node->time, node->time };
	const char *name = node->path + 1;
	int err = 0;

	if (node->kind == FOLDER)
		err = fchmodat(v->dir, name, node->mode, 0);
	if (!err)
		err = utimensat(v->dir, name, times, AT_SYMLINK_NOFOLLOW);
	if (err)
		warn("copy %s", node->path);
	return err;
}

int tree_write(const struct tree *t, const char *dir)
{
	struct visit v = { .one = write_node, .dir = open(dir, O_PATH | O_DIRECTORY | O_CLOEXEC) };

	if (v.dir < 0) {
		warn("%s", dir);
		return -1;
	}
	twalk_r(t->root, visit_node, &v);
	v.one = finish_node;
	twalk_r(t->root, visit_node, &v);
	close(v.dir);
	return v.err;
}

static void free_node(void *at)
{
	struct node *node = at;

	free(node->path);
	free(node->from);
	free(node);
}

void tree_free(struct tree *t)
{
	tdestroy(t->root, free_node);
}
