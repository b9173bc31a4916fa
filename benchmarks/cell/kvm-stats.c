// SPDX-License-Identifier: GPL-2.0
#include "kvm-stats.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "init.h"

#define KVM_DEBUGFS "/sys/kernel/debug/kvm"

/* The VM's directory is called after the VMM's process id and file descriptor. */
bool kvm_stats_find(pid_t vmm, char *path, size_t size)
{
	DIR *dir = opendir(KVM_DEBUGFS);
	struct dirent *e;
	bool found = false;

	while (dir && !found && (e = readdir(dir))) {
		found = strtol(e->d_name, NULL, 10) == vmm && strchr(e->d_name, '-');
		if (found)
			snprintf(path, size, "%s/%s", KVM_DEBUGFS, e->d_name);
	}
	if (dir)
		closedir(dir);
	return found;
}

static FILE *out_file(const char *what, const char *when)
{
	char path[256];
	FILE *f;

	snprintf(path, sizeof(path), INIT_OUT "/%s.%s", what, when);
	f = fopen(path, "w");
	if (!f)
		init_fail("%s: %s", path, strerror(errno));
	return f;
}

/* One number a file; the files that hold a table have other names. */
static void copy_value(const char *dir, const char *name, FILE *out)
{
	unsigned long long value;
	char path[2 * PATH_MAX];
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	f = fopen(path, "r");
	if (!f)
		return;
	if (fscanf(f, "%llu", &value) == 1 && fgetc(f) == '\n' && fgetc(f) == EOF)
		fprintf(out, "%s %llu\n", name, value);
	fclose(f);
}

static bool is_statistic(const struct dirent *e)
{
	return e->d_type == DT_REG && strcmp(e->d_name, "mmu_rmaps_stat");
}

static void copy_table(const char *dir, const char *vcpu, FILE *out)
{
	char path[2 * PATH_MAX], line[512];
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s/exitmeter", dir, vcpu);
	f = fopen(path, "r");
	/* None without the meter. */
	if (!f)
		return;
	fprintf(out, "vcpu %s\n", vcpu + strlen("vcpu"));
	while (fgets(line, sizeof(line), f))
		fputs(line, out);
	fclose(f);
}

void kvm_stats_save(pid_t vmm, const char *when)
{
	FILE *stats = out_file("kvm-stats", when), *ledger = out_file("ledger", when);
	struct dirent **entries;
	char dir[PATH_MAX];
	int n, i;

	if (!kvm_stats_find(vmm, dir, sizeof(dir)))
		init_fail("no VM of process %d in %s", vmm, KVM_DEBUGFS);
	n = scandir(dir, &entries, NULL, versionsort);
	if (n < 0)
		init_fail("%s: %s", dir, strerror(errno));
	for (i = 0; i < n; i++) {
		if (!strncmp(entries[i]->d_name, "vcpu", 4))
			copy_table(dir, entries[i]->d_name, ledger);
		else if (is_statistic(entries[i]))
			copy_value(dir, entries[i]->d_name, stats);
		free(entries[i]);
	}
	free(entries);
	fclose(stats);
	fclose(ledger);
}
