// SPDX-License-Identifier: GPL-2.0
#include "fact.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "cell/programs/module-file.h"
#include "platform.h"

#define BUILD		"build"

static void tell_cpu(const struct machine *m, const struct fact_places *places,
		     char *text, size_t size)
{
	(void)places;
	snprintf(text, size, "%s, %d on line%s", *m->cpu_model ? m->cpu_model : "unknown",
		 m->cores, m->hypervisor ? ", of a virtual machine" : "");
}

static void tell_virtualisation(const struct machine *m, const struct fact_places *places,
				char *text, size_t size)
{
	(void)places;
	if (!m->virtualisation)
		snprintf(text, size, "none: neither vmx nor svm");
	else if (m->second_level)
		snprintf(text, size, "%s with %s", m->vendor->flag, m->vendor->second_level);
	else
		snprintf(text, size, "%s, %s is not shown", m->vendor->flag,
			 m->vendor->second_level);
}

static void tell_kernel(const struct machine *m, const struct fact_places *places,
			char *text, size_t size)
{
	(void)places;
	snprintf(text, size, "%s", m->release);
}

static void tell_device(const struct machine *m, const struct fact_places *places,
			char *text, size_t size)
{
	(void)places;
	if (!m->device)
		snprintf(text, size, "missing");
	else
		snprintf(text, size, "there, %s", m->accessible ? "may be opened" :
			 "may not be opened by this user");
}

static void tell_kvm(const struct machine *m, const struct fact_places *places,
		     char *text, size_t size)
{
	(void)places;
	if (!*m->kvm)
		snprintf(text, size, "not loaded");
	else
		snprintf(text, size, "%s, %s, %s, %s", m->kvm,
			 m->replaceable ? "a module" : "built in",
			 m->users ? "in use" : "not in use",
			 m->meter ? "with the meter" : "without the meter");
}

static void tell_parameters(const struct machine *m, const struct fact_places *places,
			    char *text, size_t size)
{
	(void)places;
	snprintf(text, size, "nested=%s %s=%s", *m->nested ? m->nested : "?",
		 m->vendor->second_level, *m->paging ? m->paging : "?");
}

static void tell_user(const struct machine *m, const struct fact_places *places,
		      char *text, size_t size)
{
	(void)places;
	snprintf(text, size, "%s; debugfs %s", m->root ? "root" : "not root",
		 m->debugfs ? "mounted" : "not mounted");
}

static void tell_modules(const struct machine *m, const struct fact_places *places,
			 char *text, size_t size)
{
	(void)places;
	if (module_files_check(m->modules, m->vendor->module, m->release, text, size))
		snprintf(text, size, "%s", m->modules);
}

static void tell_memory(const struct machine *m, const struct fact_places *places,
			char *text, size_t size)
{
	long fit = m->memory / platform_bochs_vmx.memory;

	(void)places;
	snprintf(text, size, "%ld MiB free, for %ld emulators of %ld MiB", m->memory, fit,
		 platform_bochs_vmx.memory);
}

/* Of the folder, or of the nearest one above that is there already. */
static void tell_disk(const char *dir, char *text, size_t size)
{
	struct statvfs fs;

	if (statvfs(dir, &fs) && statvfs(".", &fs))
		snprintf(text, size, "%s", strerror(errno));
	else
		snprintf(text, size, "%llu MiB free",
			 (unsigned long long)fs.f_bavail * fs.f_frsize >> 20);
}

static void tell_build_disk(const struct machine *m, const struct fact_places *places,
			    char *text, size_t size)
{
	(void)m;
	(void)places;
	tell_disk(BUILD, text, size);
}

static void tell_run_disk(const struct machine *m, const struct fact_places *places,
			  char *text, size_t size)
{
	(void)m;
	tell_disk(places->run, text, size);
}

static void tell_image(const struct machine *m, const struct fact_places *places,
		       char *text, size_t size)
{
	char path[PATH_MAX];

	(void)m;
	snprintf(path, sizeof(path), "%s/identity.json", places->image);
	snprintf(text, size, "%s%s", places->image,
		 access(path, R_OK) ? ": not built; 'make image' builds it" : "");
}

static void tell_gnuplot(const struct machine *m, const struct fact_places *places,
			 char *text, size_t size)
{
	(void)m;
	(void)places;
	snprintf(text, size, "%s", machine_has("gnuplot") ? "there" :
		 "missing, so that there are no charts; 'make deps' installs it");
}

const struct fact facts[] = {
	{ "CPU", tell_cpu },
	{ "virtualisation", tell_virtualisation },
	{ "kernel", tell_kernel },
	{ "/dev/kvm", tell_device },
	{ "KVM", tell_kvm },
	{ "KVM's parameters", tell_parameters },
	{ "user", tell_user },
	{ "meter's modules", tell_modules },
	{ "memory", tell_memory },
	{ "disk for " BUILD, tell_build_disk },
	{ "disk for runs", tell_run_disk },
	{ "image", tell_image },
	{ "gnuplot", tell_gnuplot },
	{ NULL, NULL },
};
