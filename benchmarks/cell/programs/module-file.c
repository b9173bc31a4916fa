// SPDX-License-Identifier: GPL-2.0
#include "module-file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/* Of the section .modinfo: key=value, each ended by a NUL. */
#define VERMAGIC	"vermagic="
#define METER		"parmtype=exitmeter:"

struct contents {
	const char *at;
	size_t size;
};

static struct contents map(const char *path)
{
	struct contents c = { NULL, 0 };
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct stat st;
	void *at;

	if (fd < 0)
		return c;
	if (!fstat(fd, &st) && st.st_size) {
		at = mmap(NULL, st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
		if (at != MAP_FAILED)
			c = (struct contents) { at, st.st_size };
	}
	close(fd);
	return c;
}

static bool check(const struct contents *c, const char *path, const char *release,
		  const char *wanted, char *text, size_t size)
{
	const char *magic = memmem(c->at, c->size, VERMAGIC, strlen(VERMAGIC));
	size_t length = strlen(release);

	if (!magic) {
		snprintf(text, size, "%s is no module", path);
		return false;
	}
	magic += strlen(VERMAGIC);
	if ((size_t)(c->at + c->size - magic) <= length || memcmp(magic, release, length) ||
	    magic[length] != ' ') {
		snprintf(text, size, "%s is for Linux %.*s, and this is %s", path,
			 (int)strcspn(magic, " "), magic, release);
		return false;
	}
	if (wanted && !memmem(c->at, c->size, wanted, strlen(wanted))) {
		snprintf(text, size, "%s has no meter", path);
		return false;
	}
	return true;
}

bool module_files_check(const char *dir, const char *vendor, const char *release, char *text,
			size_t size)
{
	const struct {
		const char *name;
		const char *wanted;
	} files[] = {
		{ "irqbypass", NULL },
		{ "kvm", METER },
		{ vendor, NULL },
	};
	char path[PATH_MAX];
	struct contents c;
	bool good = true;
	size_t i;

	for (i = 0; good && i < sizeof(files) / sizeof(files[0]); i++) {
		snprintf(path, sizeof(path), "%s/%s.ko", dir, files[i].name);
		c = map(path);
		if (!c.at) {
			snprintf(text, size, "%s: %s", path, strerror(errno));
			return false;
		}
		good = check(&c, path, release, files[i].wanted, text, size);
		munmap((void *)c.at, c.size);
	}
	return good;
}
