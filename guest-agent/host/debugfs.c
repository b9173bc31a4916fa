// SPDX-License-Identifier: GPL-2.0
#include "debugfs.h"

#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "ledger/ledger-json.h"
#include "ledger/ledger-text.h"
#include "util/memory.h"
#include "vm-name.h"

/* Longest line: 32 numbers of 20 digits. */
#define LINE_SIZE	1024
#define PATH_SIZE	4096

int debugfs_ledger(struct ledger *l, FILE *f)
{
	struct ledger_line line;
	bool wall = false;

	while (ledger_line_read(&line, f)) {
		if (!ledger_line_take(l, &line))
			return -EINVAL;
		if (line.nr == 1 && !strcmp(line.name, "copy_exits"))
			l->copy_exits = line.value[0];
		wall |= line.nr == 1 && !strcmp(line.name, "wall");
	}
	return wall ? 0 : -EINVAL;
}

/* "48 0 12 3 ...": the row's name and a number for each bucket. */
static int take_histogram(struct detail *d, char *text, unsigned int nr_reasons)
{
	char *save, *word = strtok_r(text, " \n", &save);
	int row = word ? ledger_row_index(word, nr_reasons) : -1;
	unsigned int i;

	for (i = 0; row >= 0 && i < KVM_EXITMETER_BUCKETS; i++) {
		word = strtok_r(NULL, " \n", &save);
		if (!word)
			return -EINVAL;
		d->buckets[row][i] = strtoll(word, NULL, 10);
	}
	return row < 0 ? -EINVAL : 0;
}

int debugfs_histograms(struct detail *d, FILE *f, unsigned int nr_reasons)
{
	char text[LINE_SIZE];
	int err = 0;

	/* The first line says where the buckets begin. */
	if (!fgets(text, sizeof(text), f) || strncmp(text, "reason open ", 12))
		return -EINVAL;
	while (!err && fgets(text, sizeof(text), f))
		err = take_histogram(d, text, nr_reasons);
	d->features |= KVM_EXITMETER_FEATURE_HISTOGRAM;
	return err;
}

static int take_key(struct detail *d, const char *text, unsigned int nr_rows)
{
	unsigned int row;
	int64_t count, cycles;
	uint64_t key;

	if (sscanf(text, "%u 0x%" SCNx64 " %" SCNd64 " %" SCNd64, &row, &key, &count, &cycles) == 4)
		return detail_add_key(d, key, count, cycles);
	if (sscanf(text, "%u overflow %" SCNd64 " %" SCNd64, &row, &count, &cycles) != 3 ||
	    row >= nr_rows)
		return -EINVAL;
	d->overflow[row] = (struct detail_charge) { count, cycles };
	return 0;
}

int debugfs_keys(struct detail *d, FILE *f, unsigned int nr_rows)
{
	char text[LINE_SIZE];
	int err = 0;

	if (!fgets(text, sizeof(text), f) || strncmp(text, "reason key ", 11))
		return -EINVAL;
	while (!err && fgets(text, sizeof(text), f))
		err = take_key(d, text, nr_rows);
	d->features |= KVM_EXITMETER_FEATURE_KEYS;
	return err;
}

/* A table of a vCPU's. */
static FILE *open_table(const char *dir, const char *name)
{
	char *path = memory_printf("%s/%s", dir, name);
	FILE *f = fopen(path, "r");

	free(path);
	return f;
}

static int read_detail(struct sampled_vcpu *vcpu, const char *dir)
{
	FILE *histograms = open_table(dir, "exitmeter_histograms");
	FILE *keys = open_table(dir, "exitmeter_keys");
	int err = 0;

	if (histograms || keys)
		vcpu->detail = memory_zalloc(sizeof(*vcpu->detail));
	if (histograms) {
		err = debugfs_histograms(vcpu->detail, histograms, vcpu->ledger.nr_reasons);
		fclose(histograms);
	}
	if (keys) {
		if (!err)
			err = debugfs_keys(vcpu->detail, keys, vcpu->ledger.nr_rows);
		fclose(keys);
	}
	return err;
}

/* Return: 1 if the vCPU is gone. */
static int read_vcpu(struct sampled_vm *vm, const char *dir, unsigned int index,
		     unsigned int vendor)
{
	FILE *f = open_table(dir, "exitmeter");
	struct sampled_vcpu *vcpu;
	int err;

	if (!f)
		return errno == ENOENT ? 1 : -errno;
	vcpu = vm_sample_vcpu_add(vm, index, vendor);
	err = debugfs_ledger(&vcpu->ledger, f);
	/* A look at a vCPU that ends gives an empty file. */
	if (ferror(f) || (err && !vcpu->ledger.wall)) {
		vm->nr_vcpus--;
		err = 1;
	}
	fclose(f);
	return err ? err : read_detail(vcpu, dir);
}

/* A vCPU of which no more than its number is wanted. */
static int list_vcpu(struct sampled_vm *vm, const char *dir, unsigned int index,
		     unsigned int vendor)
{
	(void)dir;
	vm_sample_vcpu_add(vm, index, vendor);
	return 0;
}

/**
 * struct walk - through KVM's folder
 * @kvm: the folder
 * @vendor: KVM_EXITMETER_VENDOR_*
 * @vcpu: what is done with each vCPU: 0, 1 if it is gone, or -errno
 * @empty: VMs without a vCPU are wanted, too
 */
struct walk {
	const char *kvm;
	unsigned int vendor;
	int (*vcpu)(struct sampled_vm *vm, const char *dir, unsigned int index,
		    unsigned int vendor);
	bool empty;
};

static int read_vm(struct vm_sample *s, const struct walk *walk, const struct sampled_vm *like)
{
	struct sampled_vm *vm = vm_sample_add(s, like->pid, like->number);
	char path[PATH_SIZE];
	unsigned int index;
	struct dirent *e;
	int err = 0;
	DIR *dir;

	memcpy(vm->name, like->name, sizeof(vm->name));
	snprintf(path, sizeof(path), "%s/%d-%u", walk->kvm, (int)vm->pid, vm->number);
	dir = opendir(path);
	while (dir && err >= 0 && (e = readdir(dir))) {
		if (sscanf(e->d_name, "vcpu%u", &index) != 1)
			continue;
		snprintf(path, sizeof(path), "%s/%d-%u/%s", walk->kvm, (int)vm->pid, vm->number,
			 e->d_name);
		err = walk->vcpu(vm, path, index, walk->vendor);
		if (err < 0)
			fprintf(stderr, "exitmeter: read %s/exitmeter*: %s\n", path,
				err == -EINVAL ? "not the table that this program knows" :
						 strerror(-err));
	}
	if (dir)
		closedir(dir);
	/* Nothing of a VM that ended, or has no vCPU yet. */
	if (!vm->nr_vcpus && !walk->empty)
		s->nr_vms--;
	return err < 0 ? err : 0;
}

/* Takes @dir, which is walk->kvm. */
static int read_vms(struct vm_sample *s, const struct walk *walk, DIR *dir, const char *proc,
		    const char *vm)
{
	struct sampled_vm like;
	struct dirent *e;
	int err = 0;

	while (!err && (e = readdir(dir))) {
		memset(&like, 0, sizeof(like));
		if (sscanf(e->d_name, "%d-%u", &like.pid, &like.number) != 2)
			continue;
		vm_name_read(proc, like.pid, like.name, sizeof(like.name));
		if (vm_name_matches(vm, like.pid, like.name))
			err = read_vm(s, walk, &like);
	}
	closedir(dir);
	vm_sample_sort(s);
	return err;
}

int debugfs_read(struct vm_sample *s, const char *kvm, const char *proc, const char *vm,
		 unsigned int vendor)
{
	const struct walk walk = { .kvm = kvm, .vendor = vendor, .vcpu = read_vcpu };
	DIR *dir = opendir(kvm);
	int err;

	memset(s, 0, sizeof(*s));
	if (!dir) {
		err = -errno;
		fprintf(stderr, "exitmeter: read %s: %s; is debugfs mounted on "
			"/sys/kernel/debug?\n", kvm, strerror(-err));
		return err;
	}
	return read_vms(s, &walk, dir, proc, vm);
}

int debugfs_list(struct vm_sample *s, const char *kvm, const char *proc, const char *vm,
		 unsigned int vendor)
{
	const struct walk walk = {
		.kvm = kvm, .vendor = vendor, .vcpu = list_vcpu, .empty = true,
	};
	DIR *dir = opendir(kvm);

	memset(s, 0, sizeof(*s));
	return dir ? read_vms(s, &walk, dir, proc, vm) : -errno;
}
