// SPDX-License-Identifier: GPL-2.0
#include "host-modules.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "cell/init.h"

#define SYS_MODULE	"/sys/module"
#define TENTH		100000
#define UNLOAD_TENTHS	50

static const char *const names[HOST_MODULE_NR] = {
	[HOST_MODULE_KVM] = "kvm",
	[HOST_MODULE_INTEL] = "kvm_intel",
	[HOST_MODULE_AMD] = "kvm_amd",
};

static bool is_loaded(const char *name)
{
	char path[PATH_MAX];

	snprintf(path, sizeof(path), SYS_MODULE "/%s/refcnt", name);
	return !access(path, F_OK);
}

/* A vendor's module is in use by whoever has /dev/kvm open. */
static long users(const char *name)
{
	char path[PATH_MAX];
	long n = 0;
	FILE *f;

	snprintf(path, sizeof(path), SYS_MODULE "/%s/refcnt", name);
	f = fopen(path, "r");
	if (!f)
		return 0;
	if (fscanf(f, "%ld", &n) != 1)
		n = 0;
	fclose(f);
	return n;
}

/* The first module that uses kvm and is not one that is unloaded here; false if none. */
static bool other_holder(char *name, size_t size)
{
	DIR *dir = opendir(SYS_MODULE "/kvm/holders");
	struct dirent *e;
	bool found = false;

	while (dir && !found && (e = readdir(dir))) {
		found = *e->d_name != '.' && strcmp(e->d_name, names[HOST_MODULE_INTEL]) &&
			strcmp(e->d_name, names[HOST_MODULE_AMD]);
		if (found)
			snprintf(name, size, "%s", e->d_name);
	}
	if (dir)
		closedir(dir);
	return found;
}

static bool read_parameter(const char *module, const char *name, char *text, size_t size)
{
	char path[PATH_MAX], value[HOST_MODULES_VALUE];
	bool found = false;
	FILE *f;

	snprintf(path, sizeof(path), SYS_MODULE "/%s/parameters/%s", module, name);
	f = fopen(path, "r");
	if (!f)
		return false;
	if (fgets(value, sizeof(value), f)) {
		value[strcspn(value, "\n")] = '\0';
		found = (size_t)snprintf(text, size, "%s=%s", name, value) < size;
	}
	fclose(f);
	return found;
}

static void note(struct host_module *m, const char *name)
{
	char path[PATH_MAX];
	struct dirent *e;
	DIR *dir;

	m->name = name;
	snprintf(path, sizeof(path), SYS_MODULE "/%s/parameters", name);
	dir = opendir(path);
	while (dir && (e = readdir(dir)) && m->nr < HOST_MODULES_MAX)
		if (*e->d_name != '.')
			m->nr += read_parameter(name, e->d_name, m->parameters[m->nr],
						HOST_MODULES_VALUE);
	if (dir)
		closedir(dir);
}

/* Whoever had a VM may take a moment to be gone for good. */
static bool unload(const char *name)
{
	int i;

	for (i = 0; is_loaded(name); i++) {
		if (!syscall(SYS_delete_module, name, O_NONBLOCK))
			return true;
		if (i == UNLOAD_TENTHS)
			return false;
		usleep(TENTH);
	}
	return true;
}

static bool unload_all(char *text, size_t size)
{
	int i;

	/* The vendor's first, for it uses the other. */
	for (i = HOST_MODULE_NR - 1; i >= 0; i--) {
		if (unload(names[i]))
			continue;
		snprintf(text, size, "unload %s: %s", names[i], strerror(errno));
		return false;
	}
	return true;
}

static bool may_take(char *text, size_t size)
{
	char name[NAME_MAX + 1];
	int i;

	if (!access(SYS_MODULE "/kvm", F_OK) && !is_loaded("kvm")) {
		snprintf(text, size, "KVM is built into this kernel and can't be replaced");
		return false;
	}
	for (i = HOST_MODULE_INTEL; i < HOST_MODULE_NR; i++) {
		if (!users(names[i]))
			continue;
		snprintf(text, size, "virtual machines run on this host (%s is in use): end them "
			 "first", names[i]);
		return false;
	}
	if (other_holder(name, sizeof(name))) {
		snprintf(text, size, "the module %s uses KVM: unload it first", name);
		return false;
	}
	return true;
}

static const char *const nothing[] = { NULL };

/* As it is loaded by hand: @parameters NULL-terminated. */
static bool load(const struct host_modules *m, const char *name, const char *const parameters[])
{
	const char *argv[HOST_MODULES_MAX + 4] = { "modprobe", name };
	char path[PATH_MAX], *dash;
	int n = 2;

	if (m->meter) {
		snprintf(path, sizeof(path), "%s/%s.ko", m->dir, name);
		for (dash = path + strlen(m->dir); (dash = strchr(dash, '_')); )
			*dash = '-';
		argv[0] = "insmod";
		argv[1] = path;
	}
	while (*parameters && n < HOST_MODULES_MAX + 3)
		argv[n++] = *parameters++;
	return !init_run((char *const *)argv, NULL, 0, NULL);
}

/* Loaded with what it is loaded with by default, and once more if it was different. */
static bool restore_one(const struct host_modules *m, const struct host_module *was, char *text,
			size_t size)
{
	const char *different[HOST_MODULES_MAX + 1];
	char now[HOST_MODULES_VALUE], name[HOST_MODULES_VALUE];
	int n = 0, i;

	if (!load(m, was->name, nothing)) {
		snprintf(text, size, "%s could not be loaded again: try 'modprobe %s'",
			 was->name, was->name);
		return false;
	}
	for (i = 0; i < was->nr; i++) {
		snprintf(name, sizeof(name), "%.*s", (int)strcspn(was->parameters[i], "="),
			 was->parameters[i]);
		if (read_parameter(was->name, name, now, sizeof(now)) &&
		    strcmp(now, was->parameters[i]))
			different[n++] = was->parameters[i];
	}
	different[n] = NULL;
	if (!n || (unload(was->name) && load(m, was->name, different)))
		return true;
	load(m, was->name, nothing);
	snprintf(text, size, "%s is loaded again, but without %s", was->name, different[0]);
	return false;
}

bool host_modules_take(struct host_modules *m, const char *dir, char *text, size_t size)
{
	char problem[256];
	int i;

	memset(m, 0, sizeof(*m));
	m->dir = dir;
	if (!may_take(text, size))
		return false;
	m->irqbypass = is_loaded("irqbypass");
	m->meter = !access(SYS_MODULE "/kvm/parameters/exitmeter", F_OK);
	for (i = 0; i < HOST_MODULE_NR; i++)
		if (is_loaded(names[i]))
			note(&m->module[i], names[i]);
	if (unload_all(text, size))
		return true;
	/* Half of them may be gone. */
	host_modules_restore(m, problem, sizeof(problem));
	return false;
}

bool host_modules_restore(const struct host_modules *m, char *text, size_t size)
{
	int i;

	if (!unload_all(text, size))
		return false;
	if (!m->irqbypass)
		unload("irqbypass");
	else if (!is_loaded("irqbypass"))
		load(m, "irqbypass", nothing);
	for (i = 0; i < HOST_MODULE_NR; i++)
		if (m->module[i].name && !restore_one(m, &m->module[i], text, size))
			return false;
	return true;
}
