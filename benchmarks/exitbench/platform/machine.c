// SPDX-License-Identifier: GPL-2.0
#include "machine.h"

#include <ctype.h>
#include <dirent.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "util/place.h"

/* Where "make modules" puts them: below it RELEASE/modules. */
#define USUAL_MODULES	"build/distribution"
#define SYS_MODULE	"/sys/module"
#define DEBUGFS		"/sys/kernel/debug"
#define LINE_SIZE	8192

static struct machine this;
static const char *modules;

void machine_path(char path[PATH_MAX], const char *file)
{
	const char *root = getenv(MACHINE_ROOT);

	snprintf(path, PATH_MAX, "%s%s", root ? root : "", file);
}

static FILE *open_file(const char *file)
{
	char path[PATH_MAX];

	machine_path(path, file);
	return fopen(path, "r");
}

static bool exists(const char *file, int mode)
{
	char path[PATH_MAX];

	machine_path(path, file);
	return !access(path, mode);
}

/* "/usr/share/{a,b}/file": distributions put it in one place or the other. */
static bool exists_any(const char *pattern)
{
	char path[PATH_MAX];
	glob_t found;
	bool any;

	machine_path(path, pattern);
	any = !glob(path, GLOB_BRACE | GLOB_NOSORT, NULL, &found) && found.gl_pathc;
	globfree(&found);
	return any;
}

bool machine_has(const char *tool)
{
	char *path, *dir, *save = NULL, file[PATH_MAX];
	bool found = false;

	if (*tool == '/')
		return exists_any(tool);
	/* Without one, where execvp() looks. */
	path = strdup(getenv("PATH") ? getenv("PATH") : "/bin:/usr/bin");
	for (dir = strtok_r(path, ":", &save); dir && !found; dir = strtok_r(NULL, ":", &save)) {
		snprintf(file, sizeof(file), "%s/%s", dir, tool);
		found = exists(file, X_OK);
	}
	free(path);
	return found;
}

/* The first line of a file; empty if there is none. */
static void read_line(char *text, size_t size, const char *file)
{
	FILE *f = open_file(file);

	*text = '\0';
	if (!f)
		return;
	if (!fgets(text, size, f))
		*text = '\0';
	text[strcspn(text, "\n")] = '\0';
	fclose(f);
}

/* Calls @take for each "key : value" line. */
static void read_pairs(const char *file, void (*take)(struct machine *m, const char *key,
						      char *value), struct machine *m)
{
	char line[LINE_SIZE], *colon, *end;
	FILE *f = open_file(file);

	while (f && fgets(line, sizeof(line), f)) {
		colon = strchr(line, ':');
		if (!colon)
			continue;
		for (end = colon; end > line && isspace((unsigned char)end[-1]); end--)
			;
		*end = '\0';
		colon += 1 + strspn(colon + 1, " \t");
		colon[strcspn(colon, "\n")] = '\0';
		take(m, line, colon);
	}
	if (f)
		fclose(f);
}

static void take_flags(struct machine *m, char *flags)
{
	char *save = NULL, *flag;

	for (flag = strtok_r(flags, " ", &save); flag; flag = strtok_r(NULL, " ", &save)) {
		if (!strcmp(flag, vendor_vmx.flag) || !strcmp(flag, vendor_svm.flag))
			m->virtualisation = true;
		else if (!strcmp(flag, vendor_vmx.second_level) ||
			 !strcmp(flag, vendor_svm.second_level))
			m->second_level = true;
		else if (!strcmp(flag, "hypervisor"))
			m->hypervisor = true;
	}
}

static void take_cpuinfo(struct machine *m, const char *key, char *value)
{
	if (!strcmp(key, "processor"))
		m->cores++;
	else if (!strcmp(key, "model name"))
		snprintf(m->cpu_model, sizeof(m->cpu_model), "%s", value);
	else if (!strcmp(key, "vendor_id"))
		m->vendor = strcmp(value, vendor_vmx.maker) ? &vendor_svm : &vendor_vmx;
	/* Newer kernels have EPT among "vmx flags". */
	else if (!strcmp(key, "flags") || !strcmp(key, "vmx flags"))
		take_flags(m, value);
}

static void take_meminfo(struct machine *m, const char *key, char *value)
{
	if (!strcmp(key, "MemAvailable"))
		m->memory = atol(value) / 1024;
}

/* The second of four numbers is the one that counts. */
static void take_status(struct machine *m, const char *key, char *value)
{
	int real, effective;

	if (!strcmp(key, "Uid") && sscanf(value, "%d %d", &real, &effective) == 2)
		m->root = !effective;
}

static void look_at_mounts(struct machine *m)
{
	char line[LINE_SIZE], where[PATH_MAX], type[64];
	FILE *f = open_file("/proc/self/mounts");

	while (f && fgets(line, sizeof(line), f))
		if (sscanf(line, "%*s %4095s %63s", where, type) == 2 &&
		    !strcmp(where, DEBUGFS) && !strcmp(type, "debugfs"))
			m->debugfs = true;
	if (f)
		fclose(f);
}

/* Any module kvm_* will do: there are others than Intel's and AMD's. */
static void find_kvm(struct machine *m)
{
	char path[PATH_MAX];
	struct dirent *e;
	DIR *dir;

	machine_path(path, SYS_MODULE);
	dir = opendir(path);
	while (dir && (e = readdir(dir))) {
		if (strncmp(e->d_name, "kvm_", 4))
			continue;
		/* One of the two makers' counts, whatever else is there. */
		if (!*m->kvm || !strcmp(e->d_name, vendor_vmx.loaded) ||
		    !strcmp(e->d_name, vendor_svm.loaded))
			snprintf(m->kvm, sizeof(m->kvm), "%.63s", e->d_name);
	}
	if (dir)
		closedir(dir);
}

/* Bool parameters are Y and N, numbers are 1 and 0. */
static void read_switch(char *text, size_t size, const struct machine *m, const char *name)
{
	char file[256];

	snprintf(file, sizeof(file), SYS_MODULE "/%s/parameters/%s", m->kvm, name);
	read_line(text, size, file);
	if (!strcmp(text, "1"))
		strcpy(text, "Y");
	else if (!strcmp(text, "0"))
		strcpy(text, "N");
}

/* Secure Boot brings lockdown: "none [integrity] confidentiality". */
static void look_at_locks(struct machine *m)
{
	char line[128];

	read_line(line, sizeof(line), "/sys/kernel/security/lockdown");
	m->locked = *line && !strstr(line, "[none]");
	read_line(line, sizeof(line), SYS_MODULE "/module/parameters/sig_enforce");
	m->locked |= *line == 'Y';
}

static void look_at_kvm(struct machine *m)
{
	char file[256], number[32];

	m->device = exists("/dev/kvm", F_OK);
	m->accessible = exists("/dev/kvm", R_OK | W_OK);
	m->meter = exists(SYS_MODULE "/kvm/parameters/exitmeter", F_OK);
	/* What is built in has parameters there, but no count of users. */
	m->replaceable = exists("/proc/modules", F_OK) &&
			 (!exists(SYS_MODULE "/kvm", F_OK) ||
			  exists(SYS_MODULE "/kvm/refcnt", F_OK));
	find_kvm(m);
	if (!*m->kvm)
		return;
	read_switch(m->nested, sizeof(m->nested), m, "nested");
	read_switch(m->paging, sizeof(m->paging), m, m->vendor->second_level);
	snprintf(file, sizeof(file), SYS_MODULE "/%s/refcnt", m->kvm);
	read_line(number, sizeof(number), file);
	m->users = atol(number);
}

void machine_set_modules(const char *dir)
{
	modules = dir;
}

const struct machine *machine_this(void)
{
	struct machine *m = &this;
	char usual[PATH_MAX];

	if (m->vendor)
		return m;
	m->vendor = &vendor_vmx;
	read_pairs("/proc/cpuinfo", take_cpuinfo, m);
	read_pairs("/proc/meminfo", take_meminfo, m);
	read_pairs("/proc/self/status", take_status, m);
	read_line(m->release, sizeof(m->release), "/proc/sys/kernel/osrelease");
	look_at_mounts(m);
	look_at_kvm(m);
	look_at_locks(m);
	if (modules)
		snprintf(m->modules, sizeof(m->modules), "%s", modules);
	else
		snprintf(m->modules, sizeof(m->modules), "%.3900s/%.127s/modules",
			 place_find(USUAL_MODULES, usual), m->release);
	return m;
}
