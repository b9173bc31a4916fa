/* SPDX-License-Identifier: GPL-2.0 */
/* What this machine is, as far as it matters for where cells can run. */
#ifndef EXITBENCH_MACHINE_H
#define EXITBENCH_MACHINE_H

#include <limits.h>
#include <stdbool.h>

#include "vendor.h"

/*
 * Names a folder that holds another machine's /proc, /sys, /dev and /usr: what is
 * said is said of that machine.
 */
#define MACHINE_ROOT	"EXITBENCH_ROOT"

/**
 * struct machine
 * @cpu_model: as the CPU calls itself
 * @vendor: of the CPU's virtualisation, by the CPU's maker if it has none; never NULL
 * @virtualisation: does the CPU show vmx or svm?
 * @second_level: does it show ept or npt?
 * @hypervisor: is this a virtual machine itself?
 * @cores: that are on line
 * @memory: that is free for use, MiB
 * @release: of the kernel
 * @root: is the user root?
 * @device: is there a /dev/kvm?
 * @accessible: may the user open it?
 * @kvm: the vendor's module as /sys/module calls it, such as kvm_intel; also one
 *	that is built in; empty if there is none
 * @replaceable: can KVM's modules be unloaded: neither built in nor without any
 *	support for modules?
 * @locked: does the kernel refuse modules that nobody signed?
 * @users: of @kvm
 * @meter: do the modules that are loaded have the meter?
 * @nested: parameter "nested" of @kvm: Y, N, or empty
 * @paging: parameter ept or npt of @kvm: Y, N, or empty
 * @debugfs: is it mounted?
 * @modules: folder of the meter's modules for this kernel
 */
struct machine {
	char cpu_model[128];
	const struct vendor *vendor;
	bool virtualisation;
	bool second_level;
	bool hypervisor;
	int cores;
	long memory;
	char release[128];
	bool root;
	bool device;
	bool accessible;
	char kvm[64];
	bool replaceable;
	bool locked;
	long users;
	bool meter;
	char nested[8];
	char paging[8];
	bool debugfs;
	char modules[PATH_MAX];
};

/* machine_this - looked at once. */
const struct machine *machine_this(void);

/* machine_set_modules - another folder of the meter's modules than the usual one. */
void machine_set_modules(const char *dir);

/* machine_path - where a file of the machine is: below MACHINE_ROOT, if that is set. */
void machine_path(char path[PATH_MAX], const char *file);

/*
 * machine_has - is there a program of this name in PATH, or a file with this path?
 *
 * In a path {a,b} is either of the two.
 */
bool machine_has(const char *tool);

#endif
