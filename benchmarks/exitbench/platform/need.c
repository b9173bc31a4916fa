// SPDX-License-Identifier: GPL-2.0
#include "need.h"

#include <libgen.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cell/programs/module-file.h"
#include "platform.h"

#define HOST_CELL "programs/host-cell"

static bool lacks(struct lack *l, const char *remedy, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

static bool lacks(struct lack *l, const char *remedy, const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	vsnprintf(l->why, sizeof(l->why), format, ap);
	va_end(ap);
	snprintf(l->remedy, sizeof(l->remedy), "%s", remedy);
	return false;
}

bool need_tools(const struct platform *p, const struct machine *m, struct lack *l)
{
	const char *const *tool;

	(void)m;
	for (tool = p->tools; *tool; tool++)
		if (!machine_has(*tool))
			return lacks(l, "'make deps' installs it",
				     "it needs %s, which is not here", *tool);
	return true;
}

bool need_memory(const struct platform *p, const struct machine *m, struct lack *l)
{
	if (m->memory >= p->memory)
		return true;
	return lacks(l, "end something else", "it needs %ld MiB of free memory, and there are %ld",
		     p->memory, m->memory);
}

static bool is_known(const char *kvm)
{
	return !strcmp(kvm, vendor_vmx.loaded) || !strcmp(kvm, vendor_svm.loaded);
}

bool need_virtualisation(const struct platform *p, const struct machine *m, struct lack *l)
{
	(void)p;
	if (*m->kvm && !is_known(m->kvm))
		return lacks(l, "take a machine with VMX or SVM",
			     "/dev/kvm is that of %s, which is neither VMX nor SVM: its guests run "
			     "without the CPU's virtualisation and make no exits of VMX or SVM",
			     m->kvm);
	if (m->virtualisation)
		return true;
	if (m->hypervisor)
		return lacks(l, "turn nested virtualisation on for this virtual machine, or take "
			     "another kind of instance",
			     "this is a virtual machine, and its CPU shows neither vmx nor svm");
	return lacks(l, "turn virtualisation on in the firmware's setup, if the CPU has it",
		     "the CPU shows neither vmx nor svm");
}

bool need_kvm(const struct platform *p, const struct machine *m, struct lack *l)
{
	char remedy[128];

	(void)p;
	if (!*m->kvm || !m->device) {
		snprintf(remedy, sizeof(remedy), "as root: modprobe %s", m->vendor->module);
		return lacks(l, remedy, "there is no %s: KVM is not loaded",
			     m->device ? "module of KVM" : "/dev/kvm");
	}
	if (!m->accessible)
		return lacks(l, "run it as root, or join the group that may (kvm)",
			     "you may not open /dev/kvm");
	return true;
}

bool need_nesting(const struct platform *p, const struct machine *m, struct lack *l)
{
	const char *name = m->vendor->loaded, *off = NULL;
	char remedy[256];

	(void)p;
	if (strcmp(m->nested, "Y"))
		off = "nested";
	else if (strcmp(m->paging, "Y"))
		off = m->vendor->second_level;
	if (!off)
		return true;
	snprintf(remedy, sizeof(remedy),
		 "as root, while no virtual machine runs: modprobe -r %s && modprobe %s %s=1",
		 name, name, off);
	return lacks(l, remedy, "%s.%s is off, so that a guest has no %s", name, off,
		     strcmp(off, "nested") ? off : "KVM of its own");
}

bool need_root(const struct platform *p, const struct machine *m, struct lack *l)
{
	(void)p;
	if (!m->root)
		return lacks(l, "run it as root",
			     "it needs root, to replace KVM's modules and to read debugfs");
	if (!m->debugfs)
		return lacks(l, "mount -t debugfs none /sys/kernel/debug",
			     "debugfs is not mounted");
	return true;
}

bool need_free_kvm(const struct platform *p, const struct machine *m, struct lack *l)
{
	(void)p;
	if (!m->replaceable)
		return lacks(l, "take a kernel that has KVM as modules, such as Debian's",
			     "KVM is no module of this kernel, and can't be replaced");
	if (m->locked)
		return lacks(l, "turn Secure Boot off in the firmware's setup",
			     "this kernel loads signed modules only");
	if (m->users)
		return lacks(l, "end them", "virtual machines run (%s is in use)", m->kvm);
	return true;
}

bool need_modules(const struct platform *p, const struct machine *m, struct lack *l)
{
	char text[256], file[PATH_MAX];

	(void)p;
	if (!module_files_check(m->modules, m->vendor->module, m->release, text, sizeof(text)))
		return lacks(l, "'make modules' builds them", "%s", text);
	need_host_cell_path(file);
	if (access(file, X_OK))
		return lacks(l, "'make all' builds it", "%s is missing", file);
	return true;
}

void need_host_cell_path(char path[PATH_MAX])
{
	char self[PATH_MAX];
	ssize_t n = readlink("/proc/self/exe", self, sizeof(self) - 1);

	self[n < 0 ? 0 : n] = '\0';
	snprintf(path, PATH_MAX, "%.*s/" HOST_CELL, PATH_MAX - 32, dirname(self));
}
