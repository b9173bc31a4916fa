// SPDX-License-Identifier: GPL-2.0
/* The disk of a payload: a file system that mke2fs fills, of what it takes and no more. */
#include "payload.h"

#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "record/run-dir.h"

/* Files that the command may make. */
#define MORE_FILES	2048
/* Bochs wants whole cylinders. */
#define CYLINDER	(16l * 63 * 512)

/* The same bytes whenever it is made; without a journal, whose writes would be the command's. */
#define UUID		"6d657465-7220-6578-6563-207061796c64"
#define FEATURES	"none,filetype,extent,flex_bg,sparse_super,large_file,dir_index"

/* Where mke2fs is need not be in a user's PATH. */
static void extend_path(void)
{
	const char *path = getenv("PATH");
	char more[4096];

	snprintf(more, sizeof(more), "%s:/usr/sbin:/sbin", path ? path : "/usr/bin:/bin");
	setenv("PATH", more, 1);
}

static int run_mke2fs(const struct payload *p, const char *path, const char *tree)
{
	char files[32];
	int status = 0;
	pid_t pid;

	snprintf(files, sizeof(files), "%zu", p->tree.nr + MORE_FILES);
	pid = fork();
	if (!pid) {
		extend_path();
		setenv("E2FSPROGS_FAKE_TIME", "1735689600", 1);
		execlp("mke2fs", "mke2fs", "-q", "-F", "-t", "ext4", "-b", "4096", "-I", "256",
		       "-m", "0", "-O", FEATURES, "-U", UUID, "-E",
		       "hash_seed=" UUID ",lazy_itable_init=0,nodiscard", "-N", files, "-d", tree,
		       path, NULL);
		warn("mke2fs, of Debian's package e2fsprogs");
		_exit(127);
	}
	if (pid > 0 && waitpid(pid, &status, 0) == pid && !status)
		return 0;
	if (pid < 0)
		warn("start mke2fs");
	else
		warnx("%s: mke2fs did not make it", path);
	return -1;
}

static int make_empty(const char *path)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
	int err = fd < 0 ? -1 : ftruncate(fd, PAYLOAD_DISK);

	if (err)
		warn("%s", path);
	if (fd >= 0)
		close(fd);
	return err;
}

/* Behind the last file there are zeros: L1 makes the disk whole again. */
static int cut(const char *path)
{
	int fd = open(path, O_RDWR | O_CLOEXEC);
	off_t data = 0, end = 0;
	int err = -1;

	while (fd >= 0 && (data = lseek(fd, end, SEEK_DATA)) >= 0)
		end = lseek(fd, data, SEEK_HOLE);
	end = (end + CYLINDER - 1) / CYLINDER * CYLINDER;
	if (fd >= 0 && errno == ENXIO)
		err = ftruncate(fd, end);
	if (err)
		warn("%s", path);
	if (fd >= 0)
		close(fd);
	return err;
}

int payload_write_disk(const struct payload *p, const char *path, const char *work)
{
	char tree[PATH_MAX];
	int err;

	snprintf(tree, sizeof(tree), "%s/tree", work);
	if (mkdir(tree, 0700)) {
		warn("make %s", tree);
		return -1;
	}
	err = tree_write(&p->tree, tree) || make_empty(path) || run_mke2fs(p, path, tree) ||
	      cut(path) ? -1 : 0;
	run_dir_remove(tree);
	return err;
}
