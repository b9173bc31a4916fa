/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The files of a root, before there is a disk: where each is, and what it is a copy of.  Folders
 * and symbolic links on the way to a file are as this machine has them, so that a name that
 * works here works there.
 */
#ifndef EXITBENCH_TREE_H
#define EXITBENCH_TREE_H

#include <limits.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

/* What a file takes is counted in blocks of the disk's. */
#define TREE_BLOCK	4096

/**
 * struct tree
 * @root: of a search tree by path; see tsearch(3)
 * @nr: files, folders and links
 * @bytes: that they take, in whole blocks
 */
struct tree {
	void *root;
	size_t nr;
	off_t bytes;
};

/**
 * tree_add - a file or folder of this machine, at its own place
 * @path: absolute; symbolic links are followed and come along
 * @real: receives its path without them
 *
 * A folder comes without what is in it.
 *
 * Return: 1 if it is new, 0 if it was there, -1 with a message on stderr.
 */
int tree_add(struct tree *t, const char *path, char real[PATH_MAX]);

/**
 * tree_add_at - a file or folder of this machine, at another place
 * @source: what it is a copy of; followed, if it is a symbolic link
 * @path: absolute, where it is to be
 *
 * Return: as tree_add().
 */
int tree_add_at(struct tree *t, const char *source, const char *path);

/* tree_add_link - a symbolic link at @path; returns as tree_add() */
int tree_add_link(struct tree *t, const char *path, const char *target);

/* tree_add_text - a file that this machine does not have; returns as tree_add() */
int tree_add_text(struct tree *t, const char *path, const char *text);

/**
 * tree_place - where a path leads, with the folders and links on the way
 * @real: receives it without symbolic links; "" is the root
 *
 * Return: 0, or -1 with a message on stderr.
 */
int tree_place(struct tree *t, const char *path, char real[PATH_MAX]);

/* tree_has - is anything at this path? It has no symbolic links in it. */
bool tree_has(const struct tree *t, const char *path);

/**
 * tree_hash - a hash over names, modes and contents
 *
 * Return: 0, or -1 with a message on stderr.
 */
int tree_hash(const struct tree *t, uint64_t *hash);

/**
 * tree_write - make the files
 * @dir: existing folder that becomes their root
 *
 * Return: 0, or -1 with a message on stderr.
 */
int tree_write(const struct tree *t, const char *dir);

void tree_free(struct tree *t);

#endif
