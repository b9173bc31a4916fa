// SPDX-License-Identifier: GPL-2.0
#include "l1-kvm.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/kvm.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "init.h"

/* kvm.exitmeter_guest, by the job's word. */
static const struct {
	const char *word;
	const char *parameter;
} guests[] = {
	{ SETTING_GUEST_NOBODY, "exitmeter_guest=0" },
	{ SETTING_GUEST_ANY, "exitmeter_guest=1" },
	{ SETTING_GUEST_CPL0, "exitmeter_guest=2" },
};

#define NR_GUESTS (sizeof(guests) / sizeof(guests[0]))

/* kvm.exitmeter_detail, likewise. */
static const struct {
	const char *word;
	const char *parameter;
} details[] = {
	{ SETTING_DETAIL_HISTOGRAM, "exitmeter_detail=1" },
	{ SETTING_DETAIL_KEYS, "exitmeter_detail=2" },
	{ SETTING_DETAIL_BOTH, "exitmeter_detail=3" },
};

#define NR_DETAILS (sizeof(details) / sizeof(details[0]))

/*
 * Others use it too, such as VFIO, and the patch leaves it alone: one that is there
 * will do, and one that stays is no error.
 */
static const char shared[] = "irqbypass";

/* As /proc/modules has it. */
static int unload_named(const char *name)
{
	char copy[JOB_VALUE_SIZE], *dash;

	snprintf(copy, sizeof(copy), "%s", name);
	for (dash = copy; (dash = strchr(dash, '-')); )
		*dash = '_';
	return syscall(SYS_delete_module, copy, O_NONBLOCK);
}

/* Something may have loaded the kernel's own meanwhile, such as who opened /dev/kvm. */
#define LOAD_TRIES 5

static int load_file(int fd, const char *name, const char *parameters)
{
	int try, err = 0;

	for (try = 0; try < LOAD_TRIES; try++) {
		err = syscall(SYS_finit_module, fd, parameters, 0) ? errno : 0;
		if (err != EEXIST || !strcmp(name, shared))
			break;
		unload_named(name);
	}
	return err == EEXIST && !strcmp(name, shared) ? 0 : err;
}

static void load(const char *set, const char *name, const char *parameters)
{
	char path[JOB_VALUE_SIZE * 2 + 64];
	int fd, err;

	snprintf(path, sizeof(path), CELL_PLACE "lib/modules/%s/%s.ko", set, name);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	err = fd < 0 ? errno : load_file(fd, name, parameters);
	if (err)
		init_fail("load %s %s: %s%s", path, parameters, strerror(err), err == EBUSY ?
			  ": another hypervisor has the CPU's virtualisation; end it" : "");
	close(fd);
}

static void unload(const char *name)
{
	if (unload_named(name) && strcmp(name, shared))
		init_fail("unload %s: %s", name, strerror(errno));
}

static bool is_number(const char *name)
{
	return !strcmp(name, "exitmeter_detail") || !strcmp(name, "exitmeter_guest") ||
	       !strcmp(name, "exitmeter_edition");
}

/* Read back a parameter such as "ept=0": 0 shows as N, 1 as Y; or a number as it is. */
static void check_parameter(const char *module, const char *parameter)
{
	char path[JOB_VALUE_SIZE * 2], name[JOB_VALUE_SIZE], *value, wanted, is = 0, *dash;
	FILE *f;

	snprintf(name, sizeof(name), "%s", parameter);
	value = strchr(name, '=');
	if (!value)
		init_fail("\"%s\" is not parameter=value", parameter);
	*value++ = '\0';
	wanted = is_number(name) ? *value : *value == '1' ? 'Y' : 'N';

	snprintf(path, sizeof(path), "/sys/module/%.64s/parameters/%s", module, name);
	for (dash = path; (dash = strchr(dash, '-')); )
		*dash = '_';
	f = fopen(path, "r");
	if (!f || fscanf(f, "%c", &is) != 1)
		init_fail("read %s: %s: does this KVM have it?", path, strerror(errno));
	fclose(f);
	if (is != wanted)
		init_fail("%s is %c after loading %s with %s: this CPU can't do it",
			  path, is, module, parameter);
	init_status(name, "%c", is);
}

/* The parameter of kvm.ko for the job's word. */
static const char *guest_parameter(const struct job *job)
{
	size_t i;

	for (i = 0; i < NR_GUESTS; i++)
		if (!strcmp(guests[i].word, job->guest))
			return guests[i].parameter;
	init_fail("job: guest=%s is not known", job->guest);
}

/* Empty if none is kept: an older series does not know the parameter. */
static const char *detail_parameter(const struct job *job)
{
	size_t i;

	if (!strcmp(job->detail, SETTING_OFF))
		return "";
	for (i = 0; i < NR_DETAILS; i++)
		if (!strcmp(details[i].word, job->detail))
			return details[i].parameter;
	init_fail("job: detail=%s is not known", job->detail);
}

/* Likewise, for the edition that it has by default. */
static const char *edition_parameter(const struct job *job)
{
	static char parameter[32];

	if (!strcmp(job->edition, SETTING_EDITION))
		return "";
	snprintf(parameter, sizeof(parameter), "exitmeter_edition=%.8s", job->edition);
	return parameter;
}

/* Parameters that a job leaves alone are KVM's own business. */
static const char *if_off(const char *setting, const char *parameter)
{
	return strcmp(setting, SETTING_OFF) ? "" : parameter;
}

/* Of the two modules: words with blanks between. */
struct parameters {
	char kvm[JOB_VALUE_SIZE];
	char vendor[JOB_VALUE_SIZE];
};

static void find_parameters(const struct job *job, struct parameters *p)
{
	/* A KVM without the meter knows none of its parameters. */
	bool meter = !strcmp(job->meter, SETTING_ON);

	snprintf(p->kvm, sizeof(p->kvm), "%s %s %s %s %s", meter ? "exitmeter=1" : "",
		 meter ? guest_parameter(job) : "", meter ? detail_parameter(job) : "",
		 meter ? edition_parameter(job) : "", if_off(job->tdp_mmu, "tdp_mmu=0"));
	snprintf(p->vendor, sizeof(p->vendor), "%.64s %s", job->parameter,
		 if_off(job->vpid, "vpid=0"));
}

/* Did the modules take them? */
static void check_parameters(const struct job *job)
{
	if (!strcmp(job->meter, SETTING_ON))
		check_parameter("kvm", "exitmeter=1");
	if (!strcmp(job->meter, SETTING_ON) && *detail_parameter(job))
		check_parameter("kvm", detail_parameter(job));
	if (!strcmp(job->meter, SETTING_ON))
		check_parameter("kvm", guest_parameter(job));
	if (!strcmp(job->meter, SETTING_ON) && *edition_parameter(job))
		check_parameter("kvm", edition_parameter(job));
	if (*if_off(job->tdp_mmu, SETTING_OFF))
		check_parameter("kvm", "tdp_mmu=0");
	if (*if_off(job->vpid, SETTING_OFF))
		check_parameter(job->module, "vpid=0");
	check_parameter(job->module, job->parameter);
}

/*
 * A set may have a program of its own that loads it: in a distribution's kernel it
 * takes the place of modules that are loaded already. It keeps ledgers unless told not to.
 */
static bool load_by_program(const struct job *job, const struct parameters *p)
{
	char line[JOB_VALUE_SIZE * 4], *argv[JOB_MAX_ARGS];

	snprintf(line, sizeof(line), "/lib/modules/%s/load %s %s %s", job->kvm, p->vendor, p->kvm,
		 strcmp(job->meter, SETTING_ON) ? "exitmeter=0" : "");
	if (job_split(line, argv) < 1 || access(argv[0], X_OK))
		return false;
	if (init_run(argv, NULL, 0, INIT_OUT "/load.log"))
		init_fail("%s failed, see load.log", argv[0]);
	return true;
}

void l1_kvm_load(const struct job *job)
{
	struct parameters parameters;

	find_parameters(job, &parameters);
	if (!load_by_program(job, &parameters)) {
		load(job->kvm, shared, "");
		load(job->kvm, "kvm", parameters.kvm);
		load(job->kvm, job->module, parameters.vendor);
	}
	check_parameters(job);
}

/* The vendor's module as the kernel calls it once it is loaded. */
static void name_loaded(const struct job *job, char name[JOB_VALUE_SIZE])
{
	char *dash;

	strcpy(name, job->module);
	for (dash = name; (dash = strchr(dash, '-')); )
		*dash = '_';
}

void l1_kvm_unload(const struct job *job)
{
	unload(job->module);
	unload("kvm");
	unload(shared);
}

void l1_kvm_refuse(const struct job *job)
{
	static const char *const wrong[] = {
		"exitmeter=1 exitmeter_guest=3", "exitmeter=1 exitmeter_guest=-1",
		"exitmeter=1 exitmeter_detail=4", "exitmeter=1 exitmeter_edition=0",
		"exitmeter=1 exitmeter_edition=4", "exitmeter=2",
	};
	char path[JOB_VALUE_SIZE * 2 + 64];
	size_t i;
	int fd;

	load(job->kvm, shared, "");
	snprintf(path, sizeof(path), CELL_PLACE "lib/modules/%s/kvm.ko", job->kvm);
	for (i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		fd = open(path, O_RDONLY | O_CLOEXEC);
		if (fd < 0)
			init_fail("open %s: %s", path, strerror(errno));
		if (!syscall(SYS_finit_module, fd, wrong[i], 0) || errno != EINVAL)
			init_fail("kvm.ko with %s is not refused for it", wrong[i]);
		close(fd);
	}
}

/* Lines of /proc/cpuinfo, and what they are called here. */
static const struct {
	const char *key;
	const char *name;
} facts[] = {
	{ "vendor_id", "vendor" },
	{ "cpu family", "family" },
	{ "model", "model" },
	{ "model name", "name" },
	{ "stepping", "stepping" },
	{ "microcode", "microcode" },
	{ "bugs", "bugs" },
};

static FILE *open_or_fail(const char *path, const char *mode)
{
	FILE *f = fopen(path, mode);

	if (!f)
		init_fail("%s: %s", path, strerror(errno));
	return f;
}

/* Of the first CPU: the others are like it. */
static void save_cpu(void)
{
	FILE *in = open_or_fail("/proc/cpuinfo", "r"), *out = open_or_fail(INIT_OUT "/cpu", "w");
	char line[4096], *value;
	size_t i;

	while (fgets(line, sizeof(line), in) && *line != '\n') {
		value = strchr(line, ':');
		if (!value)
			continue;
		*value++ = '\0';
		line[strcspn(line, "\t")] = '\0';
		for (i = 0; i < sizeof(facts) / sizeof(facts[0]); i++)
			if (!strcmp(facts[i].key, line))
				fprintf(out, "%s%s", facts[i].name, value);
	}
	fclose(in);
	fclose(out);
}

static void save_parameter(const char *module, const char *dir, const char *name, FILE *out)
{
	char path[2 * PATH_MAX], value[64];
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	f = fopen(path, "r");
	/* Some are written only. */
	if (!f)
		return;
	if (fscanf(f, "%63s", value) == 1)
		fprintf(out, "%s.%s %s\n", module, name, value);
	fclose(f);
}

static void save_parameters(const char *module, FILE *out)
{
	struct dirent **entries;
	char dir[PATH_MAX];
	int n, i;

	snprintf(dir, sizeof(dir), "/sys/module/%s/parameters", module);
	n = scandir(dir, &entries, NULL, alphasort);
	if (n < 0)
		init_fail("%s: %s", dir, strerror(errno));
	for (i = 0; i < n; i++) {
		if (*entries[i]->d_name != '.')
			save_parameter(module, dir, entries[i]->d_name, out);
		free(entries[i]);
	}
	free(entries);
}

void l1_kvm_save(const struct job *job)
{
	FILE *out = open_or_fail(INIT_OUT "/kvm-parameters", "w");
	char vendor[JOB_VALUE_SIZE];

	name_loaded(job, vendor);
	save_parameters("kvm", out);
	save_parameters(vendor, out);
	fclose(out);
	save_cpu();
}

int l1_kvm_tsc_khz(void)
{
	int kvm = open("/dev/kvm", O_RDWR | O_CLOEXEC), vm, khz = -1;

	vm = kvm < 0 ? -1 : ioctl(kvm, KVM_CREATE_VM, 0);
	if (vm >= 0)
		khz = ioctl(vm, KVM_GET_TSC_KHZ);
	if (khz < 0)
		init_fail("ask /dev/kvm for the frequency of the TSC: %s", strerror(errno));
	close(vm);
	close(kvm);
	return khz;
}
